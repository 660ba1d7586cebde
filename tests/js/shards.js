// Writes the files of a large site's index, for tests, apart from the Python side that writes the real ones.
"use strict";

const { normalise, readFolding } = require("./scripts.js").normal;

const BARRIER = "\n";
const PREFIX = ["0", "10", "110", "1110", "11110", "11111"];
const DIGITS = Array.from({ length: 0x7e - 0x23 + 1 }, (_, n) => String.fromCharCode(0x23 + n)).filter((c) => c !== "\\");

const bits = (number, width) => (width ? (number >>> 0).toString(2).padStart(width, "0").slice(-width) : "");
const length = (number) => (number === 0 ? 0 : number.toString(2).length);
const byPoint = (one, other) => (Buffer.compare(Buffer.from(one), Buffer.from(other)));

const WIDTHS = [0, 16, 32, 15];

/** The number of a gram, of as many bits as WIDTHS says: its characters, mixed. */
function mixed(gram) {
  const units = Array.from(gram, (c) => c.codePointAt(0)).map((code) => BigInt(code > 0xffff ? 0xd800 | (code & 0x7ff) : code));
  const width = BigInt(WIDTHS[units.length]);
  const mask = (1n << width) - 1n;
  let number = units.length === 3 ? units.reduce((sum, one) => (sum << 5n) | (one & 31n), 0n) : units.reduce((sum, one) => (sum << 16n) | one, 0n);
  for (const factor of [0x9e3779b1n, 0x2c1b3c6dn]) {
    number = (number * factor) & mask;
    number ^= number >> (width >> 1n);
  }
  return Number(number);
}

const gamma = (number) => "0".repeat(length(number) - 1) + number.toString(2);

/** The distance *gap* of one of *count* numbers below *total* from the one before. */
function rice(gap, total, count) {
  const low = Math.max(0, length(Math.floor((total * 11) / (count * 16))) - 1);
  return "1".repeat(Math.floor(gap / 2 ** low)) + "0" + bits(gap % 2 ** low, low);
}

/** gram → [id, occurrences, in the title, what follows] for grams of *size* characters. */
function postings(texts, size) {
  const found = new Map();
  texts.forEach((fields, id) => {
    const own = new Map();
    fields.forEach((text, field) => {
      const characters = Array.from(text);
      for (let at = 0; at + size <= characters.length; at += 1) {
        const gram = characters.slice(at, at + size);
        if (gram.includes(BARRIER)) continue;
        const key = gram.join("");
        const one = own.get(key) || { id, count: 0, title: false, next: "" };
        one.count += 1;
        one.title = one.title || field === 0;
        const next = characters[at + size];
        one.next = next === undefined || next === BARRIER ? 0 : next.codePointAt(0);
        own.set(key, one);
      }
    });
    own.forEach((one, key) => found.set(key, (found.get(key) || []).concat(one)));
  });
  return found;
}

/** The same for threes of initials; nothing is known but which document has them. */
function initials(texts, readings) {
  const found = new Map();
  const of = (character) => Array.from(new Set((readings.get(character) || []).map((syllable) => syllable[0])));
  texts.forEach((fields, id) => {
    const own = new Set();
    for (const text of fields) {
      const all = Array.from(text, of);
      for (let n = 0; n + 2 < all.length; n += 1) {
        for (const a of all[n]) for (const b of all[n + 1]) for (const c of all[n + 2]) own.add(a + b + c);
      }
    }
    own.forEach((key) => found.set(key, (found.get(key) || []).concat({ id, count: 1, title: false })));
  });
  return found;
}

function encoded(list, total, size) {
  const df = list.length;
  let out = gamma(df);
  let previous = -1;
  for (const one of list) {
    const gap = one.id - previous - 1;
    previous = one.id;
    out += rice(gap, total, df);
    out += PREFIX[Math.min(one.count, 3) - 1 + (one.title ? 3 : 0)];
    if (size === 2 && one.count === 1 && df > 16) out += bits(Math.imul(one.next, 0x9e3779b1) >>> 29, 3);
  }
  return out;
}

function column(values, entries) {
  if (entries <= 91) return values.map((value) => DIGITS[value]).join("");
  return values.map((value) => DIGITS[Math.floor(value / 91)] + DIGITS[value % 91]).join("");
}

/**
 * The files of *data* (what search/all.js says, newest round first) by path: what each says behind its name; of
 * pinyin.js only the pairs of initials.
 * *readings*: character → syllables.
 */
function write(data, logs, readings) {
  const fold = readFolding(data.fold);
  const rounds = data.facets.r.map(([key]) => key).reverse();
  const docs = [].concat(...rounds.map((round) => data.docs.filter((doc) => doc.r === round)));
  const texts = docs.map((doc) => [doc.title].concat(doc.passages.map((one) => one[1])).map((text) => normalise(text, fold).text));
  const files = new Map();
  const pairs = new Map();
  for (const [folder, size, log] of [["c", 1, logs.c], ["g", 2, logs.g], ["i", 3, logs.i]]) {
    const found = size === 3 ? initials(texts, readings) : postings(texts, size);
    const shards = Array.from({ length: 1 << log }, () => []);
    const unit = 2 ** (WIDTHS[size] - log);
    Array.from(found.keys()).forEach((gram) => shards[Math.floor(mixed(gram) / unit)].push([mixed(gram) % unit, gram]));
    shards.forEach((keys, number) => {
      keys.sort((one, other) => one[0] - other[0]);
      const written = ([key, gram], n) => rice(key - (n ? keys[n - 1][0] + 1 : 0), unit, keys.length) + encoded(found.get(gram), docs.length, size);
      let out = keys.length ? gamma(keys.length) + keys.map(written).join("") : "";
      out += "0".repeat((8 - (out.length % 8)) % 8);
      const bytes = Buffer.from((out.match(/.{8}/g) || []).map((byte) => parseInt(byte, 2)));
      const name = `${folder}/${number.toString(16).padStart(Math.max(1, Math.ceil(log / 4)), "0")}`;
      files.set(name, [bytes.toString("base64")]);
    });
    if (size !== 2) continue;
    for (const [gram, list] of found) {
      const [first, second] = Array.from(gram).map((c) => readings.get(c) || []);
      const own = new Set([].concat(...first.map((a) => second.map((b) => a[0] + b[0]))));
      own.forEach((pair) => pairs.set(pair, (pairs.get(pair) || []).concat([[gram, length(list.length)]])));
    }
  }
  pairs.forEach((list, pair) => {
    list.sort((one, other) => byPoint(one[0], other[0]));
    files.set(`p/${pair}`, [list.map((one) => one[0]).join(""), list.map((one) => one[1].toString(36)).join("")]);
  });
  docs.forEach((doc, id) => {
    const { path, number, title, status, mark, category, passages } = doc;
    files.set(`d/${id >> 8}/${id}`, [{ path, number, title, status, mark, category, passages }]);
  });
  const place = (facet, key) => data.facets[facet].findIndex((one) => one[0] === key);
  const [sets, tsets] = ["d", "t"].map((facet) =>
    Array.from(new Set(docs.map((doc) => JSON.stringify(doc[facet].map((key) => place(facet, key)))))),
  );
  files.set("facets", [
    {
      ...data.facets,
      sets: sets.map((set) => JSON.parse(set)),
      tsets: tsets.map((set) => JSON.parse(set)),
      columns: {
        c: column(docs.map((doc) => place("c", doc.c)), data.facets.c.length),
        s: column(docs.map((doc) => place("s", doc.s)), data.facets.s.length),
        d: column(docs.map((doc) => sets.indexOf(JSON.stringify(doc.d.map((key) => place("d", key))))), sets.length),
        t: column(docs.map((doc) => tsets.indexOf(JSON.stringify(doc.t.map((key) => place("t", key))))), tsets.length),
      },
      yr: rounds.map((round) => place("y", data.docs.find((doc) => doc.r === round).y)),
    },
  ]);
  files.set("index", [
    {
      n: docs.length,
      g: logs.g,
      c: logs.c,
      i: logs.i,
      r: rounds.map((round) => [round, docs.findIndex((doc) => doc.r === round)]),
      fold: data.fold,
    },
  ]);
  files.set("pinyin", Array.from(pairs.keys()).sort().join(""));
  return files;
}

module.exports = { write };

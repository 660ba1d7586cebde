// A small site's search and a large one's give the same answers to the same questions.
"use strict";

const assert = require("node:assert/strict");
const test = require("node:test");
const { Scan, Shards, pinyin, search } = require("./scripts.js");
const { write } = require("./shards.js");

const PINYIN = "che车;chang场长;chu除处;dao道;di地;dian电店;fan反;fang防房;gong公工;guan管;hong红;hua化;ji机集;jia家;lu路;la拉;li理里;lai来;mian面;qu区去;ran染;sheng生;shi市事失;sui随;ting停亭;tu土图;tong通;wei违位;xi西;xiao消校小;xian先线;yan验;yu于余;zha渣炸;zheng整政;zhi制;zhu住;zi字;zhan站;ju车;an安";
const FOLD = "場场驗验車车違违";
const WORDS = "渣土 渣土车 停车 停车场 消防 验收 管理 整改 西安 公路 道路 城市 垃圾 公里 里程 小区 学校 校车 车站 住房 房管 管制 工地 地面 面积 集中 红包 电子 失管 “三联单” 制度 22144 2214 2024年 6(7)13 9.5万吨 GPS ab-cd COVID 一 的 了 車站 𠮷野 ㎡ 图集 先生 失事 土地 地道".split(" ");
const WORDS_ALIKE = "垃圾=违停\n地铁>电子、红包\n楼房=住房";
const MARKS = ["", "", "", "", "，", "。", "的", "和", " ", "、", "（", "）"];
const KEYS = { c: ["a", "b", "c"], s: ["done", "open"], d: ["x", "y", "z"], y: ["2025", "2024", "2023"], t: ["p", "q"] };
const ROUNDS = ["r3", "r2", "r1"];

/** Random numbers that are the same each time. */
function dice(seed) {
  let state = seed;
  return (sides) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 4294967296) * sides);
  };
}

function corpus(size, seed) {
  const roll = dice(seed);
  const text = (words) => Array.from({ length: words }, () => WORDS[roll(WORDS.length)] + MARKS[roll(MARKS.length)]).join("");
  const docs = Array.from({ length: size }, (_, n) => {
    const round = Math.floor((n * ROUNDS.length) / size);
    const some = KEYS.d.filter(() => roll(3) === 0);
    return {
      path: `${n}.html`,
      number: n,
      title: text(2 + roll(3)),
      status: "已完成",
      mark: "done",
      category: "甲类",
      c: KEYS.c[roll(3)],
      s: KEYS.s[roll(2)],
      d: some,
      t: KEYS.t.filter((_key, place) => (n >> place) % 2),
      r: ROUNDS[round],
      y: KEYS.y[round],
      passages: Array.from({ length: 1 + roll(3) }, (__, p) => [`p-${p}`, text(3 + roll(8))]),
    };
  });
  const facets = { r: ROUNDS.map((key) => [key, key]) };
  Object.keys(KEYS).forEach((facet) => (facets[facet] = KEYS[facet].map((key) => [key, key])));
  return { docs, facets, fold: "車车" };
}

/** Tables as the engine keeps them; *files* may hold "fold" and "pinyin"; *pairs* of initials that have a file. */
function tablesOf(files, pairs) {
  const tables = {
    fold: null,
    pinyin: null,
    async open(name) {
      tables[name] = search.readers[name](files[name], pairs);
    },
    folding: (own) => (tables.fold ? new Map([...own, ...tables.fold]) : own),
  };
  return tables;
}

function both(data, logs) {
  const tables = { fold: FOLD, pinyin: PINYIN, sounds: PINYIN, words: WORDS_ALIKE };
  const files = write(data, logs, pinyin.read(PINYIN).readings);
  const asked = [];
  const get = (file) => {
    asked.push(file);
    return files.has(file) ? Promise.resolve(files.get(file)) : Promise.reject(new Error(file));
  };
  return { scan: new Scan(data, tablesOf(tables)), shards: new Shards(files.get("index")[0], tablesOf(tables, files.get("pinyin")), get), asked };
}

const ask = (index, text, filters, wanted) => new Promise((done) => index.ask(text, filters, wanted, done));

/** A question of any kind. */
function question(roll, data) {
  const pick = (list) => list[roll(list.length)];
  const word = () => pick(WORDS);
  const doc = pick(data.docs);
  const text = Array.from(pick([doc.title, ...doc.passages.map((one) => one[1])]));
  const start = roll(text.length);
  const cut = (size) => text.slice(start, start + size).join("");
  const makers = [
    () => cut(1),
    () => cut(2),
    () => cut(3 + roll(3)),
    () => cut(6 + roll(6)),
    () => cut(40),
    () => word(),
    () => word() + word(),
    () => word() + word() + word(),
    () => `${word()} ${word()}`,
    () => `${word()} ${word()}${word()} ${cut(2)}`,
    () => `${word()}，${word()}`,
    () => `${word()}吗呢${word()}`,
    () => `${word()}${word()}甲乙${word()}`,
    () => pick(["停車場", "車站", "違停", "管理場", "２２１４４"]),
    () => pick(["zhatu", "ztc", "zt", "tingche", "tingch", "xian", "xa", "gps", "shi", "jd", "xqgl", "zhatucheguanli", "qqqq"]),
    () => String(roll(100000)),
    () => pick(["地铁", "楼房", "楼房怎么没有人管", "请问一下地铁什么时候到西安", "渣图车", "第3号", "12号问题", "正在", "没整改"]),
    () => pick(["火星移民", "丙丁", "丁", "，", "Ａ", "gl管理"]),
  ];
  return pick(makers)();
}

function choice(roll) {
  if (roll(3) > 0) return {};
  const filters = {};
  for (const facet of ["c", "s", "d", "r", "y"]) {
    const keys = facet === "r" ? ROUNDS : KEYS[facet];
    if (roll(3) === 0) filters[facet] = keys.filter(() => roll(2) === 0);
  }
  return filters;
}

const shown = (answer) =>
  answer.tiers
    .map((tier) => [tier.name, tier.results.map((one) => [one.path, one.anchor, one.count, one.titleParts])])
    .filter((tier) => tier[1].length > 0);

for (const [size, logs, seed] of [[9, { g: 0, c: 0, i: 0 }, 1], [60, { g: 3, c: 1, i: 2 }, 2], [60, { g: 3, c: 1, i: 2 }, 12], [700, { g: 5, c: 4, i: 5 }, 3]]) {
  test(`both find the same among ${size} documents (${seed})`, async () => {
    const data = corpus(size, seed);
    const roll = dice(seed + 100);
    const { scan, shards } = both(data, logs);
    await new Promise((done) => shards.facets(done));
    let exact = 0;
    for (let n = 0; n < 400; n += 1) {
      const text = question(roll, data);
      const filters = choice(roll);
      const wanted = [7, 10, 30, 1000][roll(4)];
      const one = await ask(scan, text, filters, wanted);
      const other = await ask(shards, text, filters, wanted);
      const about = JSON.stringify([size, text, filters, wanted]);
      const sounds = one.tiers[0] && one.tiers[0].name === "pinyin";
      if (sounds && isBeyond(one.tiers[0].sounds, data)) continue;
      assert.deepEqual(shown(other), shown(one), about);
      if (other.exact) {
        exact += 1;
        assert.equal(other.said, one.said, about);
        assert.deepEqual(other.tiers.map((tier) => tier.count), one.tiers.map((tier) => tier.count), about);
      }
      // Of what answers only in part the filtered ones are not read.
      const isCounted = one.tiers.length > 0 && !one.tiers.some((tier) => ["partial", "loose"].includes(tier.name));
      if (other.exact && wanted === 1000 && isCounted) assert.deepEqual(other.facets, one.facets, about);
    }
    assert.ok(exact > 250, `${exact} counts were exact`);
  });
}

test("both filter by topics, of which an issue may have several or none", async () => {
  const { scan, shards } = both(corpus(300, 4), { g: 4, c: 3, i: 4 });
  await new Promise((done) => shards.facets(done));
  for (const filters of [{ t: ["p"] }, { t: ["p", "q"] }, { t: ["q"], c: ["a"] }]) {
    const one = await ask(scan, "", filters, 1000);
    const other = await ask(shards, "", filters, 1000);
    assert.deepEqual(shown(other), shown(one));
    assert.deepEqual(other.facets, one.facets);
    if (!filters.c) assert.equal(one.facets.t[0][2], 150);
  }
});

test("initials find every document of a large site that holds them, however rare", async () => {
  const data = corpus(300, 7);
  data.docs[250].passages[0][1] += "管市化";
  const { scan, shards } = both(data, { g: 4, c: 3, i: 4 });
  for (const letters of ["gsh", "xqgl", "ztc", "tcc", "xqg"]) {
    const pages = async (index) => [].concat(...(await ask(index, letters, {}, 1000)).tiers.map((tier) => tier.results.map((one) => one.path))).sort();
    const wanted = await pages(scan);
    assert.ok(wanted.length > 0, `${letters} are on no page`);
    assert.deepEqual(await pages(shards), wanted, letters);
  }
});

test("three characters of which many texts have both pairs: initials tell most, and what is not read is said", async () => {
  const data = corpus(600, 5);
  for (const doc of data.docs) doc.passages = [["p-1", "车场，车场，场站，甲乙，甲乙，乙丙"]];
  data.docs[400].passages.push(["p-2", "车场站，车场站。"]);
  const { shards, asked } = both(data, { g: 4, c: 3, i: 4 });
  const read = async (text) => {
    asked.length = 0;
    shards.documents.clear();
    const { said, tiers } = await ask(shards, text, {}, 10);
    return [said, tiers.map((tier) => tier.results.length), asked.filter((file) => file.startsWith("d/")).length];
  };

  const [said, found, count] = await read("车场站");
  assert.deepEqual([said, found], ["找到1个问题", [1]]);
  assert.ok(count < 80, `${count} texts`);
  assert.deepEqual(await read("甲乙丙"), ["没有找到“甲乙丙”，还有200个问题没有查完", [], 400]);
});

/** Whether pinyin stands for more than a large site looks up: rare strings, or many. */
function isBeyond(words, data) {
  const files = data.docs.map((doc) => [doc.title, ...doc.passages.map((one) => one[1])].join("\n"));
  const isRare = (gram) => files.filter((text) => text.includes(gram)).length < 2;
  return words.length > 8 || words.some((word) => Array.from(word).slice(1).some((c, n) => isRare(Array.from(word)[n] + c)));
}

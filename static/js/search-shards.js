// A large site: an index in many small files tells which documents may answer a question and how well at
// best; those are loaded, the most promising first, until the first results are certain.
(function () {
  "use strict";

  const isNode = typeof module !== "undefined";
  const rules = isNode ? require("./search-text.js") : window.Rectify.searchText;
  const { EXACT, FACETS } = rules;
  const HAN = /[\u3400-\u9fff\uf900-\ufaff]/;
  const KEPT = 2000; // documents in memory
  const MASKED = 31; // grams of a question that are weighed; further ones are taken to be there
  const SETTLING = 6; // documents more than are needed, if that makes the count exact
  const PATIENCE = 120; // documents that are read to put results in order that are not exact
  const EXACT_PATIENCE = 400; // and exact ones, unless none is found
  const CHAINS = 12; // strings that pinyin may stand for, which are looked up
  const MOST_CHAINS = 48; // and so many if none of those occurs, or all seem as likely
  const SOUNDS = 8; // and those that are searched for
  const WAYS = 200; // of reading letters as syllables and initials
  const KEPT_WAYS = 24; // of those, the likeliest
  const PAIR_FILES = 16;

  /** The shard of a gram of one or two code points. */
  function shardOf(gram, log) {
    const points = Array.from(gram, (one) => one.codePointAt(0));
    let hash = Math.imul(points[0], 0x9e3779b1) ^ Math.imul(points[1] || 0, 0x85ebca6b);
    hash ^= hash >>> 15;
    hash = Math.imul(hash, 0x2c1b3c6d);
    hash ^= hash >>> 13;
    const number = log === 0 ? 0 : hash >>> (32 - log);
    return number.toString(16).padStart(Math.max(1, Math.ceil(log / 4)), "0");
  }

  /** Three bits of the character that follows a gram. */
  function followed(character) {
    return Math.imul(character === undefined ? 0 : character.codePointAt(0), 0x9e3779b1) >>> 29;
  }

  function bitLength(number) {
    return 32 - Math.clz32(number);
  }

  /**
   * The postings of a shard by gram: { ids, marks }, a mark being the weight (1 to 3), 4 if in the title, 8 if the
   * character that follows is known, and that one times 16.
   */
  function decode(keys, base64, size, total) {
    const bytes = Uint8Array.from(atob(base64), (one) => one.charCodeAt(0));
    const characters = Array.from(keys);
    const shard = new Map();
    let at = 0;
    const bit = () => {
      const one = (bytes[at >> 3] >> (7 - (at & 7))) & 1;
      at += 1;
      return one;
    };
    const number = (width) => {
      let value = 0;
      for (let n = 0; n < width; n += 1) value = (value << 1) | bit();
      return value;
    };
    const ones = (most) => {
      let count = 0;
      while (count < most && bit()) count += 1;
      return count;
    };
    for (let key = 0; key + size <= characters.length; key += size) {
      let zeros = 0;
      while (at < bytes.length * 8 && !bit()) zeros += 1;
      const count = (1 << zeros) | number(zeros);
      const width = Math.max(0, bitLength(Math.floor((total * 11) / (count * 16))) - 1);
      const ids = new Uint32Array(count);
      const marks = new Uint8Array(count);
      let id = -1;
      for (let n = 0; n < count; n += 1) {
        const high = ones(total);
        id += ((high << width) | number(width)) + 1;
        const weight = ones(5);
        const mark = (weight % 3) + 1 + (weight > 2 ? 4 : 0);
        ids[n] = id;
        marks[n] = size === 2 && count > 16 && mark % 4 === 1 ? mark | 8 | (number(3) << 4) : mark;
      }
      shard.set(characters.slice(key, key + size).join(""), { ids, marks });
    }
    return shard;
  }

  /** For each of *base* its place in *ids*, or -1; both ascend. */
  function placesIn(ids, base) {
    const places = new Int32Array(base.length).fill(-1);
    const isSparse = base.length * 12 < ids.length;
    let low = 0;
    for (let n = 0; n < base.length && low < ids.length; n += 1) {
      if (isSparse) {
        let high = ids.length;
        while (low < high) {
          const middle = (low + high) >> 1;
          if (ids[middle] < base[n]) low = middle + 1;
          else high = middle;
        }
      } else {
        while (low < ids.length && ids[low] < base[n]) low += 1;
      }
      if (low < ids.length && ids[low] === base[n]) places[n] = low;
    }
    return places;
  }

  /** The grams of a word, in order: all pairs of neighbours, or the one character. */
  function gramsOf(word) {
    if (word.size === 1) return [word.text];
    return word.characters.slice(1).map((one, n) => word.characters[n] + one);
  }

  /** Facets with the columns as arrays. */
  function readFacets(told, total) {
    const column = (text, entries) => {
      const digit = (at) => {
        const code = text.charCodeAt(at);
        return code - 0x23 - (code > 0x5c ? 1 : 0);
      };
      const values = new Uint16Array(total);
      for (let id = 0; id < total; id += 1) values[id] = entries <= 91 ? digit(id) : digit(2 * id) * 91 + digit(2 * id + 1);
      return values;
    };
    return {
      lists: told,
      sets: told.sets,
      years: told.yr,
      c: column(told.columns.c, told.c.length),
      s: column(told.columns.s, told.s.length),
      d: column(told.columns.d, told.sets.length),
    };
  }

  /** Documents that may answer, in the order of the site: how well at best, and whether that is certain. */
  class Candidates {
    constructor() {
      this.ids = [];
      this.bounds = [];
      this.sure = [];
      this.verdicts = []; // a hit, or null; nothing while it is not read
    }

    add(id, bound, isSure) {
      this.ids.push(id);
      this.bounds.push(bound);
      this.sure.push(isSure);
    }

    /** The places of those with a bound of *least* and that *passes*, the best bound first, equals in order. */
    order(least, passes) {
      const buckets = new Map();
      for (let n = 0; n < this.ids.length; n += 1) {
        const bound = this.bounds[n];
        if (bound < least || !passes(this.ids[n])) continue;
        const bucket = buckets.get(bound);
        if (bucket) bucket.push(n);
        else buckets.set(bound, [n]);
      }
      const ordered = Array.from(buckets.keys()).sort((one, other) => other - one);
      return [].concat(...ordered.map((bound) => buckets.get(bound)));
    }
  }

  /** One question on its way: what was read for it, whether it still matters, whether something is missing. */
  class Run {
    constructor(shards, asked) {
      this.shards = shards;
      this.asked = asked;
      this.grams = new Map(); // gram → postings; null where they could not be loaded
      this.isSilent = false;
      this.isBroken = false;
    }

    async load(grams) {
      const own = Array.from(new Set(grams)).filter((gram) => !this.grams.has(gram));
      await Promise.all(
        own.map(async (gram) => {
          const postings = await this.shards.postings(gram).catch(() => null);
          if (!postings) this.isBroken = true;
          this.grams.set(gram, postings);
        }),
      );
    }

    /** Read the documents at *places* of *candidates* and judge them; whether any arrived. */
    async read(candidates, places, judge) {
      const documents = await Promise.all(
        places.map((place) => this.shards.document(candidates.ids[place]).catch(() => null)),
      );
      places.forEach((rank, n) => {
        const document = documents[n];
        if (!document) this.isBroken = true;
        const verdict = document && judge(document);
        candidates.verdicts[rank] = verdict ? { rank, document, score: verdict.score, pieces: verdict.pieces } : null;
      });
      return documents.some(Boolean);
    }

    /**
     * Read documents in *order*, *ahead* at a time at least, until as many of the best as *wanted* says are
     * certain; those, in order.
     */
    async settle(candidates, order, judge, wanted, ahead) {
      const { bounds, verdicts, sure } = candidates;
      let read = 0;
      let next = 0;
      let isLost = false;
      const hits = [];
      for (;;) {
        for (; next < order.length && verdicts[order[next]] !== undefined; next += 1) {
          if (verdicts[order[next]]) hits.push(verdicts[order[next]]);
        }
        hits.sort(rules.byScore);
        const bar = { score: bounds[order[next]], rank: order[next] };
        const isExact = bar.score >= EXACT;
        const isEnough = isExact ? read >= EXACT_PATIENCE && hits.length > 0 : read >= PATIENCE;
        const isOver = next >= order.length || isEnough || isLost;
        const certain = isOver ? hits : hits.filter((hit) => rules.byScore(hit, bar) < 0);
        const missing = wanted(certain) - certain.length;
        if (missing <= 0 || isOver || this.isSilent) return certain;
        const step = Math.max(missing, ahead, read > 24 ? read >> 1 : 0);
        const batch = [];
        for (let n = next; n < order.length && batch.length <= step + SETTLING; n += 1) {
          if (verdicts[order[n]] === undefined) batch.push(order[n]);
        }
        const isLast = batch.length <= step + SETTLING && batch.some((place) => !sure[place]);
        if (!isLast) batch.length = Math.min(step, batch.length);
        read += batch.length;
        isLost = !(await this.read(candidates, batch, judge));
      }
    }

    /** Those of the site's documents that may hold what is asked for, whole or in pieces. */
    candidates() {
      const { asked, grams } = this;
      const found = new Candidates();
      const parts = asked.parts.map((one) => ({ one, grams: gramsOf(one) }));
      const words = asked.isLoose ? asked.words.map((one) => ({ one, grams: gramsOf(one) })) : [];
      const keys = Array.from(new Set([].concat(...words.concat(parts).map((part) => part.grams))));
      const known = keys.filter((key) => grams.get(key)).slice(0, MASKED);
      const needed = asked.isLoose ? [].concat(...words.map(neededOf)) : [].concat(...parts.map((part) => part.grams));
      const base = needed
        .filter((gram) => grams.get(gram))
        .sort((one, other) => grams.get(one).ids.length - grams.get(other).ids.length)[0];
      if (base === undefined || grams.get(base).ids.length === 0) return found;
      const slots = new Map(known.map((key, n) => [key, n]));
      const own = (part) => ({ one: part.one, slots: part.grams.map((gram) => (slots.has(gram) ? slots.get(gram) : -1)) });
      const ids = grams.get(base).ids;
      const places = known.map((key) => placesIn(grams.get(key).ids, ids));
      const marks = known.map((key) => grams.get(key).marks);
      const needs = needed.filter((gram) => slots.has(gram)).map((gram) => slots.get(gram));
      const weigh = weigher(asked, parts.map(own), words.map(own));
      const here = new Uint8Array(known.length + 1);
      here[known.length] = 7; // for what is not known
      this.shards.inOrder(ids, (id, n) => {
        for (const slot of needs) if (places[slot][n] < 0) return;
        for (let slot = 0; slot < known.length; slot += 1) {
          const place = places[slot][n];
          here[slot] = place < 0 ? 0 : marks[slot][place];
        }
        const bound = weigh(here);
        if (bound.score > 0) found.add(id, bound.score, bound.isSure);
      });
      return found;
    }

    /** Those that may hold most of it. */
    partly() {
      const { asked, grams } = this;
      const found = new Candidates();
      const words = asked.words.map((one) => ({ one, grams: gramsOf(one) }));
      const keys = Array.from(new Set([].concat(...words.map((word) => word.grams))));
      const known = keys.filter((key) => grams.get(key)).slice(0, MASKED);
      const masks = new Uint32Array(this.shards.total);
      const titles = new Uint8Array(this.shards.total);
      known.forEach((key, n) => {
        const { ids, marks } = grams.get(key);
        for (let at = 0; at < ids.length; at += 1) {
          masks[ids[at]] |= 1 << n;
          titles[ids[at]] |= marks[at] & 4;
        }
      });
      const costs = new Map();
      this.shards.inOrder(null, (id) => {
        const mask = masks[id];
        if (mask === 0) return;
        if (!costs.has(mask)) costs.set(mask, partlyCost(asked, words, known, mask));
        const cost = costs.get(mask);
        if (cost >= 0) found.add(id, rules.partialScore(cost, titles[id] > 0), false);
      });
      return found;
    }

    /** Those that may hold one of *sounds*. */
    sounding(sounds) {
      const bounds = new Map();
      for (const sound of sounds) {
        this.chain(sound.text, (id, isInTitle, weight) => {
          bounds.set(id, Math.max(bounds.get(id) || 0, rules.soundScore(sound, isInTitle, weight)));
        });
      }
      const found = new Candidates();
      const isSure = sounds.every((sound) => rules.word(sound.text).size < 3);
      const ids = Uint32Array.from(bounds.keys()).sort();
      this.shards.inOrder(ids, (id) => found.add(id, bounds.get(id), isSure));
      return found;
    }

    /** Call *each* for the documents that may hold *text*; how many they are. */
    chain(text, each) {
      const one = rules.word(text);
      const grams = gramsOf(one);
      if (!grams.every((gram) => this.grams.get(gram))) return 0;
      const lists = grams.map((gram) => this.grams.get(gram));
      const base = lists.reduce((least, list) => (list.ids.length < least.ids.length ? list : least)).ids;
      const places = lists.map((list) => placesIn(list.ids, base));
      let count = 0;
      for (let n = 0; n < base.length; n += 1) {
        if (places.some((own) => own[n] < 0)) continue;
        const marks = places.map((own, slot) => lists[slot].marks[own[n]]);
        if (marks.some((mark, slot) => slot + 1 < marks.length && differs(mark, one.characters[slot + 2]))) continue;
        count += 1;
        if (each) each(base[n], marks.every((mark) => mark & 4), Math.min(...marks.map((mark) => mark & 3)));
      }
      return count;
    }
  }

  /** Whether something else than *character* follows the only place of a gram. */
  function differs(mark, character) {
    return (mark & 8) !== 0 && mark >> 4 !== followed(character);
  }

  /** The grams of a word that a document must hold: the first, the last, and those not to be cut. */
  function neededOf(word) {
    const { one, grams } = word;
    return grams.filter((gram, n) => one.size < 4 || n === 0 || n === grams.length - 1 || one.whole[n + 1]);
  }

  /** From the marks of a document, one for each slot, tells how well it may answer at best. */
  function weigher(asked, parts, words) {
    const allShort = parts.every((part) => part.one.size < 3);
    const known = new Map();
    const bound = { score: 0, isSure: false };

    /** Whether all of a part may stand there: its title and weight, or 0. */
    function wholly(part, here) {
      const { one, slots } = part;
      let weight = 3;
      let title = 4;
      for (let n = 0; n < slots.length; n += 1) {
        const mark = slots[n] < 0 ? 7 : here[slots[n]];
        if (mark === 0 || (n + 1 < slots.length && differs(mark, one.characters[n + 2]))) return 0;
        weight = Math.min(weight, mark & 3);
        title &= mark;
      }
      return title | weight;
    }

    /** The same in pieces: { cost, title, isSure }, or null. */
    function inPieces(part, here) {
      const { one, slots } = part;
      const state = (n) => (slots[n] < 0 ? 7 : here[slots[n]]);
      let key = one.text;
      for (let n = 0; n < slots.length; n += 1) {
        const mark = state(n);
        if (mark === 0 && n > 0 && state(n - 1) === 0) return null;
        key += mark === 0 ? "-" : (mark & 4) + (n + 1 < slots.length && differs(mark, one.characters[n + 2]) ? 1 : 0);
      }
      if (!known.has(key)) known.set(key, divided(part, state));
      return known.get(key);
    }

    function divided(part, state) {
      const { one } = part;
      const every = (start, end, is) => {
        for (let n = start; n < Math.max(end - 1, start + 1); n += 1) if (!is(n, n + 2 < end)) return false;
        return true;
      };
      const fits = (start, end) =>
        every(start, end, (n, goesOn) => state(n) !== 0 && !(goesOn && differs(state(n), one.characters[n + 2])));
      const inTitle = (start, end) => (every(start, end, (n) => state(n) & 4) ? 1 : 0);
      const found = rules.divide(one, fits, inTitle, false);
      if (!found) return null;
      let isSure = true;
      for (let piece = found.pieces; piece; piece = piece.next) isSure = isSure && piece.end - piece.start < 3;
      return { cost: found.cost, title: found.title, isSure };
    }

    /** The most that the rarest piece of a word may occur. */
    function weightOf(part, here) {
      const { slots } = part;
      const weight = (n) => (slots[n] < 0 ? 3 : here[slots[n]] & 3);
      let least = Math.min(weight(0), weight(slots.length - 1));
      for (let n = 1; n < slots.length; n += 1) least = Math.min(least, Math.max(weight(n - 1), weight(n)));
      return least;
    }

    return function weigh(here) {
      let weight = 3;
      let title = 0;
      bound.score = 0;
      let isWhole = true;
      for (const part of parts) {
        const own = wholly(part, here);
        isWhole = isWhole && own !== 0;
        title |= own & 4;
        weight = Math.min(weight, own & 3);
      }
      if (isWhole) {
        bound.score = rules.exactScore(title !== 0, weight);
        bound.isSure = allShort;
        return bound;
      }
      if (words.length === 0) return bound;
      let cost = 0;
      let pieces = 0;
      weight = 3;
      bound.isSure = true;
      for (const part of words) {
        const own = inPieces(part, here);
        if (!own) return bound;
        cost += own.cost;
        pieces += own.title;
        bound.isSure = bound.isSure && own.isSure;
        weight = Math.min(weight, weightOf(part, here));
      }
      bound.score = rules.wordsScore(cost, pieces, weight);
      return bound;
    };
  }

  /** The least that most of it may cost where those grams are that *mask* tells; -1 if that is too little. */
  function partlyCost(asked, words, known, mask) {
    const slots = new Map(known.map((key, n) => [key, n]));
    let cost = 0;
    let left = 0;
    for (const { one, grams } of words) {
      const is = (n) => !slots.has(grams[n]) || (mask >>> slots.get(grams[n])) & 1;
      const fits = (start, end) => {
        for (let n = start; n < Math.max(end - 1, start + 1); n += 1) if (!is(n)) return false;
        return true;
      };
      const found = rules.divide(one, fits, () => 0, true);
      cost += found.cost;
      left += found.left;
    }
    return left > asked.size * rules.LEFT_OVER ? -1 : cost;
  }

  class Shards {
    /** *get(file, name)* loads `search/<file>.js`, which says *name*, and promises what else it says. */
    constructor(data, tables, get) {
      this.atOnce = 10;
      this.isInstant = false;
      this.tables = tables;
      this.get = get;
      this.total = data.n;
      this.logs = [data.c, data.g];
      this.rounds = data.r.concat(data.n);
      this.fold = rules.readPairs(data.fold);
      this.pairs = new Set((data.p || "").match(/../g) || []);
      this.files = new Map(); // shard → promise of its postings
      this.documents = new Map(); // id → promise of the document
      this.columns = null;
    }

    /** Call *each* for *ids* (ascending; all if null) as the site orders them: newest round first. */
    inOrder(ids, each) {
      const place = (id) => {
        let low = 0;
        let high = ids.length;
        while (low < high) {
          const middle = (low + high) >> 1;
          if (ids[middle] < id) low = middle + 1;
          else high = middle;
        }
        return low;
      };
      for (let round = this.rounds.length - 2; round >= 0; round -= 1) {
        const [from, to] = [this.rounds[round], this.rounds[round + 1]];
        if (ids) for (let n = place(from), end = place(to); n < end; n += 1) each(ids[n], n);
        else for (let id = from; id < to; id += 1) each(id, id);
      }
    }

    /** A promise kept in *kept* under *key*, unless it fails. */
    once(kept, key, make) {
      if (!kept.has(key)) {
        const made = make();
        kept.set(key, made);
        made.catch(() => kept.delete(key));
      }
      return kept.get(key);
    }

    async postings(gram) {
      const size = Array.from(gram).length;
      const name = (size === 1 ? "c/" : "g/") + shardOf(gram, this.logs[size - 1]);
      const shard = await this.once(this.files, name, () =>
        this.get(name, name).then(([keys, bits]) => decode(keys, bits, size, this.total)),
      );
      return shard.get(gram) || { ids: new Uint32Array(0), marks: new Uint8Array(0) };
    }

    document(id) {
      if (this.documents.size >= KEPT) this.documents.delete(this.documents.keys().next().value);
      return this.once(this.documents, id, () =>
        this.get("d/" + (id >> 8) + "/" + id, "d/" + id).then(([doc]) => rules.prepare(doc, this.fold)),
      );
    }

    /** The facets' values, `done({ c: [[key, label], …], … })`; after this, answers count them. */
    facets(done, failed) {
      this.openFacets().then(
        () => done(this.columns.lists),
        () => failed && failed(),
      );
    }

    async openFacets() {
      if (!this.columns) this.columns = readFacets((await this.get("facets", "facets"))[0], this.total);
    }

    /** As Scan.ask, but later; more than once if something gets known meanwhile. */
    ask(typed, filters, wanted, done) {
      const run = new Run(this, null);
      this.run(run, typed, filters || {}, wanted).then((answer) => {
        if (!run.isSilent) done(answer);
      });
      return () => {
        run.isSilent = true;
      };
    }

    async run(run, typed, filters, wanted) {
      const isFiltered = FACETS.some((facet) => (filters[facet] || []).length > 0);
      if (isFiltered) {
        await this.openFacets().catch(() => {
          run.isBroken = true;
        });
      }
      await this.question(run, typed);
      const passes = this.passing(isFiltered && this.columns ? filters : {});
      const groups = run.isSilent ? [] : await this.groups(run, passes, isFiltered, wanted);
      const ids = groups.length > 0 ? groups[0].ids : []; // of all tiers together
      const facets = this.columns && !run.isSilent ? this.counted(ids, filters) : null;
      const told = rules.answer(run.asked, groups, wanted, facets);
      if (run.isBroken) Object.assign(told, { isBroken: true, exact: false, said: "网络不通，结果可能不全" });
      return told;
    }

    /** Put the question to *run*, with its postings. */
    async question(run, typed) {
      const ask = async () => {
        run.asked = rules.question(typed, this.tables.folding(this.fold));
        const { parts, words, isLoose } = run.asked;
        await run.load([].concat(...parts.concat(isLoose ? words : []).map(gramsOf)));
      };
      await ask();
      if (!run.isSilent && !this.tables.fold && this.lacks(run)) {
        await this.tables.open("fold").catch(() => {});
        await ask();
      }
    }

    /** Whether a character is in no gram of the site: perhaps it is a traditional one. */
    lacks(run) {
      return run.asked.parts.some((part) => {
        const found = gramsOf(part).map((gram) => run.grams.get(gram));
        const isHeld = (n) => !found[n] || found[n].ids.length > 0;
        return part.characters.some(
          (one, n) => HAN.test(one) && !(n < found.length && isHeld(n)) && !(n > 0 && isHeld(n - 1)),
        );
      });
    }

    /** The tiers: { name, hits, count, isExact, words, ids }. */
    async groups(run, passes, isFiltered, wanted) {
      const { asked } = run;
      if (!asked.normal) return [await this.everything(run, passes, wanted)];
      const candidates = run.candidates();
      const judge = (document) => rules.judge(asked, document);
      const all = candidates.order(1, () => true);
      const enough = (hits) => {
        const exact = hits.filter((hit) => hit.score >= EXACT).length;
        return exact >= wanted ? tens(wanted) : exact + tens(wanted - exact);
      };
      const [best] = await run.settle(candidates, all, judge, () => 1, isFiltered ? 1 : tens(wanted));
      if (!best && asked.letters) return [await this.bySound(run, passes, wanted)];
      if (!best) return asked.size > 3 ? [await this.partly(run, passes, wanted)] : [];
      const least = rules.leastScore(asked, best.score);
      const order = candidates.order(least, passes);
      const hits = (await run.settle(candidates, order, judge, enough, 1)).filter((hit) => hit.score >= least);
      const ids = this.alive(candidates, all, least);
      const exact = hits.filter((hit) => hit.score >= EXACT);
      const words = hits.slice(exact.length);
      const counts = tally(candidates, order, least);
      const group = (name, own) => ({
        name,
        hits: rules.refined(name, own, wanted),
        count: counts[name],
        isExact: counts.isExact,
        ids,
      });
      return [group("exact", exact), group("words", words)];
    }

    /** The ids of candidates that may be good enough, for the facets. */
    alive(candidates, order, least) {
      if (!this.columns) return [];
      const { ids, bounds, verdicts } = candidates;
      const isAlive = (place) => {
        const hit = verdicts[place];
        return hit === undefined ? bounds[place] >= least : hit !== null && hit.score >= least;
      };
      return order.filter(isAlive).map((place) => ids[place]);
    }

    /** A tier of its own: one *name*, one kind of hits. */
    async tier(run, name, candidates, judge, passes, wanted) {
      const order = candidates.order(1, passes);
      const hits = rules.refined(name, await run.settle(candidates, order, judge, () => tens(wanted), 1), wanted);
      const counts = tally(candidates, order, 1);
      const ids = this.alive(candidates, candidates.order(1, () => true), 1);
      return { name, hits, count: counts.words, isExact: counts.isExact, ids };
    }

    everything(run, passes, wanted) {
      const candidates = new Candidates();
      this.inOrder(null, (id) => candidates.add(id, 1, true));
      return this.tier(run, "all", candidates, () => ({ score: 1, pieces: [] }), passes, wanted);
    }

    partly(run, passes, wanted) {
      const judge = (document) => rules.judgePartly(run.asked, document);
      return this.tier(run, "partial", run.partly(), judge, passes, wanted);
    }

    async bySound(run, passes, wanted) {
      const sounds = await this.sounds(run);
      const judge = (document) => rules.judgeSounds(sounds, document);
      const found = await this.tier(run, "pinyin", run.sounding(sounds), judge, passes, wanted);
      const seen = new Set([].concat(...found.hits.map((hit) => hit.pieces)));
      const isSeen = (sound) => seen.has(sound.text) || rules.word(sound.text).size < 3;
      return Object.assign(found, { words: sounds.filter(isSeen).map((sound) => sound.text) });
    }

    /** The strings that the question's letters may stand for, as { text, isFull, count }. */
    async sounds(run) {
      const { letters } = run.asked;
      if (!this.tables.pinyin) await this.tables.open("pinyin").catch(() => {});
      if (!this.tables.pinyin || run.isSilent) return [];
      let chains = await this.chains(run, letters);
      if (chains.length === 0) {
        const lone = (this.tables.pinyin.syllables.get(letters) || []).slice(0, CHAINS);
        chains = lone.map((text) => ({ text, isFull: true }));
      }
      // Many chains of pairs are no strings of any text: look on until some are found.
      for (let from = 0; from < MOST_CHAINS; from += CHAINS) {
        const own = chains.slice(from, from === 0 ? this.tied(chains) : from + CHAINS);
        await run.load([].concat(...own.map((one) => gramsOf(rules.word(one.text)))));
        const sounds = own.map((one) => ({ text: one.text, isFull: one.isFull, count: run.chain(one.text) }));
        const found = rules.likeliest(sounds, SOUNDS);
        if (found.length > 0 || run.isSilent) return found;
      }
      return [];
    }

    /** The most promising strings of two characters and more, by the lists of pairs. */
    async chains(run, letters) {
      const { syllables } = this.tables.pinyin;
      const names = Array.from(syllables.keys());
      const firsts = new Map();
      const ways = [];
      const from = (at) => {
        if (!firsts.has(at)) firsts.set(at, Array.from(rules.steps(letters, at, names)).sort((one, other) => other[1] - one[1]));
        return firsts.get(at);
      };
      const walk = (at, way) => {
        const last = way[way.length - 1];
        for (const [end, isFull] of from(at)) {
          const pair = last && last.letter + letters.charAt(at);
          if ((last && !this.pairs.has(pair)) || ways.length >= WAYS) return;
          const next = way.concat({ letter: letters.charAt(at), pair, at, end, isFull });
          if (end < letters.length) walk(end, next);
          else if (next.length > 1) ways.push(next);
        }
      };
      walk(0, []);
      const isFull = (way) => way.every((step) => step.isFull);
      ways.sort((one, other) => isFull(other) - isFull(one) || one.length - other.length);
      const files = new Set();
      const own = ways.filter((way, n) => {
        const more = way.slice(1).map((step) => step.pair);
        if (n >= KEPT_WAYS || new Set(Array.from(files).concat(more)).size > PAIR_FILES) return false;
        more.forEach((pair) => files.add(pair));
        return true;
      });
      const lists = new Map();
      await Promise.all(
        Array.from(files, async (pair) => {
          const name = "p/" + pair;
          const list = await this.once(this.files, name, () => this.get(name, name).then(readPairs)).catch(() => null);
          if (!list) run.isBroken = true;
          lists.set(pair, list || []);
        }),
      );
      const readers = new Map(); // step → the characters that it may be
      const reads = (step) => {
        const key = step.at + "," + step.end + step.isFull;
        if (!readers.has(key)) {
          const isRead = (name) => {
            const ends = rules.steps(letters, step.at, [name]);
            return ends.has(step.end) && (ends.get(step.end) || !step.isFull);
          };
          readers.set(key, new Set([].concat(...names.filter(isRead).map((name) => syllables.get(name)))));
        }
        return readers.get(key);
      };
      const found = new Map();
      for (const way of own) {
        for (const [text, chance] of joined(way, lists, reads)) {
          const before = found.get(text);
          if (!before || (isFull(way) && !before.isFull)) found.set(text, { text, isFull: isFull(way), count: chance });
        }
      }
      return Array.from(found.values()).sort(rules.soundOrder);
    }

    /** How many of *chains* are looked up first; of those that seem as likely as the last one searched for, all. */
    tied(chains) {
      const last = chains[SOUNDS - 1];
      let end = Math.min(CHAINS, chains.length);
      const isTied = (one) => last.isFull === one.isFull && last.count === one.count;
      while (end < chains.length && end < MOST_CHAINS && isTied(chains[end])) end += 1;
      return end;
    }
  }

  /** The pairs of a file, as [first, second, class]. */
  function readPairs([grams, classes]) {
    const characters = Array.from(grams);
    return Array.from(classes, (one, n) => [characters[2 * n], characters[2 * n + 1], parseInt(one, 36)]);
  }

  /** The strings of a way through the lists of pairs with the class of their rarest pair, two hundred at most. */
  function joined(way, lists, reads) {
    let strings = null;
    for (let n = 1; n < way.length; n += 1) {
      const [lefts, rights] = [reads(way[n - 1]), reads(way[n])];
      const own = new Map();
      for (const [first, second, chance] of lists.get(way[n].pair)) {
        if (!lefts.has(first) || !rights.has(second)) continue;
        if (!own.has(first)) own.set(first, []);
        own.get(first).push([second, chance]);
      }
      const before = strings || Array.from(own.keys(), (first) => [first, 36, first]);
      strings = [].concat(
        ...before.map(([text, chance, last]) =>
          (own.get(last) || []).map(([second, other]) => [text + second, Math.min(chance, other), second]),
        ),
      );
      strings.sort((one, other) => other[1] - one[1]);
      strings = strings.slice(0, 200);
    }
    return strings || [];
  }

  /** How many of *order* are good enough: counted where that was read or is certain, else guessed. */
  function tally(candidates, order, least) {
    const { bounds, verdicts, sure } = candidates;
    const counts = [0, 0]; // words (and other tiers), exact
    const doubtful = [0, 0];
    const tried = [1, 1]; // good, read
    for (const place of order) {
      const hit = verdicts[place];
      const tier = Number(bounds[place] >= EXACT);
      if (hit === undefined) {
        (sure[place] ? counts : doubtful)[tier] += 1;
        continue;
      }
      const isGood = hit !== null && hit.score >= least;
      if (isGood) counts[Number(hit.score >= EXACT)] += 1;
      if (sure[place]) continue;
      tried[0] += Number(isGood);
      tried[1] += 1;
    }
    const guess = (n) => counts[n] + Math.ceil((doubtful[n] * tried[0]) / tried[1]);
    return { words: guess(0), exact: guess(1), isExact: doubtful[0] + doubtful[1] === 0 };
  }

  /** *count*, rounded up to whole tens. */
  function tens(count) {
    return Math.ceil(count / rules.TEN) * rules.TEN;
  }

  /** Facets: which documents pass, and how many each value would leave. */
  Object.assign(Shards.prototype, {
    /** For each facet, whether a document has one of the chosen values; null where nothing is chosen. */
    tests(filters) {
      const { columns, rounds } = this;
      const chosen = (facet, entries) => entries.map(([key]) => filters[facet].includes(key));
      const round = this.roundOf();
      return FACETS.map((facet) => {
        if (!columns || (filters[facet] || []).length === 0) return null;
        const own = chosen(facet, columns.lists[facet]);
        if (facet === "d") {
          const sets = columns.sets.map((set) => set.some((place) => own[place]));
          return (id) => sets[columns.d[id]];
        }
        if (facet === "r") return (id) => own[rounds.length - 2 - round[id]];
        if (facet === "y") return (id) => own[columns.years[round[id]]];
        return (id) => own[columns[facet][id]];
      });
    },

    roundOf() {
      if (!this.round) {
        this.round = new Uint16Array(this.total);
        for (let n = 0; n + 1 < this.rounds.length; n += 1) this.round.fill(n, this.rounds[n], this.rounds[n + 1]);
      }
      return this.round;
    },

    passing(filters) {
      const tests = this.tests(filters).filter(Boolean);
      return tests.length === 0 ? () => true : (id) => tests.every((test) => test(id));
    },

    /** For each facet its values with the number of documents of *ids* that choosing it would leave. */
    counted(ids, filters) {
      const { columns, rounds } = this;
      const tests = this.tests(filters);
      const round = this.roundOf();
      const counts = FACETS.map((facet) => new Uint32Array(columns.lists[facet].length));
      for (const id of ids) {
        let failed = -1;
        let number = 0;
        for (let n = 0; n < 5; n += 1) {
          if (tests[n] && !tests[n](id)) {
            failed = n;
            number += 1;
          }
        }
        if (number > 1) continue;
        const is = (n) => number === 0 || failed === n;
        if (is(0)) counts[0][columns.c[id]] += 1;
        if (is(1)) counts[1][columns.s[id]] += 1;
        if (is(2)) columns.sets[columns.d[id]].forEach((place) => (counts[2][place] += 1));
        if (is(3)) counts[3][rounds.length - 2 - round[id]] += 1;
        if (is(4)) counts[4][columns.years[round[id]]] += 1;
      }
      const told = {};
      FACETS.forEach((facet, n) => {
        told[facet] = columns.lists[facet].map(([key, label], place) => [label, key, counts[n][place]]);
      });
      return told;
    },
  });

  if (isNode) module.exports = { Shards, decode, followed, gramsOf, placesIn, shardOf };
  if (typeof window !== "undefined") window.Rectify.Shards = Shards;
})();

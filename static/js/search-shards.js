// A large site: an index in many small files tells which documents may answer a question and how well at
// best; those are loaded, the most promising first, until the first results are certain.
"use strict";

{
  const { answer, candidates, match, pinyin, scores, Run, Columns } = Rectify;
  const { decode, gramsOf, lowerBound, shardOf } = Rectify.postings;
  const { FACETS, word } = Rectify.question;
  const { HAN } = Rectify.searchLinks;
  const MAX_DOCUMENTS = 2000; // in memory

  /** *count*, rounded up to whole tens. */
  function tens(count) {
    return Math.ceil(count / answer.TEN) * answer.TEN;
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
      this.starts = data.r.concat(data.n); // the first document of each round, oldest first
      this.fold = Rectify.normal.readFolding(data.fold);
      this.pairs = new Set((data.p || "").match(/../g) || []);
      this.files = new Map(); // name → promise of what it holds
      this.documents = new Map(); // id → promise of the document
      this.columns = null;
    }

    /** Call `each(id, n)` for *ids* (ascending; all if null) as the site orders them: newest round first. */
    inOrder(ids, each) {
      for (let round = this.starts.length - 2; round >= 0; round -= 1) {
        const [from, to] = [this.starts[round], this.starts[round + 1]];
        if (ids) for (let n = lowerBound(ids, from, 0), end = lowerBound(ids, to, 0); n < end; n += 1) each(ids[n], n);
        else for (let id = from; id < to; id += 1) each(id, id);
      }
    }

    /** A promise kept in *kept* under *key*, unless it fails. */
    once(kept, key, make) {
      if (!kept.has(key)) {
        const promise = make();
        kept.set(key, promise);
        promise.catch(() => kept.delete(key));
      }
      return kept.get(key);
    }

    /** Promises what *read* makes of the file *name*. */
    file(name, read) {
      return this.once(this.files, name, () => this.get(name, name).then(read));
    }

    async postings(gram) {
      const size = Array.from(gram).length;
      const name = (size === 1 ? "c/" : "g/") + shardOf(gram, this.logs[size - 1]);
      const shard = await this.file(name, ([keys, bits]) => decode(keys, bits, size, this.total));
      return shard.get(gram) || { ids: new Uint32Array(0), marks: new Uint8Array(0) };
    }

    document(id) {
      if (this.documents.size >= MAX_DOCUMENTS) this.documents.delete(this.documents.keys().next().value);
      return this.once(this.documents, id, () =>
        this.get("d/" + (id >> 8) + "/" + id, "d/" + id).then(([doc]) => match.prepare(doc, this.fold)),
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
      if (!this.columns) this.columns = new Columns((await this.get("facets", "facets"))[0], this.starts);
    }

    /** As Scan.ask, but later; more than once if something gets known meanwhile. */
    ask(typed, filters, wanted, done) {
      const run = new Run(this);
      this.answer(run, typed, filters || {}, wanted).then((found) => {
        if (!run.isSilent) done(found);
      });
      return () => {
        run.isSilent = true;
      };
    }

    async answer(run, typed, filters, wanted) {
      const isFiltered = FACETS.some((facet) => (filters[facet] || []).length > 0);
      if (isFiltered) {
        await this.openFacets().catch(() => {
          run.isBroken = true;
        });
      }
      await this.read(run, typed);
      const passes = isFiltered && this.columns ? this.columns.passing(filters) : () => true;
      const groups = run.isSilent ? [] : await this.groups(run, passes, isFiltered, wanted);
      const ids = groups.length > 0 ? groups[0].ids : []; // of all tiers together
      const facets = this.columns && !run.isSilent ? this.columns.counted(ids, filters) : null;
      const composed = answer.compose(run.question, groups, wanted, facets);
      if (run.isBroken) Object.assign(composed, { isBroken: true, exact: false, said: "网络不通，结果可能不全" });
      return composed;
    }

    /** Give *run* its question, as *typed*, with the postings that it needs. */
    async read(run, typed) {
      const read = async () => {
        run.question = Rectify.question.read(typed, this.tables.folding(this.fold));
        const { parts, words, isLoose } = run.question;
        await run.load([].concat(...parts.concat(isLoose ? words : []).map(gramsOf)));
      };
      await read();
      if (!run.isSilent && !this.tables.fold && this.lacks(run)) {
        await this.tables.open("fold").catch(() => {});
        await read();
      }
    }

    /** Whether a character is in no gram of the site: perhaps it is a traditional one. */
    lacks(run) {
      return run.question.parts.some((part) => {
        const lists = gramsOf(part).map((gram) => run.grams.get(gram));
        const isHeld = (n) => !lists[n] || lists[n].ids.length > 0;
        return part.characters.some(
          (one, n) => HAN.test(one) && !(n < lists.length && isHeld(n)) && !(n > 0 && isHeld(n - 1)),
        );
      });
    }

    /** The tiers: { name, hits, count, isExact, words, ids }. */
    async groups(run, passes, isFiltered, wanted) {
      const { question } = run;
      if (!question.normal) return [await this.everything(run, passes, wanted)];
      const own = candidates.holding(question, run.grams, this);
      const judge = (document) => match.judge(question, document);
      const all = own.order(1, () => true);
      const enough = (hits) => {
        const exact = hits.filter((hit) => hit.score >= scores.EXACT).length;
        return exact >= wanted ? tens(wanted) : exact + tens(wanted - exact);
      };
      const [best] = await run.settle(own, all, judge, () => 1, isFiltered ? 1 : tens(wanted));
      if (!best && question.letters) return [await this.bySound(run, passes, wanted)];
      if (!best) return question.size > 3 ? [await this.partly(run, passes, wanted)] : [];
      const least = scores.least(question, best.score);
      const order = own.order(least, passes);
      const hits = (await run.settle(own, order, judge, enough, 1)).filter((hit) => hit.score >= least);
      const ids = this.columns ? own.alive(least) : []; // for the facets
      const exact = hits.filter((hit) => hit.score >= scores.EXACT);
      const counts = own.tally(order, least);
      const group = (name, some) => ({
        name,
        hits: answer.refine(name, some, wanted),
        count: counts[name],
        isExact: counts.isExact,
        ids,
      });
      return [group("exact", exact), group("words", hits.slice(exact.length))];
    }

    /** A tier of its own: one *name*, one kind of hits among *own*, candidates. */
    async tier(run, name, own, judge, passes, wanted) {
      const order = own.order(1, passes);
      const hits = answer.refine(name, await run.settle(own, order, judge, () => tens(wanted), 1), wanted);
      const counts = own.tally(order, 1);
      return { name, hits, count: counts.words, isExact: counts.isExact, ids: this.columns ? own.alive(1) : [] };
    }

    everything(run, passes, wanted) {
      const own = new candidates.Candidates();
      this.inOrder(null, (id) => own.add(id, 1, true));
      return this.tier(run, "all", own, () => ({ score: 1, pieces: [] }), passes, wanted);
    }

    partly(run, passes, wanted) {
      const own = candidates.holdingMost(run.question, run.grams, this);
      const judge = (document) => match.judgePartly(run.question, document);
      return this.tier(run, "partial", own, judge, passes, wanted);
    }

    async bySound(run, passes, wanted) {
      const sounds = await Rectify.chains.soundsOf(run);
      const own = candidates.holdingSounds(sounds, run.grams, this);
      const tier = await this.tier(run, "pinyin", own, (document) => pinyin.judge(sounds, document), passes, wanted);
      const seen = new Set([].concat(...tier.hits.map((hit) => hit.pieces)));
      const isSeen = (sound) => seen.has(sound.text) || word(sound.text).size < 3;
      return Object.assign(tier, { words: sounds.filter(isSeen).map((sound) => sound.text) });
    }
  }

  Rectify.Shards = Shards;
}

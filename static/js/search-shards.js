// A large site: an index in many small files tells which documents may answer a question and how well at
// best; those are loaded, the most promising first, until the first results are certain.
"use strict";

{
  const { answer, candidates, issue, match, Run } = Rectify;
  const { more } = Rectify.flow;
  const { decode, gramsOf, lowerBound, placeOf } = Rectify.postings;
  const { FACETS } = Rectify.question;
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
      this.logs = [data.c, data.g, data.i];
      this.wordFiles = data.w; // how many there are of words by their first characters
      this.rounds = data.r.map(([round]) => round); // oldest first
      this.starts = data.r.map(([, start]) => start).concat(data.n); // the first document of each
      this.fold = Rectify.normal.readFolding(data.fold);
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
      const { file, key, unit } = placeOf(gram, this.logs);
      const shard = await this.file(file, ([bits]) => decode(bits, file[0] === "g", unit, this.total));
      return shard.get(key) || { ids: new Uint32Array(0), marks: new Uint8Array(0) };
    }

    document(id) {
      if (this.documents.size >= MAX_DOCUMENTS) this.documents.delete(this.documents.keys().next().value);
      return this.once(this.documents, id, () =>
        this.get("d/" + (id >> 8) + "/" + id, "d/" + id).then((said) => {
          const round = this.rounds[this.starts.findIndex((start) => start > id) - 1];
          return match.prepare(issue.documentOf(said, round), this.fold);
        }),
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
      if (this.columns) return;
      const isThere = more("columns", {});
      const [data] = await this.get("facets", "facets");
      if (!(await isThere)) throw new Error("columns");
      this.columns = Rectify.columns(data, this.starts);
    }

    /** As Scan.ask. */
    ask(typed, filters, wanted, done, isByDate) {
      return Rectify.flow.ask(new ShardsSession(this, filters || {}, wanted), typed, done, isByDate);
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
  }

  /** One question to Shards, as search-flow.js puts it; its twin is ScanSession. */
  class ShardsSession extends Run {
    constructor(shards, filters, wanted) {
      super(shards);
      Object.assign(this, { filters, wanted, tables: shards.tables, total: shards.total });
      this.ways = "shardsWays"; // what few questions need of it: search-shardsways.js
      this.pieces = "shardsPieces"; // and longer ones: search-shardspieces.js
      this.isFiltered = FACETS.some((facet) => (filters[facet] || []).length > 0);
    }

    /** Take *typed* as the question, with the postings that it needs. */
    async read(typed) {
      const { shards, tables } = this;
      const read = async () => {
        const question = (this.question = Rectify.question.read(typed, tables.folding(shards.fold)));
        const { parts, words, isLoose } = question;
        const pieces = isLoose && more(this.pieces, this);
        await this.load([].concat(...parts.concat(isLoose ? words : []).map(gramsOf)));
        question.isLoose = await pieces;
      };
      await read();
      if (this.isSilent || tables.fold || !shards.lacks(this)) return;
      await tables.open("fold").catch(() => {});
      await read();
    }

    async openFacets() {
      await this.shards.openFacets().catch(() => {
        this.isBroken = true;
      });
      return this.shards.columns ? this.shards.columns.lists : { s: [] };
    }

    /** What documents pass the filters, and are in one of *states* if there are any. */
    async passing(states) {
      if (this.isFiltered || states.length > 0) await this.openFacets();
      const { columns } = this.shards;
      return columns ? columns.wanted(states, this.filters) : { isMeant: () => true, passes: () => true };
    }

    /** The tiers of what holds the question, exactly and in words. */
    async whole(states) {
      const { question, shards, wanted } = this;
      const { isMeant, passes } = await this.passing(states);
      const own = candidates.holding(question, this.grams, shards);
      if (question.size === 3 && !question.isLoose) own.narrow = async () => (await more(this.ways, this)) && this.narrow(own);
      const judge = (document) => match.judge(question, document);
      const enough = (hits) => {
        const exact = hits.filter((hit) => hit.score >= match.EXACT).length;
        return exact >= wanted ? tens(wanted) : exact + tens(wanted - exact);
      };
      const isNarrowed = this.isFiltered || states.length > 0;
      const [best] = await this.settle(own, own.order(1, () => true), judge, () => 1, isNarrowed ? 1 : tens(wanted));
      if (!best) this.unread += own.alive(1).length;
      const least = !best ? Infinity : question.isLoose ? Rectify.pieces.least(question, best.score) : 1;
      const order = own.order(least, passes);
      const hits = (await this.settle(own, order, judge, enough, 1)).filter((hit) => hit.score >= least);
      const exact = hits.filter((hit) => hit.score >= match.EXACT);
      const counts = own.tally(order, least);
      const alive = best ? own.alive(least).filter(isMeant) : [];
      const group = (name, some) => ({
        name,
        hits: answer.refine(name, some, wanted),
        count: counts[name],
        isExact: counts.isExact,
        isHeld: some.length > 0 || (alive.length > 0 && best.score >= match.EXACT === (name === "exact")),
        ids: alive,
      });
      return [group("exact", exact), group("words", hits.slice(exact.length))];
    }

    /** A tier of its own: one *name*, one kind of hits among *own*, candidates; none below *cut* of the best score. */
    async tier(name, own, judge, states, cut) {
      const { wanted } = this;
      const { isMeant, passes } = await this.passing(states || []);
      let least = 1;
      if (cut) {
        const [best] = await this.settle(own, own.order(1, () => true), judge, () => 1, 1);
        least = best ? best.score * cut : Infinity;
      }
      const order = own.order(least, passes);
      const found = (await this.settle(own, order, judge, () => tens(wanted), 1)).filter((hit) => hit.score >= least);
      const counts = own.tally(order, least);
      const ids = own.alive(least).filter(isMeant);
      const hits = answer.refine(name, found, wanted);
      return { name, hits, count: counts.words, isExact: counts.isExact, isHeld: hits.length > 0 || ids.length > 0, ids };
    }

    everything(states) {
      const own = new candidates.Candidates();
      this.shards.inOrder(null, (id) => own.add(id, 1, true));
      return this.tier("all", own, () => ({ score: 1, pieces: [] }), states);
    }

    counted(idsOf) {
      const { columns } = this.shards;
      return columns && !this.isSilent ? columns.counted(Uint32Array.from(idsOf()).sort(), this.filters) : null;
    }
  }

  Object.assign(Rectify, { Shards, ShardsSession });
}

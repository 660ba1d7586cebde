// A site small enough to come in one file: every question is answered at once, by looking through all of it.
"use strict";

{
  const { answer, match } = Rectify;
  const { FACETS } = Rectify.question;
  const { HAN } = Rectify.searchLinks;

  class Scan {
    /** *tables* opens what is seldom needed: see search-engine.js. */
    constructor(data, tables) {
      this.atOnce = 30;
      this.isInstant = true;
      this.tables = tables;
      this.fold = Rectify.normal.readFolding(data.fold);
      this.wordFiles = data.w; // how many there are of words by their first characters
      const { lists, documents } = Rectify.packed.read(data);
      this.lists = lists;
      this.documents = documents.map((doc) => match.prepare(doc, this.fold));
      this.begins = new Map();
      this.held = null;
    }

    facets(done) {
      done(this.lists);
    }

    /**
     * Answer *typed* under *filters* with the first *wanted* results: `done(answer)`. Returns what makes it silent.
     */
    ask(typed, filters, wanted, done, isByDate) {
      return Rectify.flow.ask(new ScanSession(this, filters || {}, wanted), typed, done, isByDate);
    }

    /** Whether a character is on no page: perhaps it is a traditional one. */
    lacks(question) {
      if (!this.held) {
        this.held = new Set();
        this.documents.forEach((document) => Array.from(document.text).forEach((one) => this.held.add(one)));
      }
      return Array.from(question.normal).some((one) => HAN.test(one) && !this.held.has(one));
    }

    /** Every document that *judge* finds good, the best first. */
    hits(judge) {
      const hits = [];
      this.documents.forEach((document, rank) => {
        const verdict = judge(document);
        if (verdict) hits.push({ rank, document, score: verdict.score, pieces: verdict.pieces });
      });
      return hits.sort(match.compare);
    }

    /** Whether a document has one of the chosen keys of each facet but *except*. */
    passes(number, filters, except) {
      const doc = this.documents[number].doc;
      return FACETS.every((facet) => {
        const keys = filters[facet] || [];
        return facet === except || keys.length === 0 || [].concat(doc[facet]).some((key) => keys.includes(key));
      });
    }

    /** For each facet its values with the number of documents that choosing it would leave. */
    counted(numbers, filters) {
      const counts = {};
      for (const facet of FACETS) {
        const own = new Map();
        for (const number of numbers.filter((one) => this.passes(one, filters, facet))) {
          for (const key of [].concat(this.documents[number].doc[facet])) own.set(key, (own.get(key) || 0) + 1);
        }
        counts[facet] = (this.lists[facet] || []).map(([key, label]) => [label, key, own.get(key) || 0]);
      }
      return counts;
    }
  }

  /** One question to a Scan, as search-flow.js puts it. */
  class ScanSession {
    constructor(scan, filters, wanted) {
      Object.assign(this, { scan, filters, wanted, tables: scan.tables, total: scan.documents.length });
      this.ways = "scanWays"; // what few questions need of it: search-scanways.js
      this.pieces = "pieces"; // and longer ones: search-pieces.js
      this.question = null;
      this.isSilent = false;
      this.isBroken = false;
    }

    async read(typed) {
      const { scan, tables } = this;
      const read = async () => {
        const question = (this.question = Rectify.question.read(typed, tables.folding(scan.fold)));
        question.isLoose = question.isLoose && (await Rectify.flow.more(this.pieces, this));
      };
      await read();
      if (tables.fold || !scan.lacks(this.question)) return;
      await tables.open("fold").catch(() => {});
      await read();
    }

    /** A tier *name* of *hits*, or of those in one of *states*, if any. */
    tier(name, hits, states) {
      const { scan } = this;
      const meant = states && states.length > 0 ? hits.filter((hit) => states.includes(hit.document.doc.s)) : hits;
      const own = meant.filter((hit) => scan.passes(hit.rank, this.filters, ""));
      const ids = meant.map((hit) => hit.rank);
      return { name, hits: answer.refine(name, own, this.wanted), count: own.length, isExact: true, isHeld: ids.length > 0, ids };
    }

    everything(states) {
      return this.found("all", () => ({ score: 1, pieces: [] }), states);
    }

    /** The tier *name* of the documents that *judge* finds good. */
    found(name, judge, states) {
      return this.tier(name, this.scan.hits(judge), states);
    }

    whole(states) {
      const { question } = this;
      const hits = this.scan.hits((document) => match.judge(question, document));
      const least = question.isLoose && hits.length > 0 ? Rectify.pieces.least(question, hits[0].score) : 0;
      const isExact = (hit) => hit.score >= match.EXACT;
      return [
        this.tier("exact", hits.filter(isExact), states),
        this.tier("words", hits.filter((hit) => !isExact(hit) && hit.score >= least), states),
      ];
    }

    async openFacets() {
      return this.scan.lists;
    }

    /** For each facet its values with the numbers of documents among *idsOf()*. */
    counted(idsOf) {
      return this.scan.counted(idsOf(), this.filters);
    }
  }

  Object.assign(Rectify, { Scan, ScanSession });
}

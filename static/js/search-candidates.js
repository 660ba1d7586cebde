// Documents of a large site that may answer a question, and how well at best, found by the grams they hold.
"use strict";

{
  const { EXACT, exact } = Rectify.match;
  const { ANY, TITLE, WEIGHT, differs, gramsOf, placesIn } = Rectify.postings;
  const MAX_MASKED = 31; // grams of a question that are weighed; further ones are taken to be there

  /** Documents in the order of the site: how well each may answer at best, and whether that is certain. */
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

    /** The ids of those that are good enough, or may be. */
    alive(least) {
      const isAlive = (place) => {
        const hit = this.verdicts[place];
        return hit === undefined ? this.bounds[place] >= least : hit !== null && hit.score >= least;
      };
      return this.ids.filter((_, place) => this.bounds[place] > 0 && isAlive(place));
    }

    /** How many of *order* are good enough at most: of those that were not read and are not certain it is taken for granted. */
    tally(order, least) {
      const counts = [0, 0]; // words (and other tiers), exact
      let isExact = true;
      for (const place of order) {
        const hit = this.verdicts[place];
        const score = hit === undefined ? this.bounds[place] : hit ? hit.score : 0;
        if (score >= least) counts[Number(score >= EXACT)] += 1;
        if (hit === undefined && !this.sure[place]) isExact = false;
      }
      return { words: counts[0], exact: counts[1], isExact };
    }
  }

  /** Whether a document holds a stretch of *one* if it holds its grams: a pair that is its own, see `mixed` in grams.py. */
  const isCertain = (one, start, end) => end - start < 3 && one.places[end] - one.places[start] === end - start;

  /**
   * Weighs documents one after the other. *parts* and *words*: { one, slots } each, a word and for each of its
   * grams its slot, -1 where it is not known.
   */
  class Weigher {
    constructor(parts, words) {
      this.parts = parts;
      this.words = words;
      this.allShort = parts.every(({ one }) => isCertain(one, 0, one.size));
      this.known = new Map(); // a word and what there is of it → its division
      this.bound = { score: 0, isSure: false };
    }

    /** The bound of a document by *marks*, one for each slot; the same object each time. */
    weigh(marks) {
      const { bound } = this;
      bound.score = 0;
      let isWhole = true;
      let weight = WEIGHT;
      let title = 0;
      for (const part of this.parts) {
        const own = this.wholly(part, marks);
        isWhole = isWhole && own !== 0;
        title |= own & TITLE;
        weight = Math.min(weight, own & WEIGHT);
      }
      if (isWhole) {
        bound.score = exact(title !== 0, weight);
        bound.isSure = this.allShort;
      } else if (this.words.length > 0) this.weighWords(marks);
      return bound;
    }

    /** Whether all of a part may stand there: its title and weight, or 0. */
    wholly(part, marks) {
      const { one, slots } = part;
      let weight = WEIGHT;
      let title = TITLE;
      for (let n = 0; n < slots.length; n += 1) {
        const mark = slots[n] < 0 ? ANY : marks[slots[n]];
        if (mark === 0 || (n + 1 < slots.length && differs(mark, one.characters[n + 2]))) return 0;
        weight = Math.min(weight, mark & WEIGHT);
        title &= mark;
      }
      return title | weight;
    }
  }

  const withGrams = (words) => words.map((one) => ({ one, grams: gramsOf(one) }));

  /** The grams of *words* that are loaded, the first thirty-one. */
  function knownOf(words, grams) {
    const keys = Array.from(new Set([].concat(...words.map((part) => part.grams))));
    return keys.filter((key) => grams.get(key)).slice(0, MAX_MASKED);
  }

  /**
   * Those that may hold what *question* asks for, whole or in pieces. *grams*: gram → postings, null where they
   * could not be loaded; *shards* knows the order of the site.
   */
  function holding(question, grams, shards) {
    const candidates = new Candidates();
    const parts = withGrams(question.parts);
    const words = question.isLoose ? withGrams(question.words) : [];
    const needed = [].concat(...(question.isLoose ? words.map(Rectify.shardsPieces.neededOf) : parts.map((part) => part.grams)));
    const [rarest] = needed
      .filter((gram) => grams.get(gram))
      .map((gram) => grams.get(gram).ids)
      .sort((one, other) => one.length - other.length);
    if (rarest === undefined || rarest.length === 0) return candidates;
    const known = knownOf(words.concat(parts), grams);
    const slots = new Map(known.map((key, n) => [key, n]));
    const slotted = (part) => ({ one: part.one, slots: part.grams.map((gram) => (slots.has(gram) ? slots.get(gram) : -1)) });
    const places = known.map((key) => placesIn(grams.get(key).ids, rarest));
    const marks = known.map((key) => grams.get(key).marks);
    const needs = needed.filter((gram) => slots.has(gram)).map((gram) => slots.get(gram));
    const weigher = new Weigher(parts.map(slotted), words.map(slotted));
    const own = new Uint8Array(known.length);
    shards.inOrder(rarest, (id, n) => {
      for (const slot of needs) if (places[slot][n] < 0) return;
      for (let slot = 0; slot < known.length; slot += 1) {
        const place = places[slot][n];
        own[slot] = place < 0 ? 0 : marks[slot][place];
      }
      const bound = weigher.weigh(own);
      if (bound.score > 0) candidates.add(id, bound.score, bound.isSure);
    });
    return candidates;
  }

  Rectify.candidates = { Candidates, Weigher, holding, isCertain, knownOf, withGrams };
}

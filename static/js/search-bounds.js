// How well a document of a large site may answer at best, by the grams that it holds.
"use strict";

{
  const { exact } = Rectify.match;
  const { ANY, TITLE, WEIGHT, differs } = Rectify.postings;

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

  Rectify.bounds = { Weigher, isCertain };
}

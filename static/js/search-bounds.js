// How well a document of a large site may answer at best, by the grams that it holds.
"use strict";

{
  const { divide } = Rectify.match;
  const { ANY, TITLE, WEIGHT, differs } = Rectify.postings;
  const { scores } = Rectify;

  /** Whether *test* holds for every gram n of a stretch of characters; it is also told whether the stretch goes on. */
  function everyGram(start, end, test) {
    for (let n = start; n < Math.max(end - 1, start + 1); n += 1) if (!test(n, n + 2 < end)) return false;
    return true;
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
        bound.score = scores.exact(title !== 0, weight);
        bound.isSure = this.allShort;
      } else if (this.words.length > 0) this.weighWords(marks);
      return bound;
    }

    weighWords(marks) {
      const { bound } = this;
      let cost = 0;
      let title = 0;
      let weight = WEIGHT;
      bound.isSure = true;
      for (const part of this.words) {
        const own = this.inPieces(part, marks);
        if (!own) return;
        cost += own.cost;
        title += own.title;
        bound.isSure = bound.isSure && own.isSure;
        weight = Math.min(weight, this.weightOf(part, marks));
      }
      bound.score = scores.words(cost, title, weight);
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

    /** The same in pieces: { cost, title, isSure }, or null. */
    inPieces(part, marks) {
      const { one, slots } = part;
      const markOf = (n) => (slots[n] < 0 ? ANY : marks[slots[n]]);
      let key = one.text;
      for (let n = 0; n < slots.length; n += 1) {
        const mark = markOf(n);
        if (mark === 0 && n > 0 && markOf(n - 1) === 0) return null;
        key += mark === 0 ? "-" : (mark & TITLE) + (n + 1 < slots.length && differs(mark, one.characters[n + 2]) ? 1 : 0);
      }
      if (!this.known.has(key)) this.known.set(key, this.divide(one, markOf));
      return this.known.get(key);
    }

    divide(one, markOf) {
      const fits = (start, end) =>
        everyGram(start, end, (n, goesOn) => markOf(n) !== 0 && !(goesOn && differs(markOf(n), one.characters[n + 2])));
      const inTitle = (start, end) => (everyGram(start, end, (n) => markOf(n) & TITLE) ? 1 : 0);
      const division = divide(one, fits, inTitle, null);
      if (!division) return null;
      let isSure = true;
      for (let piece = division.pieces; piece; piece = piece.next) isSure = isSure && isCertain(one, piece.start, piece.end);
      return { cost: division.cost, title: division.title, isSure };
    }

    /** The most that the rarest piece of a word may occur. */
    weightOf(part, marks) {
      const { slots } = part;
      const weight = (n) => (slots[n] < 0 ? WEIGHT : marks[slots[n]] & WEIGHT);
      let least = Math.min(weight(0), weight(slots.length - 1));
      for (let n = 1; n < slots.length; n += 1) least = Math.min(least, Math.max(weight(n - 1), weight(n)));
      return least;
    }
  }

  Rectify.bounds = { Weigher, everyGram };
}

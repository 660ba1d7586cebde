// How well a document of a large site may answer a question in pieces at best, by the grams that it holds.
"use strict";

{
  const { Weigher, isCertain } = Rectify.candidates;
  const { pieces } = Rectify;
  const { ANY, TITLE, WEIGHT, differs } = Rectify.postings;

  /** The grams of a word that a document must hold: the first, the last, and those not to be cut. */
  function neededOf({ one, grams }) {
    return grams.filter((gram, n) => one.size < 4 || n === 0 || n === grams.length - 1 || one.whole[n + 1]);
  }

  /** Whether *test* holds for every gram n of a stretch of characters; it is also told whether the stretch goes on. */
  function everyGram(start, end, test) {
    for (let n = start; n < Math.max(end - 1, start + 1); n += 1) if (!test(n, n + 2 < end)) return false;
    return true;
  }

  /** What a Weigher does with words: as it does with parts. */
  const ways = {
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
      bound.score = pieces.words(cost, title, weight);
    },

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
    },

    divide(one, markOf) {
      const fits = (start, end) =>
        everyGram(start, end, (n, goesOn) => markOf(n) !== 0 && !(goesOn && differs(markOf(n), one.characters[n + 2])));
      const inTitle = (start, end) => (everyGram(start, end, (n) => markOf(n) & TITLE) ? 1 : 0);
      const division = pieces.divide(one, fits, inTitle, null);
      if (!division) return null;
      let isSure = true;
      for (let piece = division.pieces; piece; piece = piece.next) isSure = isSure && isCertain(one, piece.start, piece.end);
      return { cost: division.cost, title: division.title, isSure };
    },

    /** The most that the rarest piece of a word may occur. */
    weightOf(part, marks) {
      const { slots } = part;
      const weight = (n) => (slots[n] < 0 ? WEIGHT : marks[slots[n]] & WEIGHT);
      let least = Math.min(weight(0), weight(slots.length - 1));
      for (let n = 1; n < slots.length; n += 1) least = Math.min(least, Math.max(weight(n - 1), weight(n)));
      return least;
    },
  };

  Object.assign(Weigher.prototype, ways);
  Rectify.shardsPieces = { everyGram, neededOf };
}

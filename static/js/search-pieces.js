// A question of several words, or of a long one: what holds all of it in pieces, and how well.
"use strict";

{
  const { EXACT, spansOf, weigh } = Rectify.match;
  const GAP = 3; // what a character that is left over costs

  /** The score of a document: fewer pieces first, then more of them in the title, then the more often. */
  function words(cost, inTitle, weight) {
    return (Math.max(0, 99 - cost) * 100 + Math.min(inTitle, 99)) * 4 + weight;
  }

  /** The same where some is left over: the least of that first, then fewer pieces, then one in the title. */
  function partial(cost, inTitle) {
    return Math.max(1, 9999 - cost) * 2 + (inTitle ? 1 : 0);
  }

  /** The least score of documents that are good enough beside one of *score*: one piece more at most. */
  function least(question, score) {
    const cost = score >= EXACT ? question.words.length : 99 - Math.floor(score / 400);
    return words(cost + 1, 0, 0);
  }

  /**
   * The best way to cut *one* into pieces of two characters or more (or all of it) that *fits*: the fewest,
   * then the most *inTitle*; both are asked about a stretch of characters. With *gaps*, characters may be left
   * over: for each 1 where it carries meaning, or 0. Null if there is no way.
   */
  function divide(one, fits, inTitle, gaps) {
    const best = [{ value: 0, cost: 0, left: 0, title: 0, pieces: null }];
    const least = Math.min(2, one.size);
    for (let end = 1; end <= one.size; end += 1) {
      const gap = gaps && best[end - 1];
      let chosen = gap
        ? { value: gap.value + GAP * 100, cost: gap.cost + GAP, left: gap.left + gaps[end - 1], title: gap.title, pieces: gap.pieces }
        : null;
      for (let start = end - least; start >= 0 && !one.whole[end] && fits(start, end); start -= 1) {
        const before = best[start];
        if (!before || one.whole[start]) continue;
        const value = before.value + 100 - inTitle(start, end);
        if (chosen && value >= chosen.value) continue;
        chosen = { value, before, start, end };
      }
      if (chosen && chosen.before) {
        const { before, value, start } = chosen;
        chosen = {
          value,
          cost: before.cost + 1,
          left: before.left,
          title: before.title + inTitle(start, end),
          pieces: { start, end, next: before.pieces },
        };
      }
      best.push(chosen);
    }
    return best[one.size];
  }

  /** The same for a document; the pieces come as strings. Null if there is no way. */
  function divideFor(one, document, gaps) {
    const { text, title } = document;
    const piece = (start, end) => one.text.slice(one.places[start], one.places[end]);
    const ends = [piece(0, Math.min(2, one.size)), piece(Math.max(0, one.size - 2), one.size)];
    if (!gaps && !ends.every((end) => text.includes(end))) return null;
    const division = divide(
      one,
      (start, end) => text.includes(piece(start, end)),
      (start, end) => (text.indexOf(piece(start, end)) < title ? 1 : 0),
      gaps,
    );
    if (!division) return null;
    const pieces = [];
    for (let at = division.pieces; at; at = at.next) pieces.unshift(piece(at.start, at.end));
    return Object.assign({}, division, { pieces });
  }

  /** How well *document* holds the words of *question* in pieces: { score, pieces }, or null. */
  function judge(question, document) {
    let cost = 0;
    let inTitle = 0;
    let pieces = [];
    for (const one of question.words) {
      const division = divideFor(one, document, null);
      if (!division) return null;
      cost += division.cost;
      inTitle += division.title;
      pieces = pieces.concat(division.pieces);
    }
    return { score: words(cost, inTitle, weigh(pieces, document.text)), pieces };
  }

  /** How long the shortest stretch is that holds one of each of *pieces*. */
  function nearness(pieces, text) {
    const own = Array.from(new Set(pieces));
    const places = [].concat(...own.map((piece, n) => spansOf(piece, text).map((span) => [span[0], span[1], n])));
    places.sort((one, other) => one[0] - other[0] || one[1] - other[1]);
    const last = own.map(() => null);
    let least = text.length;
    for (const place of places) {
      last[place[2]] = place;
      if (last.every(Boolean)) {
        const end = Math.max(...last.map((one) => one[1]));
        least = Math.min(least, end - Math.min(...last.map((one) => one[0])));
      }
    }
    return least;
  }

  Rectify.pieces = { divide, divideFor, judge, least, nearness, partial, words };
}

// Whether one document answers a question, and how well: the same for a site that is scanned and for one with
// an index, so that both give the same answers.
"use strict";

{
  const { BARRIER, normalText } = Rectify.normal;
  const { scores } = Rectify;
  const GAP = 3; // what a character that is left over costs
  const MAX_SPANS = 60;
  const BRIEF = "yijuhua"; // the anchor of what a page says of itself in a sentence

  /** A document with the normal forms of its title and passages laid end to end; `title` is where title and brief end. */
  function prepare(doc, fold) {
    const fields = [["", doc.title]].concat(doc.passages);
    const starts = [];
    let text = "";
    for (const field of fields) {
      starts.push(text.length);
      text += normalText(field[1], fold) + BARRIER;
    }
    const [place = text.length] = starts.filter((_, n) => n > 0 && fields[n][0] !== BRIEF);
    return { doc, fold, fields, starts, text, title: place };
  }

  /** How often *piece* occurs in *text*: 0, 1, 2, or 3 for more. */
  function times(piece, text) {
    let count = 0;
    for (let at = text.indexOf(piece); at >= 0 && count < 3; at = text.indexOf(piece, at + 1)) count += 1;
    return count;
  }

  /** Every place of *part* in *text*, as [start, end]. */
  function spansOf(part, text) {
    const spans = [];
    for (let at = text.indexOf(part); at >= 0 && spans.length < MAX_SPANS; at = text.indexOf(part, at + part.length)) {
      spans.push([at, at + part.length]);
    }
    return spans;
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

  function weigh(pieces, text) {
    return pieces.reduce((least, piece) => Math.min(least, times(piece, text)), 3);
  }

  /** How well *document* answers *question*: { score, pieces }, or null. */
  function judge(question, document) {
    const { text, title } = document;
    const parts = question.parts.map((part) => part.text);
    if (parts.every((part) => text.includes(part))) {
      const inTitle = parts.some((part) => text.indexOf(part) < title);
      return { score: scores.exact(inTitle, weigh(parts, text)), pieces: parts };
    }
    if (!question.isLoose) return null;
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
    return { score: scores.words(cost, inTitle, weigh(pieces, text)), pieces };
  }

  Rectify.match = { BRIEF, prepare, times, spansOf, divide, divideFor, judge };
}

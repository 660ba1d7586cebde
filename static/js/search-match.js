// Whether one document answers a question, and how well: the same for a site that is scanned and for one with
// an index, so that both give the same answers.
"use strict";

{
  const { BARRIER, normalText } = Rectify.normal;
  const MAX_SPANS = 60;
  const EXACT = 1 << 20; // scores are above this where all of the question stands as it was typed
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

  /** How often the rarest of *pieces* occurs, up to 3. */
  function weigh(pieces, text) {
    return pieces.reduce((least, piece) => Math.min(least, times(piece, text)), 3);
  }

  /** The score of a document that has it all: in the title first, then the more often. */
  function exact(inTitle, weight) {
    return EXACT + (inTitle ? 4 : 0) + weight;
  }

  /** The order of hits: by score, then as the site orders them. */
  function compare(one, other) {
    return other.score - one.score || one.rank - other.rank;
  }

  /** How well *document* answers *question*: { score, pieces }, or null. */
  function judge(question, document) {
    const { text, title } = document;
    const parts = question.parts.map((part) => part.text);
    if (parts.every((part) => text.includes(part))) {
      const inTitle = parts.some((part) => text.indexOf(part) < title);
      return { score: exact(inTitle, weigh(parts, text)), pieces: parts };
    }
    return question.isLoose ? Rectify.pieces.judge(question, document) : null;
  }

  Rectify.match = { BRIEF, EXACT, prepare, times, spansOf, weigh, exact, compare, judge };
}

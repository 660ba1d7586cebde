// Documents that hold most of a question, where none holds all of it.
"use strict";

{
  const { meaningOf, mostMissing } = Rectify.spoken;
  const NAME = 4; // characters of what may be a name with another letter in it

  /** The stretches of *document* in which its problem is told. */
  function problemOf(document) {
    if (document.problem === undefined) {
      const ends = document.starts.slice(1).concat(document.text.length);
      const own = document.fields.map((field, n) => (/^wenti/.test(field[0]) ? document.text.slice(document.starts[n], ends[n]) : ""));
      document.problem = own.join("");
    }
    return document.problem;
  }

  /** How well *document* answers *question* if most of it is enough, some in the title, brief or problem; a name but for a character anywhere. */
  function judge(question, document) {
    const { divideFor, partial } = Rectify.pieces; // which may arrive later than this
    let cost = 0;
    let left = 0;
    let pieces = [];
    for (const one of question.words) {
      const division = divideFor(one, document, meaningOf(one));
      cost += division.cost;
      left += division.left;
      pieces = pieces.concat(division.pieces);
    }
    if (left > mostMissing(question)) return null;
    const inTitle = pieces.some((piece) => document.text.indexOf(piece) < document.title);
    if ((left > 1 || question.size > NAME) && !inTitle && !pieces.some((piece) => problemOf(document).includes(piece))) return null;
    return { score: partial(cost, inTitle), pieces };
  }

  Rectify.partly = { judge, problemOf };
}

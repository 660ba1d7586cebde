// Scores of documents: the higher the better.
"use strict";

{
  /** Scores are above this where all of the question stands as it was typed. */
  const EXACT = 1 << 20;

  Rectify.scores = {
    EXACT,

    /** In the title first, then the more often. */
    exact(inTitle, weight) {
      return EXACT + (inTitle ? 4 : 0) + weight;
    },

    /** Fewer pieces first, then more of them in the title, then the more often. */
    words(cost, inTitle, weight) {
      return (Math.max(0, 99 - cost) * 100 + Math.min(inTitle, 99)) * 4 + weight;
    },

    /** The least score of documents that are good enough beside one of *score*: one piece more at most. */
    least(question, score) {
      const cost = score >= EXACT ? question.words.length : 99 - Math.floor(score / 400);
      return Rectify.scores.words(cost + 1, 0, 0);
    },

    /** Least left over, then fewer pieces, then one in the title. */
    partial(cost, inTitle) {
      return Math.max(1, 9999 - cost) * 2 + (inTitle ? 1 : 0);
    },

    /** Spelled in full first, then in the title, then the more often. */
    sound(sound, inTitle, weight) {
      return (sound.isFull ? 8 : 0) + (inTitle ? 4 : 0) + weight;
    },

    /** The order of hits: by score, then as the site orders them. */
    compare(one, other) {
      return other.score - one.score || one.rank - other.rank;
    },
  };
}

// What a long question may mean: its rare pairs of characters, and other words for its words, weighed in a document.
"use strict";

{
  const { word } = Rectify.question;
  const { wordsIn, stretchesOf } = Rectify.synonyms;
  const { problemOf } = Rectify.partly;
  const { HAN } = Rectify.searchLinks;
  const MAX_CLUES = 24;
  const IN_TITLE = 3;
  const IN_PROBLEM = 2;
  const RARE = 1; // the least weight of a clue that may be an answer by itself
  const LEAST = 8.2; // the least score, but in a very small site
  const NAMED = 4.5; // and of a document whose title has a whole word of it
  const CUT = 0.45; // of the best score that others must reach
  const FINE = 8; // steps of a score for each unit of weight

  /**
   * What to look for when *text*, in normal form, is asked: { texts, isWord } each: any of *texts* will do; a word
   * of *table* (word → others) counts as a whole, the rest pair by pair.
   */
  function cluesOf(text, table) {
    const clues = new Map();
    const add = (texts, isWord) => clues.has(texts[0]) || clues.set(texts[0], { texts, isWord });
    const words = wordsIn(text, table);
    for (const [, one] of words) add([one].concat(table.get(one)), true);
    const rest = words.reduce((left, [, one]) => left.split(one).join("\n"), text);
    for (const stretch of stretchesOf(rest)) {
      const { characters } = word(stretch);
      if (!characters.every((one) => HAN.test(one))) {
        if (characters.length > 1) add([stretch], false);
      } else for (let n = 1; n < characters.length; n += 1) add([characters[n - 1] + characters[n]], false);
    }
    return Array.from(clues.values()).slice(0, MAX_CLUES);
  }

  /** Give each of *clues* its weight by *frequency(text)*, of *total* documents; those that occur. */
  function weigh(clues, frequency, total) {
    clues.forEach((clue) => {
      const counts = clue.texts.map(frequency);
      const most = Math.max(...counts);
      clue.texts = clue.texts.filter((_, n) => counts[n] > 0);
      clue.weight = most > 0 ? Math.log((total + 1) / (most + 0.5)) * (clue.isWord ? 1.6 : 1) : 0;
    });
    return clues.filter((clue) => clue.weight > 0);
  }

  /**
   * How well *document* answers *clues*, of which *asked* were in the question, among *total* documents:
   * { score, pieces }, or null. What is in no title or problem, or common, or alone, is no answer.
   */
  function judge({ clues, asked, total }, document) {
    const { text, title } = document;
    const head = text.slice(0, title);
    let score = 0;
    let count = 0;
    let strong = 0;
    let isNamed = false; // a whole word stands in the title
    const pieces = [];
    for (const { texts, weight, isWord } of clues) {
      const held = texts.filter((one) => text.includes(one));
      if (held.length === 0) continue;
      const isTitle = held.some((one) => head.includes(one));
      const isProblem = isTitle || held.some((one) => problemOf(document).includes(one));
      score += weight * (isTitle ? IN_TITLE : isProblem ? IN_PROBLEM : 1);
      count += 1;
      isNamed = isNamed || (isWord && isTitle && weight >= RARE);
      if (isProblem && weight >= RARE) strong += isWord ? 2 : 1;
      pieces.push(...held);
    }
    const isEnough = strong > 1 || (strong > 0 && (count > 1 || asked === 1));
    // All that is asked for is never too little, however common it is.
    const least = count === asked ? 0 : Math.min(isNamed ? NAMED : LEAST, 2 * Math.log(total + 1));
    return isEnough && score >= least ? { score: Math.round(score * FINE), pieces } : null;
  }

  Rectify.loose = { cluesOf, weigh, judge, CUT, FINE, IN_PROBLEM, IN_TITLE };
}

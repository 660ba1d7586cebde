// What a long question may mean: its rare pairs of characters, and other words for its words, weighed in a document.
"use strict";

{
  const { word } = Rectify.question;
  const { wordsIn } = Rectify.synonyms;
  const { stretchesOf } = Rectify.spoken;
  const { problemOf } = Rectify.partly;
  const { HAN } = Rectify.searchLinks;
  const MAX_CLUES = 24;
  const IN_TITLE = 3;
  const IN_PROBLEM = 2;
  const PRIOR = 50; // documents without any clue that are reckoned with, so that words are rare in a small site, too
  const WORD = 1.6; // a word weighs so much more than a pair of characters
  const UNKNOWN = 0.5; // and a clue that no text has so much of the most
  const RARE = 1; // the least weight of a clue that may be an answer by itself
  const SHARE = 0.3; // of what was asked that pairs alone must hold
  const NAMES = 2; // unless so many of them stand in the title
  const CUT = 0.45; // of the best score that others must reach
  const FINE = 8; // steps of a score for each unit of weight

  /**
   * What to look for when *text*, in normal form, is asked: { texts, isWord } each: any of *texts* will do; a word
   * of *table* (word → others) counts as a whole, the rest pair by pair.
   */
  function cluesOf(text, table) {
    const clues = new Map();
    const add = (texts, isWord) => clues.has(texts[0]) || clues.set(texts[0], { texts, isWord, isThing: isWord && !table.weak.has(texts[0]) });
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

  /**
   * What is wished of a document: those of *clues* that occur, with their weights by *frequency*, of *total* documents:
   * one anywhere, and one in the title or the brief, where most of what is common elsewhere is rare; and the weight of
   * all that was asked.
   */
  function wishOf(clues, frequency, total) {
    const weightOf = (counts, isWord) => Math.log((total + 1 + PRIOR) / (Math.max(...counts) + 0.5)) * (isWord ? WORD : 1);
    const unknown = UNKNOWN * Math.log(total + 1 + PRIOR);
    for (const clue of clues) {
      const counts = clue.texts.map((one) => frequency(one, false));
      clue.head = weightOf(clue.texts.map((one) => frequency(one, true)), clue.isWord);
      clue.weight = weightOf(counts, clue.isWord);
      clue.texts = clue.texts.filter((_, n) => counts[n] > 0);
    }
    const whole = clues.reduce((sum, { texts, weight }) => sum + (texts.length > 0 ? weight : unknown), 0);
    return { clues: clues.filter(({ texts }) => texts.length > 0), asked: clues.length, whole };
  }

  /**
   * How well *document* answers a wish: { score, pieces }, or null. What is in no title or problem, or common, or alone,
   * is no answer; nor are pairs that say little of what was asked.
   */
  function judge({ clues, asked, whole }, document) {
    const { text, title } = document;
    const head = text.slice(0, title);
    const pieces = [];
    let score = 0;
    let count = 0;
    let strong = 0; // clues that may be an answer; a word for a thing counts twice
    let things = 0;
    let names = 0;
    let held = 0; // weight of what stands in title or problem
    for (const clue of clues) {
      const own = clue.texts.filter((one) => text.includes(one));
      if (own.length === 0) continue;
      const isTitle = own.some((one) => head.includes(one));
      const isProblem = isTitle || own.some((one) => problemOf(document).includes(one));
      const weight = isTitle ? clue.head : clue.weight;
      score += weight * (isTitle ? IN_TITLE : isProblem ? IN_PROBLEM : 1);
      count += 1;
      pieces.push(...own);
      if (!isProblem) continue;
      held += clue.weight;
      if (weight < RARE) continue;
      strong += clue.isThing ? 2 : 1;
      if (clue.isThing) things += 1;
      if (isTitle) names += 1;
    }
    const isEnough = strong > 1 || (strong > 0 && (count > 1 || asked === 1));
    const isMuch = things > 0 || names >= NAMES || held >= whole * SHARE;
    return isEnough && isMuch ? { score: Math.round(score * FINE), pieces } : null;
  }

  Rectify.loose = { cluesOf, wishOf, judge, CUT, FINE, IN_PROBLEM, IN_TITLE };
}

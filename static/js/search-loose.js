// What a long question may mean: its words that the texts have, and other words for them, weighed by how rare they are.
"use strict";

{
  const { word } = Rectify.question;
  const { GAP, splitWordsIn, wordsIn } = Rectify.synonyms;
  const { stretchesOf } = Rectify.spoken;
  const { problemOf } = Rectify.partly;
  const { HAN } = Rectify.searchLinks;
  const MAX_CLUES = 24;
  const IN_TITLE = 3;
  const IN_PROBLEM = 2;
  const PRIOR = 50; // documents without any clue that are reckoned with, so that words are rare in a small site, too
  const WORD = 1.6; // a word of the table weighs so much more than what is only a string
  const HEAD = 0.5; // how much of a weight in title or brief is due to how rare it is there
  const OTHER = 0.9; // another word for it counts so much
  const UNKNOWN = 0.5; // and a clue that no text has so much of the most
  const RARE = 1; // the least weight of a clue that may be an answer by itself
  const SHARE = 0.3; // of what was asked that must be held, if no word for a thing is
  const BODY = 0.5; // and the part of its weight that a word holds where it stands in neither title nor problem
  const ALONE = 0.6; // of what was asked that one clue in a title must be, to be enough
  const CUT = 0.45; // of the best score that others must reach
  const FINE = 8; // steps of a score for each unit of weight

  /**
   * What of *text*, in normal form, may be looked for: words of *table* (word → others), also with what people say between
   * their characters (欠我们的钱), words in two parts, and other stretches.
   */
  function partsOf(text, table) {
    const words = new Set(wordsIn(text, table).map(([, one]) => one));
    const rest = Array.from(words).reduce((left, one) => left.split(one).join("\n"), text);
    const stretches = stretchesOf(rest);
    for (const line of rest.split("\n")) wordsIn(stretchesOf(line).join(""), table).forEach(([, one]) => words.add(one));
    splitWordsIn(text, table).forEach((one) => words.add(one));
    return { words: Array.from(words), stretches };
  }

  /** What says *word* of *table*: itself, if it is not in two parts, and other words. */
  const saidOf = (one, table) => (one.includes(GAP) ? [] : [one]).concat(table.get(one));

  /**
   * What is wished of a document, by *frequency* of *total* documents: clues, each with the texts of which any will do,
   * what these weigh anywhere and in title or brief, where most of what is common elsewhere is rare, and whether it goes on
   * where the clue before it ends; the weight of all that was asked.
   */
  function wishOf({ words, stretches }, table, frequency, total) {
    const most = Math.log(total + 1 + PRIOR);
    const rarity = (texts, isHead) => most - Math.log(Math.max(...texts.map((text) => frequency(text, isHead))) + 0.5);
    const clues = [];
    let unknown = 0; // weight of clues that no text has
    /** Add the clue of *texts*, or that no text has it; whether it was added. */
    const add = (texts, share, more) => {
      const own = texts.filter((text) => frequency(text, false) > 0);
      const weight = rarity(own, false) * share;
      const head = HEAD * rarity(own, true) * share + (1 - HEAD) * weight;
      if (own.length > 0) clues.push(Object.assign(more, { said: texts[0], texts: own, weight, head }));
      else if (!more.isWeak) unknown += share;
      return own.length > 0;
    };
    for (const one of words) add(saidOf(one, table), WORD, { isWord: true, isWeak: table.weak.has(one), goesOn: false });
    for (const stretch of stretches) {
      const { characters } = word(stretch);
      const isHan = characters.every((one) => HAN.test(one)); // a number is not cut
      const texts = isHan ? characters.slice(1).map((one, n) => characters[n] + one) : [stretch];
      texts.reduce((goesOn, text) => add([text], 1, { isWord: false, isWeak: false, goesOn }), false);
    }
    const known = clues.reduce((sum, { weight }) => sum + weight, 0);
    return { clues: clues.slice(0, MAX_CLUES), whole: known + unknown * UNKNOWN * most, asked: clues.length + Math.ceil(unknown) };
  }

  /** How *clue* stands in *document*: what of it, how well, and whether in the title (or brief), or there or in the problem; or null. */
  function standing({ said, texts, weight, head, isWord }, document) {
    const { text, title } = document;
    const pieces = texts.filter((one) => text.includes(one));
    if (pieces.length === 0) return null;
    const isTitle = pieces.some((one) => text.indexOf(one) < title);
    const isNear = isTitle || pieces.some((one) => problemOf(document).includes(one));
    const value = (isTitle ? head : weight) * (isWord && !pieces.includes(said) ? OTHER : 1);
    const held = isNear ? weight : isWord ? weight * BODY : 0;
    return { pieces, value, held, isTitle, isNear, score: value * (isTitle ? IN_TITLE : isNear ? IN_PROBLEM : 1) };
  }

  /**
   * How well *document* answers a wish: { score, pieces }, or null. What is in no title or problem, or common, or alone,
   * is no answer; nor is what says little of what was asked. Pairs that go on are one string: 博物馆 is not two words.
   */
  function judge({ clues, asked, whole }, document) {
    const found = [];
    let strings = 0; // and words
    let strong = 0; // those that may be an answer; a word for a thing counts twice
    let isThing = false;
    let isName = false;
    let last = 0; // of the clue before: 1 if it stands there, 2 if it is strong
    for (const clue of clues) {
      const own = standing(clue, document);
      const before = clue.goesOn ? last : 0;
      last = own ? Math.max(1, before) : 0;
      if (!own) continue;
      found.push(own);
      if (before === 0) strings += 1;
      if (!own.isNear || own.value < RARE) continue;
      const isOwnThing = clue.isWord && !clue.isWeak;
      isThing = isThing || isOwnThing;
      isName = isName || own.isTitle;
      if (before < 2) strong += isOwnThing ? 2 : 1;
      last = 2;
    }
    const sum = (name) => found.reduce((all, one) => all + one[name], 0);
    const isEnough = strong > 1 || (strong > 0 && (strings > 1 || asked === 1 || (isName && sum("held") >= whole * ALONE)));
    if (!isEnough || !(isThing || sum("held") >= whole * SHARE)) return null;
    return { score: Math.round(sum("score") * FINE), pieces: [].concat(...found.map((one) => one.pieces)) };
  }

  Rectify.loose = { partsOf, saidOf, wishOf, judge, CUT, FINE, IN_PROBLEM, IN_TITLE };
}

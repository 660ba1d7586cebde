// Documents of a large site that may hold most of a question, or what is rare in it.
"use strict";

{
  const { divide } = Rectify.match;
  const { scores } = Rectify;
  const { TITLE } = Rectify.postings;
  const { everyGram } = Rectify.bounds;
  const { Candidates, eachHolding, knownOf, withGrams } = Rectify.candidates;

  /**
   * The least that most of *question* may cost where a document holds those grams whose bits *mask* has, by their
   * *slots*; -1 if that is too little. *words*: { one, grams } each.
   */
  function partialCost(question, words, slots, mask) {
    const { spoken } = Rectify; // which may arrive later than this
    let cost = 0;
    let left = 0;
    for (const { one, grams } of words) {
      const isHeld = (n) => !slots.has(grams[n]) || (mask >>> slots.get(grams[n])) & 1;
      const division = divide(one, (start, end) => everyGram(start, end, isHeld), () => 0, spoken.meaningOf(one));
      cost += division.cost;
      left += division.left;
    }
    return left > spoken.mostMissing(question) ? -1 : cost;
  }

  /** Those that may hold most of it. */
  function holdingMost(question, grams, shards) {
    const candidates = new Candidates();
    const words = withGrams(question.words);
    const known = knownOf(words, grams);
    const slots = new Map(known.map((key, n) => [key, n]));
    const masks = new Uint32Array(shards.total);
    const titles = new Uint8Array(shards.total);
    known.forEach((key, n) => {
      const { ids, marks } = grams.get(key);
      for (let at = 0; at < ids.length; at += 1) {
        masks[ids[at]] |= 1 << n;
        titles[ids[at]] |= marks[at] & TITLE;
      }
    });
    const costs = new Map();
    shards.inOrder(null, (id) => {
      const mask = masks[id];
      if (mask === 0) return;
      if (!costs.has(mask)) costs.set(mask, partialCost(question, words, slots, mask));
      const cost = costs.get(mask);
      if (cost >= 0) candidates.add(id, scores.partial(cost, titles[id] > 0), false);
    });
    return candidates;
  }

  /** Those that may answer the clues of a loose *wish*, each as if all that it holds stood in its problem. */
  function holdingClues({ clues }, grams, shards) {
    const { FINE, IN_PROBLEM, IN_TITLE } = Rectify.loose;
    const candidates = new Candidates();
    const bounds = new Float64Array(shards.total);
    const before = new Float64Array(shards.total); // without the clue that is looked at
    for (const { texts, weight, head } of clues) {
      if (texts.length > 1) before.set(bounds);
      const title = Math.max(head * IN_TITLE, weight * IN_PROBLEM);
      for (const text of texts) {
        eachHolding(text, grams, (id, isInTitle) => {
          const most = isInTitle ? title : weight * IN_PROBLEM;
          if (texts.length === 1) bounds[id] += most;
          else bounds[id] = Math.max(bounds[id], before[id] + most);
        });
      }
    }
    shards.inOrder(null, (id) => bounds[id] > 0 && candidates.add(id, Math.round(bounds[id] * FINE), false));
    return candidates;
  }

  Rectify.clues = { holdingMost, holdingClues };
}

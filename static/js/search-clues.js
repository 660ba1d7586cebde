// Documents of a large site that may hold a text, most of a question, or what is rare in it.
"use strict";

{
  const { word } = Rectify.question;
  const { TITLE, WEIGHT, differs, gramsOf, placesIn } = Rectify.postings;
  const { Candidates, knownOf, withGrams } = Rectify.candidates;
  const MAX_KNOWN = 200; // texts

  /** Those of *bounds*, id → score, in the order of the site. */
  function inOrder(bounds, isSure, shards) {
    const candidates = new Candidates();
    const ids = Uint32Array.from(bounds.keys()).sort();
    shards.inOrder(ids, (id) => candidates.add(id, bounds.get(id), isSure));
    return candidates;
  }

  const known = new Map(); // text → what `documentsOf` found of it: each key asks most of it again

  /** The documents that may hold *text* as { ids, marks }, their marks of all of it; null where its grams could not be loaded. */
  function documentsOf(text, grams) {
    const one = word(text);
    const lists = gramsOf(one).map((gram) => grams.get(gram));
    if (!lists.every(Boolean)) return null;
    if (lists.length === 1) return lists[0];
    const before = known.get(text);
    if (before && before.first === lists[0]) return before;
    const rarest = lists.reduce((least, list) => (list.ids.length < least.ids.length ? list : least)).ids;
    const places = lists.map((list) => placesIn(list.ids, rarest));
    const found = { first: lists[0], ids: [], marks: [] };
    for (let n = 0; n < rarest.length; n += 1) {
      if (places.some((own) => own[n] < 0)) continue;
      const marks = places.map((own, slot) => lists[slot].marks[own[n]]);
      if (marks.some((mark, slot) => slot + 1 < marks.length && differs(mark, one.characters[slot + 2]))) continue;
      found.ids.push(rarest[n]);
      found.marks.push(marks.reduce((all, mark) => all & mark & TITLE, TITLE) | Math.min(...marks.map((mark) => mark & WEIGHT)));
    }
    if (known.size >= MAX_KNOWN) known.delete(known.keys().next().value);
    known.set(text, found);
    return found;
  }

  /** Call `each(id, isInTitle, weight)`, if given, for the documents that may hold *text*; how many they are. */
  function eachHolding(text, grams, each) {
    const { ids, marks } = documentsOf(text, grams) || { ids: [] };
    for (let n = 0; each && n < ids.length; n += 1) each(ids[n], (marks[n] & TITLE) !== 0, marks[n] & WEIGHT);
    return ids.length;
  }

  /**
   * The least that most of *question* may cost where a document holds those grams whose bits *mask* has, by their
   * *slots*; -1 if that is too little. *words*: { one, grams } each.
   */
  function partialCost(question, words, slots, mask) {
    // Which arrive later than this.
    const { pieces, spoken } = Rectify;
    const { everyGram } = Rectify.shardsPieces;
    let cost = 0;
    let left = 0;
    for (const { one, grams } of words) {
      const isHeld = (n) => !slots.has(grams[n]) || (mask >>> slots.get(grams[n])) & 1;
      const division = pieces.divide(one, (start, end) => everyGram(start, end, isHeld), () => 0, spoken.meaningOf(one));
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
      if (cost >= 0) candidates.add(id, Rectify.pieces.partial(cost, titles[id] > 0), false);
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

  Rectify.clues = { eachHolding, holdingClues, holdingMost, inOrder };
}

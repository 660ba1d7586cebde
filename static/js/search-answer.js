// The answer as a page shows it: results in tiers under their own headings, and what is said of them.
"use strict";

{
  const { BRIEF, spansOf } = Rectify.match;
  const TEN = 10; // so many hits at once are put in finer order
  const LABELS = {
    all: "全部问题",
    exact: "完全符合",
    words: "各个词都有",
  };

  /** How often any of *pieces* occurs, up to a dozen. */
  function frequency(pieces, text) {
    return Math.min(12, pieces.reduce((sum, piece) => sum + spansOf(piece, text).length, 0));
  }

  /** Where any of *pieces* stands first: 3 in the title, 2 in the brief, 1 in the problem, 0 elsewhere. */
  function placeOf(pieces, { text, starts, fields }) {
    const first = Math.min(...pieces.map((piece) => text.indexOf(piece)));
    const anchor = starts.reduce((last, start, n) => (start <= first ? fields[n][0] : last), "");
    return first < starts[1] ? 3 : anchor === BRIEF ? 2 : /^wenti/.test(anchor) ? 1 : 0;
  }

  /**
   * *hits* of the tier *name*, which are ordered by score, ten by ten in finer order: of equals those first in which the
   * words stand nearer together; those with the whole string by its place, then by how often it occurs.
   */
  function refine(name, hits, wanted) {
    const isNear = name === "words" || name === "partial" || name === "loose";
    let ordered = [];
    for (let start = 0; start < hits.length; start += TEN) {
      const ten = hits.slice(start, start + TEN);
      if (start < wanted && name !== "all") {
        ten.forEach((hit) => {
          const { text } = hit.document;
          hit.fine = isNear ? Rectify.pieces.nearness(hit.pieces, text) : -frequency(hit.pieces, text);
          hit.place = name === "exact" ? placeOf(hit.pieces, hit.document) : 0;
        });
        ten.sort((one, other) => other.place - one.place || other.score - one.score || one.fine - other.fine || one.rank - other.rank);
      }
      ordered = ordered.concat(ten);
    }
    return ordered;
  }

  /** What is said of an answer. */
  function sentence(question, tiers, total, exact) {
    const number = (count, isExact) => (isExact ? "" : "最多") + count + "个";
    if (!question.normal && question.text) return "“" + question.text + "”里没有字和数字，请输入要找的词";
    if (!question.normal) return "共" + total + "个问题";
    if (total > 0 && tiers[0].name === "loose") return "没有找到“" + question.text + "”，可能相关的" + (exact ? "有" : "") + number(total, exact);
    if (total === 0) return "没有找到“" + question.text + "”";
    const found = (exact ? "找到" : "最多有") + total + "个问题";
    if (tiers.length > 1) return found + "：" + tiers.map((one) => one.label + number(one.count, one.exact)).join("，");
    return tiers[0].name === "exact" ? found : found + "，" + tiers[0].label;
  }

  /**
   * The answer to *question*. *groups*: { name, label, hits, count, isExact } in order; of their hits the first
   * *wanted* are shown.
   */
  function compose(question, groups, wanted, facets) {
    let left = wanted;
    const tiers = groups
      .filter((group) => group.count > 0)
      .map((group) => {
        const results = group.hits.slice(0, Math.max(0, left)).map((hit) => Rectify.snippet.resultOf(hit, group.query));
        left -= results.length;
        return { name: group.name, label: group.label || LABELS[group.name], sounds: group.sounds, count: group.count, exact: group.isExact, results };
      });
    const total = tiers.reduce((sum, tier) => sum + tier.count, 0);
    const exact = groups.every((group) => group.isExact);
    return { normal: question.normal, tiers, total, exact, facets, said: sentence(question, tiers, total, exact) };
  }

  Rectify.answer = { TEN, refine, compose };
}

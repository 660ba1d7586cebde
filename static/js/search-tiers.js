// Tiers made of others: where a question is read in more ways than one.
"use strict";

{
  /** Whether anything answers, filters or not. */
  const isFound = (groups) => groups.some((group) => group.isHeld);

  /** *groups* as one tier *name*, headed by *label*; its results lead to pages where *query* is marked. */
  function asTier(groups, name, label, query) {
    return {
      name,
      label,
      query,
      hits: [].concat(...groups.map((group) => group.hits)),
      count: groups.reduce((sum, group) => sum + group.count, 0),
      isHeld: isFound(groups),
      isExact: groups.every((group) => group.isExact),
      ids: groups.length > 0 ? [].concat(...groups.map((group) => Array.from(group.ids))) : [],
    };
  }

  /** *tier* without what *others* have already; of a large site, that is certain only where all hits were read. */
  function without(tier, others) {
    const known = new Set([].concat(...others.map((other) => other.hits.map((hit) => hit.document))));
    const hits = tier.hits.filter((hit) => !known.has(hit.document));
    const isApart = tier.count === 0 || others.every((other) => other.count === 0);
    const isRead = [tier].concat(others).every((one) => one.hits.length >= one.count);
    return Object.assign({}, tier, { hits, count: tier.count - (tier.hits.length - hits.length), isExact: tier.isExact && (isApart || isRead) });
  }

  Rectify.tiers = { asTier, isFound, without };
}

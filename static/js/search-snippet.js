// What the page shows of one hit: where it leads, and its words with what was searched for marked.
"use strict";

{
  const { normalise } = Rectify.normal;
  const { match } = Rectify;
  const { spansOf } = match;
  const LENGTH = 72; // characters of a snippet
  const BEFORE = 18; // of them before the first match

  /** The passage with the most different matches; the first of equals; the title (0) if there is no other. */
  function bestField(document, spans) {
    const { starts } = document;
    const held = (field) => spans.filter((span) => span[0] >= starts[field] && !(span[0] >= starts[field + 1]));
    // Not the title, which stands above, nor what the editors noted before the problem: that is not what was found there.
    const isShown = ([anchor], field) => field > 0 && (anchor !== "" || field > problemIn(document));
    return firstMost(document.fields.map((own, field) => (isShown(own, field) ? countDifferent(held(field), document.text) : 0)));
  }

  /** The note before the problem that holds the first of *spans*, if none stands in the title; or else the title (0). */
  function noteOf({ starts }, spans) {
    const first = spans.length > 0 ? Math.min(...spans.map((span) => span[0])) : 0;
    return starts.filter((start) => start <= first).length - 1;
  }

  /** The first passage of the problem, or else the title (0). */
  function problemIn({ fields }) {
    return Math.max(0, fields.findIndex(([anchor]) => /^wenti/.test(anchor)));
  }

  function countDifferent(spans, text) {
    return new Set(spans.map((span) => text.slice(span[0], span[1]))).size;
  }

  /** The place of the first of the greatest *counts*. */
  function firstMost(counts) {
    return counts.indexOf(Math.max(...counts));
  }

  /** Where a stretch of a snippet's length begins that holds the most different matches. */
  function densest(spans, source) {
    const held = ([begin]) => spans.filter((span) => span[0] >= begin && span[1] <= begin + LENGTH - BEFORE);
    return spans[firstMost(spans.map((span) => countDifferent(held(span), source)))][0];
  }

  /** The place behind the character at *place*. */
  function after(source, place) {
    const code = source.codePointAt(place);
    return place + (code !== undefined && code > 0xffff ? 2 : 1);
  }

  /** The normal form of a passage with the places that it came from, worked out once: key by key the same are shown. */
  function normalOf(document, field) {
    const known = document.normals || (document.normals = []);
    if (!known[field]) known[field] = normalise(document.fields[field][1], document.fold);
    return known[field];
  }

  /** The words of a passage as [text, isMatch] each, cut around the first match if *cut*. */
  function marked(document, field, spans, cut) {
    const source = document.fields[field][1];
    const start = document.starts[field];
    const { text, map } = normalOf(document, field);
    const own = spans
      .filter((span) => span[0] >= start && span[1] <= start + text.length)
      .map((span) => [map[span[0] - start], after(source, map[span[1] - start - 1])])
      .sort((one, other) => one[0] - other[0] || other[1] - one[1]);
    const from = cut && own.length ? Math.max(0, densest(own, source) - BEFORE) : 0;
    const to = cut ? Math.min(source.length, from + LENGTH) : source.length;
    const parts = [];
    let at = from;
    for (const [begin, end] of own) {
      if (end <= at || begin >= to) continue;
      const first = Math.max(at, begin);
      if (first > at) parts.push([source.slice(at, first), false]);
      parts.push([source.slice(first, Math.min(end, to)), true]);
      at = Math.min(end, to);
    }
    if (at < to) parts.push([source.slice(at, to), false]);
    if (cut && from > 0) parts.unshift(["…", false]);
    if (cut && to < source.length) parts.push(["…", false]);
    return parts;
  }

  /** What the page shows of a hit; the costly parts are made when they are asked for. */
  function resultOf(hit, query) {
    const { document, pieces } = hit;
    const { doc, text, fields } = document;
    const spans = [].concat(...pieces.map((piece) => spansOf(piece, text)));
    const field = bestField(document, spans);
    return {
      path: doc.path,
      number: doc.number,
      title: doc.title,
      brief: doc.passages.filter(([anchor]) => anchor === match.BRIEF).map(([, words]) => words).join("→"),
      status: doc.status,
      mark: doc.mark,
      category: doc.category,
      date: doc.date,
      query, // what its page is to mark, if that is not what was typed
      anchor: fields[field][0],
      count: spans.length,
      get titleParts() {
        return marked(document, 0, spans, false);
      },
      get snippet() {
        return marked(document, field || problemIn(document), spans, true);
      },
      /** What the editors noted, where only that has what was searched for. */
      get note() {
        const noted = field === 0 ? noteOf(document, spans) : 0;
        return noted > 0 ? marked(document, noted, spans, true) : [];
      },
    };
  }

  Rectify.snippet = { resultOf };
}

// Finds issues in the text of all pages, scanned on each keystroke. Exact matches come first; words
// in any order, pinyin and partial matches follow, each under its own heading and never mixed.
(function () {
  "use strict";

  /** @typedef {[number, number]} Span a stretch of a document's normal text */

  const isNode = typeof module !== "undefined";
  const normal = isNode ? require("./search-normal.js") : window.Rectify.normal;
  const SNIPPET = 72;
  const BEFORE = 18;
  const MOST_SPANS = 60;
  const LABELS = {
    all: "全部问题",
    exact: "完全符合",
    words: "各个词都有",
    pinyin: "拼音相符",
    partial: "部分符合",
  };

  /** A document with the normal forms of its title and passages laid end to end. */
  function prepare(doc, fold) {
    const fields = [["", doc.t]].concat(doc.p);
    const starts = [];
    let text = "";
    for (const field of fields) {
      starts.push(text.length);
      text += normal.normalise(field[1], fold).text + normal.BARRIER;
    }
    return { doc, fields, starts, text, title: starts.length > 1 ? starts[1] : text.length };
  }

  /** Every place of *part* in *text*. */
  function spansOf(part, text) {
    const spans = [];
    for (let at = text.indexOf(part); at >= 0 && spans.length < MOST_SPANS; at = text.indexOf(part, at + part.length)) {
      spans.push([at, at + part.length]);
    }
    return spans;
  }

  /** The spans of all *parts*, or null if one of them is not in *text*. */
  function allOf(parts, text) {
    let spans = [];
    for (const part of parts) {
      const found = spansOf(part, text);
      if (!found.length) return null;
      spans = spans.concat(found);
    }
    return spans;
  }

  /**
   * The fewest pieces of two characters or more that *query* falls into, all of them in *text*;
   * with *gaps*, some characters may be left over. Null if there is no such division.
   */
  function divide(query, text, gaps) {
    const best = [{ cost: 0, left: 0, pieces: [] }];
    for (let end = 1; end <= query.length; end += 1) {
      let one = gaps && best[end - 1] ? { cost: best[end - 1].cost + 3, left: best[end - 1].left + 1, pieces: best[end - 1].pieces } : null;
      for (let start = end - 2; start >= 0; start -= 1) {
        const before = best[start];
        if (!before || (one && before.cost + 1 >= one.cost)) continue;
        const piece = query.slice(start, end);
        if (text.includes(piece)) one = { cost: before.cost + 1, left: before.left, pieces: before.pieces.concat(piece) };
        else break;
      }
      best.push(one);
    }
    return best[query.length];
  }

  /** Whether *query* from *at* spells, in full or by initials, the characters of *text* from *place*. */
  function spelled(query, at, text, place, readings) {
    if (at === query.length) return place;
    const syllables = readings.get(text.charAt(place));
    if (!syllables) return text.charAt(place) === query.charAt(at) ? spelled(query, at + 1, text, place + 1, readings) : -1;
    for (const syllable of syllables) {
      const rest = query.length - at;
      if (query.startsWith(syllable, at)) {
        const end = spelled(query, at + syllable.length, text, place + 1, readings);
        if (end >= 0) return end;
      } else if (rest > 1 && rest < syllable.length && syllable.startsWith(query.slice(at))) {
        return place + 1;
      }
      if (query.charAt(at) === syllable.charAt(0)) {
        const end = spelled(query, at + 1, text, place + 1, readings);
        if (end >= 0) return end;
      }
    }
    return -1;
  }

  class Index {
    constructor(data) {
      this.fold = new Map();
      const pairs = Array.from(data.fold);
      for (let at = 0; at + 1 < pairs.length; at += 2) this.fold.set(pairs[at], pairs[at + 1]);
      this.facets = data.facets;
      this.pinyin = data.pinyin;
      this.readings = null;
      this.starts = null;
      this.documents = data.docs.map((doc) => prepare(doc, this.fold));
    }

    /** Each character's readings, and for each letter the places where one with it begins. */
    openPinyin() {
      if (this.readings) return;
      this.readings = new Map();
      for (const entry of this.pinyin.split(";")) {
        const syllable = (/^[a-z]*/.exec(entry) || [""])[0];
        for (const character of entry.slice(syllable.length)) {
          this.readings.set(character, (this.readings.get(character) || []).concat(syllable));
        }
      }
      this.starts = new Map();
      this.documents.forEach((document, number) => {
        for (let place = 0; place < document.text.length; place += 1) {
          const letters = new Set((this.readings.get(document.text.charAt(place)) || []).map((s) => s.charAt(0)));
          for (const letter of letters) {
            if (!this.starts.has(letter)) this.starts.set(letter, []);
            this.starts.get(letter).push([number, place]);
          }
        }
      });
    }

    /** Spans by document for a *query* of Latin letters read as pinyin. */
    byPinyin(query) {
      this.openPinyin();
      const found = new Map();
      for (const [number, place] of this.starts.get(query.charAt(0)) || []) {
        const spans = found.get(number) || [];
        if (spans.length >= MOST_SPANS || (spans.length && spans[spans.length - 1][1] > place)) continue;
        const end = spelled(query, 0, this.documents[number].text, place, this.readings);
        if (end > place + 1 || (end === place + 1 && query.length > 1)) {
          spans.push([place, end]);
          found.set(number, spans);
        }
      }
      return found;
    }

    /** The tiers of matches of *text*: name and spans by document, the first tier that holds a document wins it. */
    match(text) {
      const query = normal.normalise(text, this.fold).text;
      const parts = query.split(normal.BARRIER).filter(Boolean);
      const words = text.split(/\s+/).map((word) => normal.normalise(word, this.fold).text.split(normal.BARRIER));
      const each = [].concat(...words).filter(Boolean);
      const exact = new Map();
      const loose = new Map();
      this.documents.forEach((document, number) => {
        const spans = allOf(parts, document.text);
        if (spans) exact.set(number, spans);
        else if (each.length > 1) {
          const some = allOf(each, document.text);
          if (some) loose.set(number, some);
        }
      });
      const tiers = [["exact", exact]];
      const whole = parts.join("");
      if (/^[a-z]{2,}$/.test(whole.replace(/ /g, "")) && !exact.size) {
        tiers.push(["pinyin", this.byPinyin(whole.replace(/ /g, ""))]);
      } else if (each.length === 1 && whole.length > 3) {
        this.divideAll(whole, exact, loose);
      }
      tiers.push(["words", loose]);
      if (whole.length > 3 && !exact.size && !loose.size) tiers.push(["partial", this.partly(whole)]);
      return { query, tiers };
    }

    /** Add to *loose* the documents that hold all pieces of an unspaced query, cut as little as can be. */
    divideAll(whole, exact, loose) {
      const divided = [];
      this.documents.forEach((document, number) => {
        const found = exact.has(number) ? null : divide(whole, document.text, false);
        if (found) divided.push([number, found]);
      });
      const fewest = Math.min(...divided.map((entry) => entry[1].cost));
      for (const [number, found] of divided) {
        if (found.cost <= fewest + 1) loose.set(number, allOf(found.pieces, this.documents[number].text));
      }
    }

    /** The documents that hold most of an unspaced query. */
    partly(whole) {
      const found = new Map();
      this.documents.forEach((document, number) => {
        const part = divide(whole, document.text, true);
        if (part && part.left <= whole.length * 0.4) found.set(number, allOf(part.pieces, document.text));
      });
      return found;
    }

    /**
     * @param {string} text
     * @param {Object<string, string[]>} [filters]
     */
    query(text, filters) {
      const chosen = filters || {};
      const { query, tiers } = this.match(text);
      const everything = !query;
      const all = new Map(this.documents.map((_, number) => [number, []]));
      const seen = new Set();
      const shown = (everything ? [["all", all]] : tiers)
        .map(([name, found]) => {
          const own = Array.from(found).filter(([number]) => !seen.has(number));
          own.forEach(([number]) => seen.add(number));
          return [name, own];
        })
        .filter(([, own]) => own.length);
      const numbers = Array.from(seen);
      const results = shown
        .map(([name, own]) => ({
          name,
          label: LABELS[name],
          results: this.ranked(own.filter(([number]) => this.passes(number, chosen, "")), everything),
        }))
        .filter((tier) => tier.results.length);
      const total = results.reduce((sum, tier) => sum + tier.results.length, 0);
      return { normal: query, tiers: results, total, facets: this.counted(numbers, chosen), said: this.said(text, total, results, everything) };
    }

    said(text, total, tiers, everything) {
      if (everything) return `共${total}个问题`;
      if (!total) return `没有找到“${text.trim()}”`;
      if (tiers.length === 1) return tiers[0].name === "exact" ? `找到${total}个问题` : `找到${total}个问题，${tiers[0].label}`;
      return `找到${total}个问题：${tiers.map((tier) => `${tier.label}${tier.results.length}个`).join("，")}`;
    }

    /** Whether a document has one of the chosen keys of each facet but *except*. */
    passes(number, chosen, except) {
      const doc = this.documents[number].doc;
      return ["c", "s", "d", "r", "y"].every((facet) => {
        const keys = chosen[facet] || [];
        return facet === except || !keys.length || [].concat(doc[facet]).some((key) => keys.includes(key));
      });
    }

    /** For each facet its keys with the number of documents that choosing it would leave. */
    counted(numbers, chosen) {
      const counts = {};
      for (const facet of Object.keys(this.facets)) {
        const own = new Map();
        for (const number of numbers.filter((one) => this.passes(one, chosen, facet))) {
          for (const key of [].concat(this.documents[number].doc[facet])) own.set(key, (own.get(key) || 0) + 1);
        }
        counts[facet] = this.facets[facet].map(([key, label]) => [label, key, own.get(key) || 0]);
      }
      return counts;
    }

    /** Results in order: in the title first, then by how often and how close, then as the site orders them. */
    ranked(found, everything) {
      const scored = found.map(([number, spans]) => {
        const document = this.documents[number];
        const inTitle = spans.filter((span) => span[0] < document.title).length;
        const near = Math.min(spans.length, 12);
        return { number, spans, score: everything ? 0 : (inTitle ? 100 : 0) + near };
      });
      scored.sort((one, other) => other.score - one.score || one.number - other.number);
      return scored.map((one) => this.result(one.number, one.spans));
    }

    /** What the page shows of a match; the costly parts are made when they are asked for. */
    result(number, spans) {
      const document = this.documents[number];
      const doc = document.doc;
      const field = bestField(document, spans);
      const fold = this.fold;
      const titles = new Map(this.facets.c);
      return {
        path: doc.u,
        number: doc.n,
        title: doc.t,
        status: doc.w,
        mark: doc.m,
        category: titles.get(doc.c) || "",
        anchor: document.fields[field][0],
        count: spans.length,
        get titleParts() {
          return marked(document, 0, spans, fold, false);
        },
        get snippet() {
          return marked(document, field || (document.fields.length > 1 ? 1 : 0), spans, fold, true);
        },
      };
    }

    /** The first results for the box's list. */
    suggest(text, limit) {
      if (!normal.normalise(text, this.fold).text) return [];
      const { tiers } = this.query(text);
      return [].concat(...tiers.map((tier) => tier.results)).slice(0, limit);
    }
  }

  /** The passage with the most different matches; the first of equals; the title (0) if there is no other. */
  function bestField(document, spans) {
    let best = 0;
    let most = 0;
    for (let field = 1; field < document.fields.length; field += 1) {
      const end = field + 1 < document.starts.length ? document.starts[field + 1] : document.text.length;
      const here = spans.filter((span) => span[0] >= document.starts[field] && span[0] < end);
      const different = new Set(here.map((span) => document.text.slice(span[0], span[1]))).size;
      if (different > most) {
        most = different;
        best = field;
      }
    }
    return best;
  }

  /** The words of a passage as pieces that match or do not, cut around the first match if *cut*. */
  function marked(document, field, spans, fold, cut) {
    const source = document.fields[field][1];
    const start = document.starts[field];
    const { text, map } = normal.normalise(source, fold);
    const own = spans
      .filter((span) => span[0] >= start && span[1] <= start + text.length)
      .map((span) => [map[span[0] - start], after(source, map[span[1] - start - 1])])
      .sort((one, other) => one[0] - other[0] || other[1] - one[1]);
    const from = cut && own.length ? Math.max(0, densest(own, source) - BEFORE) : 0;
    const to = cut ? Math.min(source.length, from + SNIPPET) : source.length;
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

  /** Where a stretch of a snippet's length begins that holds the most different matches. */
  function densest(spans, source) {
    let best = spans[0][0];
    let most = 0;
    for (const [begin] of spans) {
      const held = spans.filter((span) => span[0] >= begin && span[1] <= begin + SNIPPET - BEFORE);
      const different = new Set(held.map((span) => source.slice(span[0], span[1]))).size;
      if (different > most) {
        most = different;
        best = begin;
      }
    }
    return best;
  }

  /** The place behind the character at *place*. */
  function after(source, place) {
    const code = source.codePointAt(place);
    return place + (code !== undefined && code > 0xffff ? 2 : 1);
  }

  let index = null;
  let loading = false;
  let waiting = [];

  const search = {
    Index,
    /** Called by search/all.js. */
    receive(data) {
      index = new Index(data);
      loading = false;
      const called = waiting;
      waiting = [];
      called.forEach(([done]) => done(index));
    },
    /** Load the index once and hand it over; *root* leads to the site's root. */
    load(root, done, failed) {
      if (index) {
        done(index);
        return;
      }
      waiting.push([done, failed || function () {}]);
      if (loading) return;
      loading = true;
      const script = document.createElement("script");
      script.src = `${root}search/all.js`;
      script.onerror = function () {
        loading = false;
        const called = waiting;
        waiting = [];
        script.remove();
        called.forEach(([, fail]) => fail());
      };
      document.head.appendChild(script);
    },
    /** The normal form of a text of the page, for marking words in it. */
    normalise(text) {
      return normal.normalise(text, index ? index.fold : undefined);
    },
  };

  if (isNode) module.exports = search;
  if (typeof window !== "undefined") {
    window.Rectify = window.Rectify || {};
    window.Rectify.search = search;
  }
})();

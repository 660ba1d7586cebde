// What a question asks and whether one document answers it: the same for a site that is scanned and for one
// with an index, so that both give the same answers.
(function () {
  "use strict";

  /** @typedef {[number, number]} Span a stretch of a document's normal text */

  const isNode = typeof module !== "undefined";
  const { BARRIER, normalise } = isNode ? require("./search-normal.js") : window.Rectify.normal;
  const SNIPPET = 72;
  const BEFORE = 18;
  const MOST_SPANS = 60;
  const MOST_LETTERS = 100;
  const MOST_WORDS = 8;
  const TEN = 10;
  /** Scores are above this where all of the question stands as it was typed. */
  const EXACT = 1 << 20;
  const GAP = 3;
  const LEFT_OVER = 0.4;
  const ASCII = /[0-9a-z]/;
  const UNCUT = /[0-9a-z. ]/;
  const FACETS = ["c", "s", "d", "r", "y"];
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
      text += normalise(field[1], fold).text + BARRIER;
    }
    return { doc, fold, fields, starts, text, title: starts.length > 1 ? starts[1] : text.length };
  }

  /** Whether a cut between two characters would go through a number or a foreign word. */
  function grown(before, behind) {
    return UNCUT.test(before) && UNCUT.test(behind) && (ASCII.test(before) || ASCII.test(behind));
  }

  /** A string as characters: where each begins, and between which it must not be cut. */
  function word(text) {
    const characters = Array.from(text);
    const places = [0];
    characters.forEach((one) => places.push(places[places.length - 1] + one.length));
    const whole = characters.map((one, n) => n > 0 && grown(characters[n - 1], one));
    return { text, characters, places, whole, size: characters.length };
  }

  /**
   * What is asked for: the normal form, its parts (exact), its words (in any order), and the same as
   * letters only, if it may be pinyin.
   */
  function question(typed, fold) {
    const text = Array.from(typed.trim()).slice(0, MOST_LETTERS).join("");
    const form = normalise(text, fold).text;
    const parts = Array.from(new Set(form.split(BARRIER).filter(Boolean)));
    const split = text.split(/\s+/).map((one) => normalise(one, fold).text.split(BARRIER));
    const words = Array.from(new Set([].concat(...split).filter(Boolean))).map(word);
    const letters = form.replace(/[ \n]/g, "");
    const size = words.reduce((sum, one) => sum + one.size, 0);
    return {
      text,
      normal: form,
      parts: parts.map(word),
      words,
      size,
      isLoose: words.length > 1 || size > 3,
      letters: /^[a-z]{2,}$/.test(letters) ? letters : "",
    };
  }

  /** How often *piece* occurs in *text*: 0, 1, 2, or 3 for more. */
  function times(piece, text) {
    let count = 0;
    for (let at = text.indexOf(piece); at >= 0 && count < 3; at = text.indexOf(piece, at + 1)) count += 1;
    return count;
  }

  /**
   * The best way to cut *one* into pieces of two characters or more (or all of it) that *fits*: the fewest,
   * then the most *inTitle*; both are asked about a stretch of characters. With *gaps*, characters may be left
   * over. Null if there is no way.
   */
  function divide(one, fits, inTitle, gaps) {
    const best = [{ value: 0, cost: 0, left: 0, title: 0, pieces: null }];
    const least = Math.min(2, one.size);
    for (let end = 1; end <= one.size; end += 1) {
      const gap = gaps && best[end - 1];
      let chosen = gap
        ? { value: gap.value + GAP * 100, cost: gap.cost + GAP, left: gap.left + 1, title: gap.title, pieces: gap.pieces }
        : null;
      for (let start = end - least; start >= 0 && !one.whole[end] && fits(start, end); start -= 1) {
        const before = best[start];
        if (!before || one.whole[start]) continue;
        const value = before.value + 100 - inTitle(start, end);
        if (chosen && value >= chosen.value) continue;
        chosen = { value, before, start, end };
      }
      if (chosen && chosen.before) {
        const { before, value, start } = chosen;
        chosen = {
          value,
          cost: before.cost + 1,
          left: before.left,
          title: before.title + inTitle(start, end),
          pieces: { start, end, next: before.pieces },
        };
      }
      best.push(chosen);
    }
    return best[one.size];
  }

  /** The same for a document; the pieces come as strings. Null if there is no way. */
  function divided(one, document, gaps) {
    const { text, title } = document;
    const piece = (start, end) => one.text.slice(one.places[start], one.places[end]);
    const ends = [piece(0, Math.min(2, one.size)), piece(Math.max(0, one.size - 2), one.size)];
    if (!gaps && !ends.every((end) => text.includes(end))) return null;
    const found = divide(
      one,
      (start, end) => text.includes(piece(start, end)),
      (start, end) => (text.indexOf(piece(start, end)) < title ? 1 : 0),
      gaps,
    );
    if (!found) return null;
    const pieces = [];
    for (let at = found.pieces; at; at = at.next) pieces.unshift(piece(at.start, at.end));
    return Object.assign({}, found, { pieces });
  }

  /** Scores: the higher the better. In the title first, then the more often. */
  function exactScore(inTitle, weight) {
    return EXACT + (inTitle ? 4 : 0) + weight;
  }

  /** Fewer pieces first, then more of them in the title, then the more often. */
  function wordsScore(cost, inTitle, weight) {
    return (Math.max(0, 99 - cost) * 100 + Math.min(inTitle, 99)) * 4 + weight;
  }

  /** The least score of documents that are good enough beside one of *score*: one piece more at most. */
  function leastScore(asked, score) {
    const cost = score >= EXACT ? asked.words.length : 99 - Math.floor(score / 400);
    return wordsScore(cost + 1, 0, 0);
  }

  /** Least left over, then fewer pieces, then one in the title. */
  function partialScore(cost, inTitle) {
    return Math.max(1, 9999 - cost) * 2 + (inTitle ? 1 : 0);
  }

  function weigh(pieces, text) {
    return pieces.reduce((least, piece) => Math.min(least, times(piece, text)), 3);
  }

  /** What *document* has to do with what is *asked*: { score, pieces }, or null. */
  function judge(asked, document) {
    const { text, title } = document;
    const parts = asked.parts.map((part) => part.text);
    if (parts.every((part) => text.includes(part))) {
      const inTitle = parts.some((part) => text.indexOf(part) < title);
      return { score: exactScore(inTitle, weigh(parts, text)), pieces: parts };
    }
    if (!asked.isLoose) return null;
    let cost = 0;
    let inTitle = 0;
    let pieces = [];
    for (const one of asked.words) {
      const found = divided(one, document, false);
      if (!found) return null;
      cost += found.cost;
      inTitle += found.title;
      pieces = pieces.concat(found.pieces);
    }
    return { score: wordsScore(cost, inTitle, weigh(pieces, text)), pieces };
  }

  /** The same if most of it is enough. */
  function judgePartly(asked, document) {
    let cost = 0;
    let left = 0;
    let pieces = [];
    for (const one of asked.words) {
      const found = divided(one, document, true);
      cost += found.cost;
      left += found.left;
      pieces = pieces.concat(found.pieces);
    }
    if (left > asked.size * LEFT_OVER) return null;
    const inTitle = pieces.some((piece) => document.text.indexOf(piece) < document.title);
    return { score: partialScore(cost, inTitle), pieces };
  }

  /** The same for *sounds*, { text, isFull } each: strings that pinyin may stand for. */
  function judgeSounds(sounds, document) {
    const { text, title } = document;
    const held = sounds.filter((sound) => text.includes(sound.text));
    if (held.length === 0) return null;
    const scores = held.map((one) => soundScore(one, text.indexOf(one.text) < title, times(one.text, text)));
    return { score: Math.max(...scores), pieces: held.map((one) => one.text) };
  }

  function soundScore(sound, inTitle, weight) {
    return (sound.isFull ? 8 : 0) + (inTitle ? 4 : 0) + weight;
  }

  /** Those spelled in full first, then those in most documents. */
  function soundOrder(one, other) {
    return Number(other.isFull) - Number(one.isFull) || other.count - one.count || (one.text < other.text ? -1 : 1);
  }

  /** The *most* likely of *sounds* that occur; where some are spelled in full, the others were not meant. */
  function likeliest(sounds, most) {
    const held = sounds.filter((sound) => sound.count > 0).sort(soundOrder);
    return held.filter((sound) => sound.isFull === held[0].isFull).slice(0, most);
  }

  /** Every place of *part* in *text*. */
  function spansOf(part, text) {
    const spans = [];
    for (let at = text.indexOf(part); at >= 0 && spans.length < MOST_SPANS; at = text.indexOf(part, at + part.length)) {
      spans.push([at, at + part.length]);
    }
    return spans;
  }

  /** How long the shortest stretch is that holds one of each of *pieces*. */
  function nearness(pieces, text) {
    const own = Array.from(new Set(pieces));
    const places = [].concat(...own.map((piece, n) => spansOf(piece, text).map((span) => [span[0], span[1], n])));
    places.sort((one, other) => one[0] - other[0] || one[1] - other[1]);
    const last = own.map(() => null);
    let least = text.length;
    for (const place of places) {
      last[place[2]] = place;
      if (last.every(Boolean)) {
        const end = Math.max(...last.map((one) => one[1]));
        least = Math.min(least, end - Math.min(...last.map((one) => one[0])));
      }
    }
    return least;
  }

  /** By score, then as the site orders them. */
  function byScore(one, other) {
    return other.score - one.score || one.rank - other.rank;
  }

  /** How often any of *pieces* occurs, up to a dozen. */
  function often(pieces, text) {
    return Math.min(12, pieces.reduce((sum, piece) => sum + spansOf(piece, text).length, 0));
  }

  /**
   * *hits* of the tier *name*, which are ordered by score, ten by ten in finer order: of equals those first in
   * which the words stand nearer together, or the string occurs more often.
   */
  function refined(name, hits, wanted) {
    const isNear = name === "words" || name === "partial";
    let ordered = [];
    for (let start = 0; start < hits.length; start += TEN) {
      const ten = hits.slice(start, start + TEN);
      if (start < wanted && name !== "all") {
        ten.forEach((hit) => {
          const { text } = hit.document;
          hit.fine = isNear ? nearness(hit.pieces, text) : -often(hit.pieces, text);
        });
        ten.sort((one, other) => other.score - one.score || one.fine - other.fine || one.rank - other.rank);
      }
      ordered = ordered.concat(ten);
    }
    return ordered;
  }

  /**
   * The answer as the page shows it. *groups*: { name, hits, count, isExact, words } in order; of their hits
   * the first *wanted* are shown.
   */
  function answer(asked, groups, wanted, facets) {
    let left = wanted;
    const tiers = groups
      .filter((group) => group.count > 0)
      .map((group) => {
        const results = group.hits.slice(0, Math.max(0, left)).map(result);
        left -= results.length;
        const words = group.words || [];
        const more = words.length > MOST_WORDS ? "等" : "";
        const stood = words.length > 0 ? "：" + words.slice(0, MOST_WORDS).join("、") + more : "";
        return {
          name: group.name,
          label: LABELS[group.name] + stood,
          words,
          count: group.count,
          exact: group.isExact,
          results,
        };
      });
    const total = tiers.reduce((sum, tier) => sum + tier.count, 0);
    const exact = groups.every((group) => group.isExact);
    return { normal: asked.normal, tiers, total, exact, facets, said: said(asked, tiers, total, exact) };
  }

  function said(asked, tiers, total, exact) {
    const number = (count, isExact) => (isExact ? "" : "约") + count + "个";
    if (!asked.normal) return "共" + total + "个问题";
    if (total === 0) return "没有找到“" + asked.text + "”";
    const found = "找到" + number(total, exact) + "问题";
    if (tiers.length > 1) return found + "：" + tiers.map((one) => one.label + number(one.count, one.exact)).join("，");
    return tiers[0].name === "exact" ? found : found + "，" + tiers[0].label;
  }

  /** What the page shows of a hit; the costly parts are made when they are asked for. */
  function result(hit) {
    const { document, pieces } = hit;
    const { doc, text, fields } = document;
    const spans = [].concat(...pieces.map((piece) => spansOf(piece, text)));
    const field = bestField(document, spans);
    return {
      path: doc.u,
      number: doc.n,
      title: doc.t,
      status: doc.w,
      mark: doc.m,
      category: doc.g,
      anchor: fields[field][0],
      count: spans.length,
      get titleParts() {
        return marked(document, 0, spans, false);
      },
      get snippet() {
        return marked(document, field || (fields.length > 1 ? 1 : 0), spans, true);
      },
    };
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
  function marked(document, field, spans, cut) {
    const source = document.fields[field][1];
    const start = document.starts[field];
    const { text, map } = normalise(source, document.fold);
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

  /** `場场驗验` as a map. */
  function readPairs(pairs) {
    const fold = new Map();
    const characters = Array.from(pairs);
    for (let at = 0; at + 1 < characters.length; at += 2) fold.set(characters[at], characters[at + 1]);
    return fold;
  }

  /** `che车;ju车居`: each character's readings, and each syllable's characters. */
  function readPinyin(table) {
    const readings = new Map();
    const syllables = new Map();
    for (const entry of table.split(";")) {
      const syllable = /^[a-z]*/.exec(entry)[0];
      const characters = Array.from(entry.slice(syllable.length));
      if (syllable === "") continue;
      syllables.set(syllable, characters);
      for (const one of characters) readings.set(one, (readings.get(one) || []).concat(syllable));
    }
    return { readings, syllables };
  }

  /**
   * Read *letters* from *at*: each first step as { end, isFull }, by one of *syllables*: all of it, its initial,
   * or, at the very end, the two letters or more of it that are typed already.
   */
  function steps(letters, at, syllables) {
    const found = new Map();
    const rest = letters.length - at;
    for (const syllable of syllables) {
      if (letters.startsWith(syllable, at)) found.set(at + syllable.length, true);
      else if (rest > 1 && rest < syllable.length && syllable.startsWith(letters.slice(at)) && !found.has(letters.length)) {
        found.set(letters.length, false);
      }
      if (letters.charAt(at) === syllable.charAt(0) && !found.has(at + 1)) found.set(at + 1, false);
    }
    return found;
  }

  const text = {
    EXACT,
    FACETS,
    LEFT_OVER,
    TEN,
    answer,
    byScore,
    divide,
    divided,
    exactScore,
    judge,
    judgePartly,
    judgeSounds,
    leastScore,
    likeliest,
    nearness,
    partialScore,
    prepare,
    question,
    readPairs,
    readPinyin,
    refined,
    soundOrder,
    soundScore,
    steps,
    times,
    word,
    wordsScore,
  };
  if (isNode) module.exports = text;
  if (typeof window !== "undefined") window.Rectify.searchText = text;
})();

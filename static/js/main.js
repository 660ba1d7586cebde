// What every page does once it is there: an element asks for it by data-module. Without scripts all still works.
(function (world) {
  "use strict";

  const Rectify = (world.Rectify = world.Rectify || {});
  const BLOCKS = "p, li, dt, dd, td, th, h1, h2, h3, blockquote, a.timeline__text";
  const LEFT_OUT = ".visually-hidden, [aria-hidden=true], nav, form, svg, script, style, template";
  const ASCII = /[a-z0-9]/;
  const KEY_OFF = "rectify.slash";

  /** Runs of text below *root*, each what one block holds: its text nodes, text, and normal form. */
  function runsOf(root, normalise) {
    const runs = [];
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    let block = null;
    while (walker.nextNode()) {
      const node = walker.currentNode;
      const parent = node.parentElement;
      const here = parent.closest(BLOCKS);
      if (!here || parent.closest(LEFT_OUT)) continue;
      if (here !== block) runs.push({ nodes: [], text: "" });
      block = here;
      const run = runs[runs.length - 1];
      run.nodes.push(node);
      run.text += node.data;
    }
    for (const run of runs) run.normal = normalise(run.text);
    return runs;
  }

  /** Whether a cut at *place* would go through a number or a foreign word. */
  function splits(text, place) {
    return place > 0 && place < text.length && ASCII.test(text[place - 1]) && ASCII.test(text[place]);
  }

  /**
   * The pieces of *text* to be marked: all of it if *occurs* says so, or else of each word the longest
   * pieces that occur, two characters at least.
   */
  function piecesOf(text, normalise, occurs) {
    const whole = normalise(text).text;
    if (whole !== "" && occurs(whole)) return [whole];
    const pieces = [];
    for (const word of text.split(/[\s，。；：！？、,;:!?]+/)) {
      const rest = normalise(word).text;
      let start = 0;
      while (start < rest.length) {
        let end = rest.length;
        const fits = () => !splits(rest, end) && occurs(rest.slice(start, end));
        while (end > start && !(end - start >= Math.min(2, rest.length) && !splits(rest, start) && fits())) end -= 1;
        if (end > start) pieces.push(rest.slice(start, end));
        start = end > start ? end : start + 1;
      }
    }
    return Array.from(new Set(pieces));
  }

  /** Where *pieces* stand in *run*, as [start, end] in its text, in order, never one in another. */
  function placesOf(run, pieces) {
    const { text, map } = run.normal;
    const found = [];
    for (const piece of pieces) {
      for (let at = text.indexOf(piece); at >= 0; at = text.indexOf(piece, at + piece.length)) {
        const last = map[at + piece.length - 1];
        found.push([map[at], last + String.fromCodePoint(run.text.codePointAt(last)).length]);
      }
    }
    found.sort((one, other) => one[0] - other[0] || other[1] - one[1]);
    return found.filter((place, n) => n === 0 || place[0] >= found[n - 1][1]);
  }

  /** Wrap *places* of *run* in <mark>; a place may reach over several text nodes. */
  function wrap(run, places) {
    let offset = 0;
    for (const node of run.nodes) {
      const length = node.data.length;
      const inside = places
        .map(([start, end]) => [Math.max(start - offset, 0), Math.min(end - offset, length)])
        .filter(([start, end]) => start < end);
      for (const [start, end] of inside.reverse()) {
        const middle = node.splitText(start);
        middle.splitText(end - start);
        const mark = document.createElement("mark");
        middle.parentNode.replaceChild(mark, middle);
        mark.appendChild(middle);
      }
      offset += length;
    }
  }

  /** Mark *text* in the page, however it is written there; how many places. */
  function highlight(text, root) {
    const normalise = Rectify.search.normalise;
    const runs = runsOf(root || document.getElementById("main"), normalise);
    const pieces = piecesOf(text, normalise, (piece) => runs.some((run) => run.normal.text.includes(piece)));
    let count = 0;
    for (const run of runs) {
      const places = placesOf(run, pieces);
      wrap(run, places);
      count += places.length;
    }
    return count;
  }

  function unmark(root) {
    root.querySelectorAll("mark").forEach((mark) => {
      const parent = mark.parentNode;
      while (mark.firstChild) parent.insertBefore(mark.firstChild, mark);
      mark.remove();
      parent.normalize();
    });
  }

  /** A page that was opened from a search: mark the words, say so, and go to the paragraph. */
  function marks(article) {
    const text = (new URLSearchParams(location.search).get("q") || "").trim().slice(0, 100);
    if (text === "") return;
    const box = document.getElementById("site-search");
    if (box) box.value = text;
    const count = highlight(text, article);
    if (count > 0) told(article, text, count);
    // Perhaps it is written in traditional characters: the search data knows them.
    else Rectify.search.load(Rectify.searchBox.siteRoot(), () => told(article, text, highlight(text, article)));
  }

  function told(article, text, count) {
    if (count === 0) return;
    const note = document.createElement("p");
    const button = document.createElement("button");
    note.className = "marks-note";
    note.textContent = "已在本页标出“" + text + "”，共" + count + "处。 ";
    button.type = "button";
    button.className = "plain-button";
    button.textContent = "去掉标记";
    button.addEventListener("click", () => {
      unmark(article);
      note.remove();
      document.getElementById("main").focus({ preventScroll: true });
    });
    note.appendChild(button);
    article.parentNode.insertBefore(note, article);
    const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (target) target.scrollIntoView({ block: "start", behavior: "auto" });
  }

  /** Whether the reader has switched the / key off (WCAG 2.1.4). */
  function slashIsOff() {
    try {
      return localStorage.getItem(KEY_OFF) === "off";
    } catch (refused) {
      return false;
    }
  }

  /** The switch on the help page. */
  function slashSwitch(button) {
    const draw = () => {
      button.textContent = slashIsOff() ? "重新启用 / 键" : "停用 / 键";
    };
    button.hidden = false;
    button.addEventListener("click", () => {
      try {
        localStorage.setItem(KEY_OFF, slashIsOff() ? "on" : "off");
      } catch (refused) {
        // Nothing can be kept here: the key stays as it is.
      }
      draw();
    });
    draw();
  }

  /** The / key goes to the search box, unless the reader is writing somewhere. */
  function slash(event) {
    const writing = event.target.closest && event.target.closest("input, textarea, select, [contenteditable]");
    const plain = !event.ctrlKey && !event.metaKey && !event.altKey && !event.isComposing;
    if (event.key !== "/" || !plain || event.defaultPrevented || writing || slashIsOff()) return;
    const ways = Array.from(document.querySelectorAll("form[role=search] input[name=q], .site-header__find"));
    const shown = ways.find((one) => one.getClientRects().length > 0);
    if (!shown) return;
    event.preventDefault();
    shown.focus();
    if (shown.select) shown.select();
  }

  const modules = {
    "search-box": (element) => Rectify.searchBox.enhance(element),
    "search-page": (element) => Rectify.searchPage.enhance(element),
    "slash-switch": slashSwitch,
    marks,
  };

  function start() {
    document.querySelectorAll("[data-module]").forEach((element) => {
      const module = modules[element.dataset.module];
      if (module) module(element);
    });
    document.addEventListener("keydown", slash);
  }

  Rectify.highlight = highlight;
  Rectify.piecesOf = piecesOf;
  if (typeof document !== "undefined") start();
  if (typeof module !== "undefined") module.exports = { piecesOf, placesOf };
})(typeof window === "undefined" ? globalThis : window);

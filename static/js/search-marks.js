// Marks in an opened page what was searched for, however it is written there.
"use strict";

{
  const { make } = Rectify.dom;
  const BLOCKS = "p, li, dt, dd, td, th, h1, h2, h3, blockquote, a.timeline__text";
  const LEFT_OUT = ".visually-hidden, [aria-hidden=true], nav, form, svg, script, style, template";
  const ASCII = /[a-z0-9]/;

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
    for (const word of text.split(/(?:[\s，。；：！？、;:!?]|,(?!\d{3}(?!\d)))+/)) {
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
    const places = [];
    for (const piece of pieces) {
      for (let at = text.indexOf(piece); at >= 0; at = text.indexOf(piece, at + piece.length)) {
        const last = map[at + piece.length - 1];
        places.push([map[at], last + String.fromCodePoint(run.text.codePointAt(last)).length]);
      }
    }
    places.sort((one, other) => one[0] - other[0] || other[1] - one[1]);
    return places.filter((place, n) => n === 0 || place[0] >= places[n - 1][1]);
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
        const mark = make("mark");
        middle.parentNode.replaceChild(mark, middle);
        mark.appendChild(middle);
      }
      offset += length;
    }
  }

  /** Mark *text* in the page, however it is written there; how many places. */
  function highlight(text, root) {
    const { normalise } = Rectify.search;
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

  /** A page that was opened from a search for *text*: mark it, say so, and go to the paragraph. */
  function show(article, text) {
    const mark = () => {
      const count = highlight(text, article);
      announce(article, text, count);
      return count;
    };
    // Perhaps it is written in traditional characters, there or here.
    const { tables } = Rectify.search;
    if (mark() === 0 && !tables.fold) tables.open("fold").then(mark, () => {});
  }

  /** The id that *hash* writes; as it is where it is no right address, as in `#50%`. */
  function nameOf(hash) {
    try {
      return decodeURIComponent(hash);
    } catch (wrong) {
      return hash;
    }
  }

  /** Say above *article* what is marked in it. */
  function announce(article, text, count) {
    if (count === 0) return;
    const note = make("p", { className: "marks-note", textContent: "已在本页标出“" + text + "”，共" + count + "处。 " });
    const button = make("button", { className: "plain-button", type: "button", textContent: "去掉标记" });
    button.addEventListener("click", () => {
      unmark(article);
      note.remove();
      document.getElementById("main").focus({ preventScroll: true });
    });
    note.appendChild(button);
    article.parentNode.insertBefore(note, article);
    const place = location.hash && document.getElementById(nameOf(location.hash.slice(1)));
    if (!place) return;
    const target = place.closest(".paragraph") || place;
    // Search leads to a paragraph by its place, which may change; the address is one that stays.
    if (target !== place) location.replace("#" + target.getAttribute("id"));
    target.scrollIntoView({ block: "start", behavior: "auto" });
  }

  Rectify.marks = { highlight, nameOf, piecesOf, placesOf, show };
}

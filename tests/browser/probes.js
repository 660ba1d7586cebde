// Questions that the browser tests put to a page. Each gives plain data: usually a list of faults.
// Loaded before every page that is tested with scripts; the site's own pages never see it elsewhere.
"use strict";

globalThis.probes = (() => {
  /** A short name by which a person finds *element*. */
  function name(element) {
    const text = (element.getAttribute("aria-label") ?? element.textContent).trim().replace(/\s+/g, " ");
    const classes = [...element.classList].map((one) => `.${one}`).join("");
    const id = element.id ? `#${element.id}` : "";
    const parent = classes || id ? "" : `${element.parentElement?.className || element.parentElement?.localName} > `;
    return `${parent}${element.localName}${id}${classes} "${text.slice(0, 20)}"`;
  }

  /** Take a reader's choices on, as the site's own tools write them: attributes of <html>. Empty: none. */
  function choose(choices) {
    for (const [name, value] of Object.entries(choices)) {
      if (value) document.documentElement.dataset[name] = value;
      else delete document.documentElement.dataset[name];
    }
  }

  function isShown(element) {
    if (!element.checkVisibility()) return false; // as in a closed <details>
    const style = getComputedStyle(element);
    return element.getClientRects().length > 0 && style.visibility === "visible";
  }

  /** Everything that the Tab key must reach, in the order of the document. */
  function focusables() {
    const all = document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex]");
    const stops = [...all].filter((one) => one.tabIndex >= 0 && !one.disabled && isShown(one));
    return stops.filter((one) => one.type !== "radio" || one === ofGroup(one, stops));
  }

  /** Tab stops once in a group of radio buttons: at the chosen one, or at the first. */
  function ofGroup(radio, stops) {
    const group = stops.filter((one) => one.type === "radio" && one.name === radio.name && one.form === radio.form);
    return group.find((one) => one.checked) ?? group[0];
  }

  /** Where the focus is: its place among the focusable elements, how it is marked, whether it is seen. */
  function focus() {
    const element = document.activeElement;
    const style = getComputedStyle(element);
    const box = element.getClientRects()[0];
    const middle = (from, to, most) => (Math.max(0, from) + Math.min(to, most)) / 2; // of what the window shows
    const top =
      box && document.elementFromPoint(middle(box.left, box.right, innerWidth), middle(box.top, box.bottom, innerHeight));
    return {
      place: focusables().indexOf(element),
      id: element.id,
      name: name(element),
      href: element.getAttribute("href"),
      outline: style.outlineStyle === "none" ? 0 : parseFloat(style.outlineWidth),
      seen: Boolean(top) && (element.contains(top) || top.contains(element)),
    };
  }

  /**
   * What the mark of the focus must be: its surroundings in the window (*around* pixels more than the element),
   * the pixels that a line of 2 px around the element has there, and what looks alike.
   */
  function ring(around) {
    const element = document.activeElement;
    element.scrollIntoView({ block: "center", behavior: "instant" });
    const box = element.getBoundingClientRect();
    const [width, height] = [innerWidth, innerHeight];
    const inside = (from, to, most) => Math.max(0, Math.min(to, most) - Math.max(from, 0));
    const [across, down] = [inside(box.left, box.right, width), inside(box.top, box.bottom, height)];
    const edges = [
      box.top >= 0 && across,
      box.bottom <= height && across,
      box.left >= 0 && down,
      box.right <= width && down,
    ];
    const [x, y] = [Math.max(0, Math.floor(box.left - around)), Math.max(0, Math.floor(box.top - around))];
    return {
      name: name(element),
      look: `${element.parentElement.className}>${element.localName}.${element.className}`,
      least: Math.round(2 * edges.reduce((sum, edge) => sum + Number(edge), 0)),
      clip: { x, y, width: Math.min(width, box.right + around) - x, height: Math.min(height, box.bottom + around) - y },
    };
  }

  /** Elements that stick out of the window sideways, if it scrolls sideways. */
  function sideways() {
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= width) return [];
    const out = [...document.body.querySelectorAll("*")].filter(
      (one) => isShown(one) && one.getBoundingClientRect().right > width + 0.5,
    );
    return [`scrollWidth ${document.documentElement.scrollWidth} > ${width}`, ...out.map(name)];
  }

  /** Targets that stand on their own and are smaller than *least* pixels. A target may be larger than its box. */
  function smallTargets(least) {
    const alone =
      "nav a, [class*='-rows'] a, .figure--total, .paragraph__number, .pagination a, button, summary, select, input";
    const reach = least / 2 - 1;
    const hits = (element, x, y) => {
      const found = document.elementFromPoint(x, y);
      return found !== null && element.contains(found);
    };
    return [...document.querySelectorAll(alone)]
      .filter(isShown)
      .filter((element) => {
        const { width, height } = element.getBoundingClientRect();
        if (width >= least - 0.01 && height >= least - 0.01) return false;
        element.scrollIntoView({ block: "center", behavior: "instant" });
        const box = element.getClientRects()[0];
        const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
        return ![-reach, reach].every((dx) => [-reach, reach].every((dy) => hits(element, x + dx, y + dy)));
      })
      .map((element) => {
        const { width, height } = element.getBoundingClientRect();
        return `${Math.round(width)}x${Math.round(height)} ${name(element)}`;
      });
  }

  /** Lines of text wider than *most* letters of their own size, and columns of prose that could hold such. */
  function longLines(most) {
    const faults = [];
    for (const block of document.querySelectorAll(".prose p, .prose li, .paragraph__text p, .paragraph__text li")) {
      const style = getComputedStyle(block);
      const width = block.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
      const letters = width / parseFloat(style.fontSize);
      if (letters > most) faults.push(`column of ${letters.toFixed(1)} letters: ${name(block)}`);
    }
    for (const block of document.querySelectorAll("main p, main .prose li, main dd, main td, .feedback p, footer p")) {
      // Columns beside one another are not a line.
      if (!isShown(block) || /flex|grid/.test(getComputedStyle(block).display)) continue;
      const range = document.createRange();
      range.selectNodeContents(block);
      const lines = new Map();
      for (const box of range.getClientRects()) {
        const key = Math.round(box.bottom / 8);
        const [left, right] = lines.get(key) ?? [Infinity, -Infinity];
        lines.set(key, [Math.min(left, box.left), Math.max(right, box.right)]);
      }
      const widest = Math.max(0, ...[...lines.values()].map(([left, right]) => right - left));
      const letters = widest / parseFloat(getComputedStyle(block).fontSize);
      if (letters > most) faults.push(`line of ${letters.toFixed(1)} letters: ${name(block)}`);
    }
    return faults;
  }

  /** Dates of the page's own words that come apart, closing marks that begin a line, words of table heads set downwards. */
  function brokenLines() {
    const faults = [];
    const range = document.createRange();
    const topsOf = (node, from, to) => {
      range.setStart(node, from);
      range.setEnd(node, to);
      return [...new Set([...range.getClientRects()].filter(({ width }) => width > 0).map(({ top }) => Math.round(top)))];
    };
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    let before = null;
    while (walk.nextNode()) {
      const node = walk.currentNode;
      if (node.data.trim() === "" || !isShown(node.parentElement)) continue;
      if (node.parentElement.closest("dl, .life-line, .version-banner, .month-grid__months--told, time")) {
        for (const { 0: day, index } of node.data.matchAll(/(?:\d{4}年)?\d{1,2}月\d{1,2}日|\d{4}年\d{1,2}月/g)) {
          if (topsOf(node, index, index + day.length).length > 1) faults.push(`${day} comes apart: ${name(node.parentElement)}`);
        }
      }
      const block = node.parentElement.closest("p, li, dd, td, div");
      if (/^[、，。；：！？）》”’]/.test(node.data) && before && block.contains(before)) {
        const [mark] = topsOf(node, 0, 1);
        const [word] = topsOf(before, before.data.trimEnd().length - 1, before.data.trimEnd().length);
        if (mark - word > 8) faults.push(`${node.data[0]} begins a line: ${name(block)}`);
      }
      before = node;
    }
    for (const head of document.querySelectorAll("th")) {
      if (head.textContent.trim().length < 2 || !isShown(head) || head.querySelector("svg, button")) continue;
      const words = document.createTreeWalker(head, NodeFilter.SHOW_TEXT);
      const tops = new Set();
      while (words.nextNode()) for (const top of topsOf(words.currentNode, 0, words.currentNode.length)) tops.add(top);
      const lines = tops.size;
      if (lines > Math.ceil(head.textContent.trim().length / 2)) faults.push(`${lines} lines: ${name(head)}`);
    }
    return faults;
  }

  /** Boxes that cut off some of their text. */
  function clipped() {
    const cuts = (overflow) => overflow === "hidden" || overflow === "clip";
    return [...document.body.querySelectorAll("*")]
      .filter((one) => {
        if (!(one instanceof HTMLElement) || !isShown(one) || one.textContent.trim() === "") return false;
        if (one.clientWidth <= 1 || one.clientHeight <= 1) return false; // inline, or kept for screen readers
        const style = getComputedStyle(one);
        return (
          (cuts(style.overflowY) && one.scrollHeight > one.clientHeight + 1) ||
          (cuts(style.overflowX) && one.scrollWidth > one.clientWidth + 1)
        );
      })
      .map(name);
  }

  /** Red, green, blue, alpha of a computed colour, whatever notation it has. */
  function colour(text) {
    const canvas = new OffscreenCanvas(1, 1);
    const pen = canvas.getContext("2d", { willReadFrequently: true });
    pen.fillStyle = text;
    pen.fillRect(0, 0, 1, 1);
    return [...pen.getImageData(0, 0, 1, 1).data];
  }

  /** One of each look among what *selector* chooses and is seen: its place there and its name. */
  function looks(selector) {
    const found = new Map();
    [...document.querySelectorAll(selector)].forEach((one, place) => {
      const { width, height } = one.getBoundingClientRect();
      if (!isShown(one) || width < 4 || height < 4 || one.parentElement.closest("svg")) return;
      const classes = (element) => `${element.localName}.${element.getAttribute("class")}`;
      const look = [one, ...one.children].map(classes).join(">");
      if (!found.has(look)) found.set(look, [place, look + name(one)]);
    });
    return [...found.values()];
  }

  /** Words whose computed colour has less than *least* to 1 to the ground that is painted below them. */
  function unseen(least) {
    const part = (value) => (value <= 10 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4);
    const light = ([red, green, blue]) => 0.2126 * part(red) + 0.7152 * part(green) + 0.0722 * part(blue);
    const canvas = colour("Canvas");
    const known = new Map();
    const read = (text) => known.get(text) ?? known.set(text, colour(text)).get(text);
    function ground(element) {
      for (let one = element; one; one = one.parentElement) {
        const painted = read(getComputedStyle(one).backgroundColor);
        if (painted[3] > 0) return painted;
      }
      return canvas;
    }
    const faults = new Set();
    for (const element of document.body.querySelectorAll("*")) {
      const own = [...element.childNodes].some((one) => one.nodeType === Node.TEXT_NODE && one.data.trim() !== "");
      if (!own || !(element instanceof HTMLElement) || !isShown(element)) continue;
      const [dark, bright] = [light(read(getComputedStyle(element).color)), light(ground(element))].sort((a, b) => a - b);
      if ((bright + 0.05) / (dark + 0.05) < least) faults.add(name(element));
    }
    return [...faults];
  }

  /** What is animated, what would fade, what scrolls smoothly. */
  function moving() {
    const slow = (times) => times.split(",").some((time) => parseFloat(time) > 0);
    const still = document.getAnimations().map((one) => `animated: ${name(one.effect.target)}`);
    for (const element of document.querySelectorAll("*")) {
      const style = getComputedStyle(element);
      if (slow(style.transitionDuration)) still.push(`fades: ${name(element)}`);
      if (style.animationName !== "none" && slow(style.animationDuration)) still.push(`animated: ${name(element)}`);
      if (style.scrollBehavior === "smooth") still.push(`scrolls smoothly: ${name(element)}`);
    }
    return still;
  }

  /** The words that belong on paper: all that is shown, but for what is kept for screen readers. */
  function onPaper() {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const words = [];
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const element = node.parentElement;
      if (element.localName === "title" || element.closest(".visually-hidden") || !isShown(element)) continue;
      words.push(node.data);
    }
    return words.join(" ");
  }

  /** What is wrong with the page as paper. */
  function paper() {
    const faults = [];
    const gone = ".skip-link, .site-header__nav, .filters, .pagination, .issue__neighbours, button:not(th button)";
    for (const element of document.querySelectorAll(gone)) {
      if (isShown(element)) faults.push(`printed: ${name(element)}`);
    }
    for (const button of document.querySelectorAll("th button")) {
      if (getComputedStyle(button).textDecorationLine !== "none") faults.push(`printed as if to be pressed: ${name(button)}`);
    }
    const address = document.querySelector(".official-footer__address, .qr-code__url");
    if (address === null || !isShown(address)) faults.push("not printed: the address of the page");
    for (const element of [document.documentElement, document.body, ...document.querySelectorAll("main, main *")]) {
      if (!(element instanceof HTMLElement) || !isShown(element)) continue;
      const style = getComputedStyle(element);
      const [red, green, blue, alpha] = colour(style.backgroundColor);
      if (alpha > 0 && Math.min(red, green, blue) < 255) faults.push(`background ${style.backgroundColor}: ${name(element)}`);
      const ink = colour(style.color);
      const own = [...element.childNodes].some((one) => one.nodeType === Node.TEXT_NODE && one.data.trim() !== "");
      if (own && Math.max(...ink.slice(0, 3)) > 0x77) faults.push(`pale ink ${style.color}: ${name(element)}`);
    }
    return faults;
  }

  /**
   * What axe says against the page: every rule with one of *tags* (without them: every rule) but those in
   * *without*, also those that are off by default. Text whose contrast it could not measure counts too.
   */
  async function accessibility(tags, without = []) {
    const rules = axe.getRules(tags).filter((rule) => !rule.tags.includes("deprecated"));
    const values = rules.map((rule) => rule.ruleId).filter((id) => !without.includes(id));
    const { violations, incomplete } = await axe.run(document, {
      runOnly: { type: "rule", values },
      resultTypes: ["violations"],
    });
    const unmeasured = incomplete
      .filter((one) => one.id.startsWith("color-contrast"))
      .map((one) => ({ ...one, nodes: one.nodes.filter((node) => measurable(document.querySelector(node.target[0]))) }));
    return [...violations, ...unmeasured].flatMap((one) => one.nodes.map((node) => `${one.id}: ${node.target.join(" ")} - ${why(node)}`));
  }

  /** Whether axe could know the ground of *element*: not of words in a drawing, nor of what is scrolled half out of a region. */
  function measurable(element) {
    if (element === null || element.closest("svg")) return false;
    const region = element.closest(".table-region, [tabindex='0'][role='region']")?.getBoundingClientRect();
    const box = element.getBoundingClientRect();
    return !region || (box.left >= region.left && box.right <= region.right);
  }

  function why(node) {
    const said = [...node.any, ...node.all, ...node.none][0]?.message ?? "";
    return said.split(". Expected")[0];
  }

  return {
    accessibility,
    choose,
    clipped,
    focus,
    focusables,
    brokenLines,
    longLines,
    looks,
    moving,
    name,
    onPaper,
    paper,
    ring,
    sideways,
    smallTargets,
    unseen,
  };
})();

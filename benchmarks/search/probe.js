// In the search page, before its own scripts: asks it as a person would and reads what it shows. It knows
// nothing of how the page works: the box, [data-query], [data-search-result], [data-search-more], <mark>,
// the headings of the tiers and the status line are all there is.
(function () {
  "use strict";

  const PATIENCE = 20000;
  const TASKS = [];
  const VIOLATIONS = [];
  let ready = null; // when the list was complete for the first time, and for which query

  try {
    new PerformanceObserver((list) => list.getEntries().forEach((e) => TASKS.push([e.startTime, e.duration]))).observe({
      type: "longtask",
      buffered: true,
    });
  } catch (missing) {
    // Firefox and old browsers.
  }
  document.addEventListener("securitypolicyviolation", (e) => VIOLATIONS.push(e.violatedDirective + " " + e.blockedURI));

  const box = () => document.querySelector("main input[name=q]");
  const list = () => document.querySelector("[data-query]");
  const results = () => (list() ? Array.from(list().querySelectorAll("[data-search-result]")) : []);
  const isShown = (element) => Boolean(element) && !element.hidden && element.getClientRects().length > 0;

  /** Resolves once *holds*, looked at after each change of the document; false if that takes too long. */
  function until(holds) {
    if (holds()) return Promise.resolve(true);
    return new Promise((resolve) => {
      const end = (held) => {
        watch.disconnect();
        clearTimeout(timer);
        resolve(held);
      };
      const watch = new MutationObserver(() => holds() && end(true));
      const timer = setTimeout(() => end(false), PATIENCE);
      watch.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
    });
  }

  const isComplete = (query) => Boolean(list()) && list().getAttribute("data-query") === query.trim();

  const watchFirst = new MutationObserver(() => {
    if (!list() || !list().getAttribute("data-query")) return;
    const arrival = performance.getEntriesByType("navigation")[0].responseEnd;
    ready = { query: list().getAttribute("data-query"), at: performance.now(), arrival };
    watchFirst.disconnect();
  });
  watchFirst.observe(document, { subtree: true, childList: true, attributes: true });

  /** Put *query* into the box; milliseconds until the list is complete, -1 if it never was. */
  async function put(query) {
    if (list()) list().removeAttribute("data-query");
    const input = box();
    input.value = query;
    const began = performance.now();
    input.dispatchEvent(new InputEvent("input", { bubbles: true, inputType: "insertText" }));
    const held = await until(() => isComplete(query));
    return held ? performance.now() - began : -1;
  }

  async function more(most) {
    for (;;) {
      const button = document.querySelector("[data-search-more]");
      const before = results().length;
      if (!isShown(button) || before >= most) return;
      button.click();
      if (!(await until(() => results().length > before || !isShown(document.querySelector("[data-search-more]"))))) return;
    }
  }

  /** What the page shows now. */
  function read() {
    const shown = [];
    let tier = "";
    const parts = list() ? list().querySelectorAll("h2, h3, h4, [data-search-result]") : [];
    for (const part of parts) {
      const result = part.closest("[data-search-result]");
      if (!result) tier = part.textContent.trim();
      else if (result === part) {
        const link = part.matches("a") ? part : part.querySelector("a[href]");
        const marks = Array.from(part.querySelectorAll("mark"), (mark) => mark.textContent);
        shown.push({ tier, href: link ? link.href : "", marks });
      }
    }
    const said = Array.from(document.querySelectorAll("main [role=status]"), (line) => line.textContent.trim());
    return { shown, said: said.join(" "), rest: isShown(document.querySelector("[data-search-more]")) };
  }

  window.probe = {
    /** Everything the page finds for *query*, up to *most* results. */
    async ask(query, most) {
      const taken = await put(query);
      if (taken >= 0) await more(most);
      return Object.assign(read(), { taken });
    },
    /** The first search, which the address asked for. */
    async begin(query) {
      const held = await until(() => isComplete(query));
      return Object.assign(read(), { ready, held });
    },
    /** Type *query* key by key; the milliseconds of each key. */
    async type(query) {
      const times = [];
      const keys = Array.from(query);
      for (let end = 1; end <= keys.length; end += 1) {
        if (keys[end - 1] === " ") continue;
        const taken = await put(keys.slice(0, end).join(""));
        times.push(taken < 0 ? PATIENCE : taken);
        await new Promise((go) => setTimeout(go, 0));
      }
      return times;
    },
    /** Long tasks since the page began, or since *from*. */
    tasks: (from) => TASKS.filter((task) => task[0] >= (from || 0)).map((task) => task[1]),
    now: () => performance.now(),
    violations: () => VIOLATIONS,
  };
})();

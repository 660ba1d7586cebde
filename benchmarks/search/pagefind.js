// In an empty page beside Pagefind's index: the same questions, through Pagefind's own interface.
(function () {
  "use strict";

  let found = null;

  async function open() {
    if (!found) {
      found = await import("/pagefind/pagefind.js");
      await found.init();
    }
    return found;
  }

  /** As a page of results would: the search, and what ten results show. */
  async function ask(query) {
    const began = performance.now();
    const { results } = await (await open()).search(query);
    const first = await Promise.all(results.slice(0, 10).map((result) => result.data()));
    return { ids: results.map((result) => result.id), marked: first.map((d) => d.excerpt), taken: performance.now() - began };
  }

  window.probe = {
    ask,
    async type(query) {
      const times = [];
      const keys = Array.from(query);
      for (let end = 1; end <= keys.length; end += 1) {
        if (keys[end - 1] === " ") continue;
        times.push((await ask(keys.slice(0, end).join(""))).taken);
        await new Promise((go) => setTimeout(go, 0));
      }
      return times;
    },
    now: () => performance.now(),
  };
})();

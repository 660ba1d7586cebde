// The pattern page and the examples in it. An example stands in a frame that may not reach the page around
// it: what a reader has chosen on the site is not its business. It tells its height, the page gives it.
(() => {
  "use strict";

  const root = document.documentElement;
  const BLANK = 2;

  /** A frame's example: in its own theme, telling how high it is. */
  function example() {
    const { theme, size } = root.dataset;
    const asked = new URLSearchParams(location.search);
    const dress = () => Object.assign(root.dataset, { theme: asked.get("theme") || theme, size: asked.get("size") || size });
    dress(); // the site's scripts have put the reader's own choice there
    addEventListener("pageshow", dress);
    const tell = () => {
      const style = getComputedStyle(document.body);
      const height = Math.ceil(document.body.getBoundingClientRect().height);
      const inner = height - parseFloat(style.paddingTop) - parseFloat(style.paddingBottom);
      parent.postMessage({ pattern: location.href, height, blank: inner < BLANK }, "*");
    };
    new ResizeObserver(tell).observe(document.body);
    // Links lead to pages that are not there.
    document.addEventListener("click", (event) => {
      const link = event.target.closest("a[href]");
      if (link && !link.getAttribute("href").startsWith("#")) event.preventDefault();
    });
    document.addEventListener("submit", (event) => event.preventDefault());
  }

  /** The page: frames as high as their examples; after an edit at once, so that nothing jumps. */
  function page() {
    const known = new Map();
    const fit = (frame) => {
      const told = known.get(frame.src);
      if (!told) return;
      frame.style.height = `${told.height}px`;
      frame.nextElementSibling.hidden = !told.blank;
    };
    addEventListener("message", ({ data, source }) => {
      const frame = [...document.querySelectorAll("iframe")].find((one) => one.contentWindow === source);
      if (!frame || !data.pattern) return;
      known.set(frame.src, data);
      fit(frame);
    });
    new MutationObserver(() => document.querySelectorAll("iframe").forEach(fit)).observe(root, { childList: true });
  }

  if (document.body.classList.contains("pattern")) example();
  else page();
})();

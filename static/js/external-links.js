// Asks before a link leads to a site that is no public body's (G-23). Without this script it simply leads there.
"use strict";

{
  function isExternal(link) {
    const own = document.querySelector("link[rel=canonical]");
    const home = [location.hostname, own && new URL(own.href).hostname];
    return /^https?:$/.test(link.protocol) && !home.includes(link.hostname) && !/(^|\.)gov\.cn$/.test(link.hostname);
  }

  /** Listen for links of the whole page. */
  function watch() {
    if (!window.HTMLDialogElement) return;
    document.addEventListener("click", (event) => {
      const link = event.target.closest("a[href]");
      const isPlain = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
      if (!link || !isPlain || event.defaultPrevented || link.closest(".leaving") || !isExternal(link)) return;
      event.preventDefault();
      const leave = () => location.assign(link.href);
      Rectify.need("leaving", () => Rectify.leaving(link), leave);
    });
  }

  Rectify.externalLinks = { watch };
}

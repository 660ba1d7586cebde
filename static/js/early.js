// What the reader has set, put on <html> before anything is painted: the one script that a page waits for.
(function (world) {
  "use strict";

  const Rectify = (world.Rectify = world.Rectify || {});
  const KEY = "rectify.reading";
  const KNOWN = /\b(size=(?:large|huge)|theme=(?:light|dark|contrast|yellow)|spacing=wide|pointer=big)\b/g;
  const NAMES = ["size", "theme", "spacing", "pointer"];
  const root = document.documentElement;

  /** "size=huge theme=dark"; from disk some browsers keep nothing for the next page but the name of the window. */
  function kept() {
    let text = "";
    try {
      text = localStorage.getItem(KEY);
    } catch (refused) {
      // A browser that keeps nothing: the page looks as it was made.
    }
    return text || (world.name.startsWith(KEY) ? world.name : "");
  }

  function apply() {
    const wanted = (kept().match(KNOWN) || []).map((one) => one.split("="));
    for (const name of NAMES) delete root.dataset[name];
    // Spread: a browser that cannot read this line cannot run the other scripts either, and gets none of their buttons.
    Object.assign(root.dataset, { scripts: "on", ...wanted.reduce((all, [name, value]) => ({ ...all, [name]: value }), {}) });
  }

  Rectify.reading = { KEY, NAMES, apply };
  apply();
})(window);

// What the reader has set, put on <html> before anything is painted: the one script that a page waits for.
"use strict";

{
  const Rectify = (window.Rectify = {});
  const KEY = "rectify.reading";
  const KNOWN = /\b(size=(?:large|huge)|theme=(?:light|dark|contrast|yellow)|spacing=wide|pointer=big)\b/g;
  const NAMES = ["size", "theme", "spacing", "pointer"];
  const root = document.documentElement;

  /** What is stored under *key*; "" where nothing is, or the browser stores nothing. */
  function stored(key) {
    try {
      return localStorage.getItem(key) || "";
    } catch (refused) {
      return "";
    }
  }

  /** Put "size=huge theme=dark" on <html>; from disk some browsers keep only the name of the window for the next page. */
  function apply() {
    const text = stored(KEY) || (window.name.startsWith(KEY) ? window.name : "");
    const wanted = (text.match(KNOWN) || []).map((one) => one.split("="));
    for (const name of NAMES) delete root.dataset[name];
    // Spread: a browser that cannot read this line cannot run the other scripts either, and gets none of their buttons.
    Object.assign(root.dataset, { scripts: "on", ...(navigator.share && { share: "on" }), ...wanted.reduce((all, [name, value]) => ({ ...all, [name]: value }), {}) });
  }

  Rectify.reading = { KEY, NAMES, stored, apply };
  apply();
}

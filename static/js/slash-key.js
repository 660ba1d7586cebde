// The / key goes to the search box; a reader may switch it off (WCAG 2.1.4).
"use strict";

{
  const KEY = "rectify.slash";
  const isOff = () => Rectify.storage.read(KEY) === "off";

  /** Go to the search box, unless the reader is writing somewhere. */
  function press(event) {
    const isWriting = event.target.closest && event.target.closest("input, textarea, select, [contenteditable]");
    const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey && !event.isComposing;
    if (event.key !== "/" || !isPlain || event.defaultPrevented || isWriting || isOff()) return;
    const ways = Array.from(document.querySelectorAll("form[role=search] input[name=q], .site-header__find"));
    const shown = ways.find((one) => one.getClientRects().length > 0);
    if (!shown) return;
    event.preventDefault();
    shown.focus();
    if (shown.select) shown.select();
  }

  Rectify.slashKey = { KEY, isOff, watch: () => document.addEventListener("keydown", press) };
}

// The / key goes to the search box; a reader may switch it off (WCAG 2.1.4).
"use strict";

{
  const KEY = "rectify.slash";
  const { read, write } = Rectify.storage;
  const isOff = () => read(KEY) === "off";

  /** Make *button*, on the help page, a switch for the key. */
  function enhance(button) {
    const draw = () => {
      button.textContent = isOff() ? "重新启用 / 键" : "停用 / 键";
    };
    button.hidden = false;
    button.addEventListener("click", () => {
      write(KEY, isOff() ? "on" : "off");
      draw();
    });
    draw();
  }

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

  Rectify.slashKey = { enhance, watch: () => document.addEventListener("keydown", press) };
}

// Text that the reader takes along: copied, or saved as a file.
"use strict";

{
  const { make } = Rectify.dom;

  /** The address under which the page is published. */
  function address() {
    return document.querySelector("link[rel=canonical]").href;
  }

  /** Copy as browsers did before they had a clipboard, and still do on addresses they do not trust. */
  function copyByHand(text) {
    const focused = document.activeElement;
    const area = document.body.appendChild(make("textarea", { value: text, className: "visually-hidden" }));
    area.select();
    const isCopied = document.execCommand("copy");
    area.remove();
    focused.focus({ preventScroll: true });
    return isCopied;
  }

  /** Copy *text*, then call `done(isCopied)`. */
  function copy(text, done) {
    const byHand = () => done(copyByHand(text));
    if (window.isSecureContext && navigator.clipboard) navigator.clipboard.writeText(text).then(() => done(true), byHand);
    else byHand();
  }

  /** Save *text* as a file called *name*, with the line ends that Windows has. */
  function save(text, name) {
    const href = URL.createObjectURL(new Blob([text.replace(/\n/g, "\r\n")], { type: "text/plain" }));
    make("a", { href, download: name }).click();
  }

  Rectify.clipboard = { address, copy, save };
}

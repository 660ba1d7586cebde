// What the other scripts draw with.
"use strict";

{
  /** A new element with the properties *traits*. */
  function make(name, traits) {
    return Object.assign(document.createElement(name), traits);
  }

  /** Fill *element* with *parts*, [text, isMatch] each, matches as <mark>. */
  function fill(element, parts) {
    element.textContent = "";
    element.append(...parts.map(([text, isMatch]) => (isMatch ? make("mark", { textContent: text }) : text)));
    return element;
  }

  /**
   * Call *changed* when *input* changes, but not before an input method is done. Gives `isComposing(event)`:
   * whether the input method is at work, so that the keys are not for the page.
   */
  function onTyping(input, changed) {
    let composing = false;
    const isComposing = (event) => composing || event.isComposing;
    input.addEventListener("compositionstart", () => {
      composing = true;
    });
    input.addEventListener("compositionend", () => {
      composing = false;
      changed();
    });
    input.addEventListener("input", (event) => {
      if (!isComposing(event)) changed();
    });
    return isComposing;
  }

  Rectify.dom = { make, fill, onTyping };
}

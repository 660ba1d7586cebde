// What is typed into boxes that belong to no file: kept, however often a page is drawn or left, until what it is for is done.
"use strict";
{
  const desk = window.rectifyDesk;
  const kept = (key) => `typed ${key}`;

  /** Have *control* hold what was last typed for *key*, and all other boxes for the same the same words. */
  function keepTyped(control, key) {
    control.dataset.typed = key;
    control.value = sessionStorage.getItem(kept(key)) || control.value;
    control.addEventListener("input", () => {
      sessionStorage.setItem(kept(key), control.value);
      for (const other of document.querySelectorAll("[data-typed]")) if (other !== control && other.dataset.typed === key) other.value = control.value;
    });
    return control;
  }

  /** What was typed for each of *keys* is done with. */
  function forgetTyped(...keys) {
    keys.forEach((key) => sessionStorage.removeItem(kept(key)));
  }

  const isTyped = (key) => Boolean(sessionStorage.getItem(kept(key)));

  Object.assign(desk, { forgetTyped, isTyped, keepTyped });
}

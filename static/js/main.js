// What every page does once it is there: an element asks for it by data-module. Without scripts all still works.
(function (world) {
  "use strict";

  const Rectify = (world.Rectify = world.Rectify || {});
  const KEY_OFF = "rectify.slash";
  /** Where this script is; what searches stands beside it. */
  const own = typeof document !== "undefined" && document.currentScript ? document.currentScript.src : "";
  /** By name: what waits for a script that is on its way. */
  const waiting = {};

  /** Call *done* once the script called *name* is there: most pages never need one. */
  function need(name, done, failed) {
    if (Rectify[name]) {
      done();
      return;
    }
    const isFirst = !waiting[name];
    waiting[name] = (waiting[name] || []).concat([[done, failed]]);
    if (!isFirst) return;
    const script = document.createElement("script");
    const file = name === "search" ? "search-" + document.documentElement.dataset.search : name;
    script.src = own.replace(/[^/]*$/, file + ".js");
    script.onload = script.onerror = () => {
      const called = waiting[name];
      delete waiting[name];
      script.remove();
      for (const [then, otherwise] of called) {
        if (Rectify[name]) then();
        else if (otherwise) otherwise();
      }
    };
    document.head.appendChild(script);
  }

  /** Load this site's search: `done(index)`. */
  function open(done, failed) {
    need("search", () => Rectify.search.load(Rectify.searchBox.siteRoot(), done, failed), failed);
  }

  /** A page that was opened from a search: its words are marked. */
  function marks(article) {
    const text = (new URLSearchParams(location.search).get("q") || "").trim().slice(0, 100);
    if (text === "") return;
    const box = document.getElementById("site-search");
    if (box) box.value = text;
    need("search", () => Rectify.marks.show(article, text));
  }

  /** The search page; if what searches does not come, it shows its lists as without scripts. */
  function searchPage(element) {
    const giveUp = () =>
      element.querySelectorAll(".search__live, .search__lists").forEach((one) => one.removeAttribute("class"));
    need("search", () => Rectify.searchPage.enhance(element, giveUp), giveUp);
  }

  /** Whether the reader has switched the / key off (WCAG 2.1.4). */
  function slashIsOff() {
    try {
      return localStorage.getItem(KEY_OFF) === "off";
    } catch (refused) {
      return false;
    }
  }

  /** The switch on the help page. */
  function slashSwitch(button) {
    const draw = () => {
      button.textContent = slashIsOff() ? "重新启用 / 键" : "停用 / 键";
    };
    button.hidden = false;
    button.addEventListener("click", () => {
      try {
        localStorage.setItem(KEY_OFF, slashIsOff() ? "on" : "off");
      } catch (refused) {
        // Nothing can be kept here: the key stays as it is.
      }
      draw();
    });
    draw();
  }

  /** The / key goes to the search box, unless the reader is writing somewhere. */
  function slash(event) {
    const writing = event.target.closest && event.target.closest("input, textarea, select, [contenteditable]");
    const plain = !event.ctrlKey && !event.metaKey && !event.altKey && !event.isComposing;
    if (event.key !== "/" || !plain || event.defaultPrevented || writing || slashIsOff()) return;
    const ways = Array.from(document.querySelectorAll("form[role=search] input[name=q], .site-header__find"));
    const shown = ways.find((one) => one.getClientRects().length > 0);
    if (!shown) return;
    event.preventDefault();
    shown.focus();
    if (shown.select) shown.select();
  }

  const modules = {
    "search-box": (element) => Rectify.searchBox.enhance(element),
    "search-page": searchPage,
    "reading-tools": (element) => Rectify.readingTools.enhance(element),
    "page-ways": (element) => Rectify.cite.ways(element),
    "slash-switch": slashSwitch,
    citation: (element) => Rectify.cite.enhance(element),
    marks,
    "sort-table": (element) => Rectify.sortTable(element),
  };

  function start() {
    document.querySelectorAll("[data-module]").forEach((element) => {
      const module = modules[element.dataset.module];
      if (module) module(element);
    });
    document.addEventListener("keydown", slash);
    Rectify.leaving.watch();
  }

  Object.assign(Rectify, { need, open });
  start();
})(typeof window === "undefined" ? globalThis : window);

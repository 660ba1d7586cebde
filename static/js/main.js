// What every page does once it is there: an element asks for it by data-module. Without scripts all still works.
"use strict";

{
  /** A page that was opened from a search: its words are marked. */
  function marks(article) {
    const text = (new URLSearchParams(location.search).get("q") || "").trim().slice(0, 100);
    if (text === "") return;
    const box = document.getElementById("site-search");
    if (box) box.value = text;
    Rectify.need("search", () => Rectify.need("marks", () => Rectify.marks.show(article, text)));
  }

  /** The search page; if what searches does not come, it shows its lists as without scripts. */
  function searchPage(element) {
    const giveUp = () =>
      element.querySelectorAll(".search__live, .search__lists").forEach((one) => one.removeAttribute("class"));
    Rectify.need("search", () => Rectify.searchPage(element, giveUp), giveUp);
  }

  /** What only some pages have, in a script of its own. */
  const onDemand = (name) => (element) => Rectify.need(name, () => Rectify[name](element));

  /** What helps only those who are about to type: loaded once the focus is there. */
  const onFocus = (name) => (element) => {
    const load = () => Rectify.need(name, () => Rectify[name](element));
    if (element.contains(document.activeElement)) load();
    else element.addEventListener("focusin", load, { once: true });
  };

  /** A button that checks what the page shows; what does it is loaded once it is pressed. */
  function pageCheck(line) {
    const button = Rectify.dom.make("button", { className: "plain-button change-history__check", type: "button", textContent: "核对本页" });
    button.addEventListener("click", () => Rectify.need("pageCheck", () => Rectify.pageCheck(line)));
    line.append(button);
  }

  /**
   * Citing, sharing and copying: loaded once the reader comes near the *section* of citations, or to what copies and
   * shares; a press that came before the script is made again.
   */
  function citation(section) {
    let isThere = false;
    const load = (pressed) =>
      Rectify.need("citation", () => {
        if (!isThere) Rectify.citation(section);
        isThere = true;
        if (pressed) pressed.click();
      });
    for (const type of ["mouseover", "focusin", "click"]) {
      document.addEventListener(type, ({ target }) => {
        const way = target.closest(".paragraph__number, .page-ways a, .page-ways button");
        if (way && !isThere) load(type === "click" && way);
      });
    }
    if (location.hash || !window.IntersectionObserver) load();
    else new IntersectionObserver(([one]) => one.isIntersecting && load(), { rootMargin: "50%" }).observe(section);
  }

  const modules = {
    "search-box": onFocus("searchBox"),
    "search-page": searchPage,
    "reading-tools": Rectify.readingTools,
    "slash-switch": onDemand("slashSwitch"),
    citation,
    today: onDemand("today"),
    marks,
    "sort-table": onDemand("sortTable"),
    "list-download": onDemand("listDownload"),
    "page-check": pageCheck,
    "record-check": onDemand("recordCheck"),
    "compare-days": onDemand("compareDays"),
    narrow: onFocus("narrow"),
  };

  document.querySelectorAll("[data-module]").forEach((element) => {
    const module = modules[element.dataset.module];
    if (module) module(element);
  });
  Rectify.slashKey.watch();
  Rectify.externalLinks.watch();
}

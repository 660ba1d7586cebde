// The search page: results below the box as people type, filters beside them, everything in the address.
"use strict";

{
  const { parse, format, SearchHistory } = Rectify.searchAddress;

  class SearchPage {
    /** Search in *page*; *giveUp* shows it as without scripts. */
    constructor(page, giveUp) {
      this.page = page;
      this.view = new Rectify.SearchView(page);
      this.boxes = null; // the filters, once they are drawn
      this.own = null; // the bureau's own pages, where the site has any
      this.history = new SearchHistory(() => this.view.entitle(this.input.value.trim()));
      this.form = page.querySelector("form");
      this.input = this.form.querySelector("input[name=q]");
      this.fold = this.view.part("fold");
      this.wide = matchMedia("(min-width: 64em)");
      this.index = null;
      this.filters = null; // the chosen keys by facet
      this.isByDate = false; // the newest results first
      this.total = 0; // results that the page counts
      this.sort = this.view.part("sort");
      this.shown = 0; // results that are wanted; 0: as many as the site shows at once
      this.silence = () => {}; // makes the question on its way silent
      this.listen();
      this.restore();
      this.openOwnPages();
      // The texts of a small site are long on their way: what a longer question needs comes meanwhile.
      if (Rectify.Scan && this.input.value.length > 3) Rectify.need("pieces", () => {});
      Rectify.search.load((index) => this.begin(index), giveUp);
    }

    listen() {
      const { view, input, fold, wide } = this;
      const isComposing = Rectify.dom.onTyping(input, () => this.change(true));
      input.addEventListener("blur", () => this.history.settle());
      input.addEventListener("keydown", (event) => {
        const [first] = view.links();
        if (event.key !== "ArrowDown" || isComposing(event) || !first) return;
        event.preventDefault();
        first.focus();
      });
      this.form.addEventListener("submit", (event) => {
        if (!this.index) return;
        event.preventDefault();
        this.remember(false);
        // The keyboard of a phone covers the results.
        if (matchMedia("(pointer: coarse)").matches) input.blur();
      });
      const choices = [[view.more, "showMore"], [view.part("download"), "download"]];
      for (const name of ["clear", "unfilter"]) choices.push([view.part(name), "unfilter"]);
      for (const [button, choice] of choices) button.addEventListener("click", () => Rectify.need("filterBoxes", () => this[choice]()));
      this.sort.addEventListener("change", () => {
        this.isByDate = this.sort.value === "date";
        this.change(false);
      });
      window.addEventListener("popstate", () => this.restore());
      fold.addEventListener("toggle", () => fold.open && this.openFilters());
      // A large site's filters cost as much as its answers: they come when they are asked for.
      const open = () => {
        fold.open = wide.matches && document.documentElement.dataset.search === "all";
      };
      wide.addListener(open);
      open();
    }

    begin(index) {
      this.index = index;
      // The filters of the address are checked against the site's before anything is asked.
      if (index.isInstant || this.chosen() > 0) this.openFilters(() => this.ask());
      else this.ask(() => this.fold.open && this.openFilters());
    }

    /** How many filters are on. */
    chosen() {
      return Object.keys(this.filters).reduce((sum, facet) => sum + this.filters[facet].length, 0);
    }

    /** Ask for what stands in the box and show the answer; *then* when it is there. */
    ask(then) {
      const { index, filters, view } = this;
      const text = this.input.value.trim();
      this.silence();
      view.wait();
      if (this.own) this.own.ask(text);
      const show = (answer) => {
        this.total = answer.total;
        view.show(answer, text, this.chosen());
        if (this.boxes) this.boxes.update(filters, answer.facets);
        if (answer.total === 0 && this.chosen() > 0) {
          this.silence = index.ask(text, {}, 1, (unfiltered) => view.offerUnfiltered(unfiltered));
        }
        if (then) then(answer);
      };
      this.silence = index.ask(text, filters, this.shown || index.atOnce, show, this.isByDate);
    }

    openOwnPages() {
      const part = this.view.part("own");
      if (!part) return;
      Rectify.need("ownPages", () => {
        this.own = Rectify.ownPages(part);
        this.own.ask(this.input.value.trim());
      });
    }

    /** Draw the filters, once, and ask: the same results, and the numbers beside the filters. *failed* if they do not come. */
    openFilters(failed = () => {}) {
      if (this.boxes || !this.index) return;
      Rectify.need("filterBoxes", () => this.index.facets((lists) => this.drawFilters(lists), failed), failed);
    }

    /** Put the present search into the address: at once, or when nothing is being typed. */
    remember(isTyping) {
      this.history.remember(format(this.input.value, this.filters, this.isByDate), { shown: this.shown }, isTyping);
    }

    change(isTyping) {
      if (!this.index) return;
      this.shown = 0;
      this.remember(isTyping);
      this.ask();
    }

    /** Show what the address asks for. */
    restore() {
      const { text, filters, isByDate } = parse(location.search);
      this.history.leave();
      this.view.entitle(text);
      this.input.value = text;
      this.filters = filters;
      this.isByDate = isByDate;
      this.sort.value = isByDate ? "date" : "match";
      this.shown = (history.state && history.state.shown) || 0;
      if (!this.index) return;
      if (this.boxes) this.boxes.clean(filters);
      this.ask();
    }
  }

  Object.assign(Rectify, { SearchPage, searchPage: (page, giveUp) => new SearchPage(page, giveUp) });
}

// What a reader of the search page chooses after asking: filters, more results, a file of all. A large site loads it then.
"use strict";

{
  const { parse } = Rectify.searchAddress;

  const choices = {
    /** All that is found, as a file: its rows are as many as the page counts. */
    download() {
      const text = this.input.value.trim();
      // A large site knows only then how many there are.
      this.shown = this.total + this.index.atOnce;
      Rectify.need("csv", () =>
        this.ask((answer) => Rectify.csv.save(text || "全部问题", Rectify.csv.rowsOf(answer))),
      );
    },

    /** Draw the filters with the values in *lists*, and ask. */
    drawFilters(lists) {
      if (this.boxes) return;
      this.boxes = Rectify.filterBoxes(this.page, lists, (facet, key, isWanted) => this.filter(facet, key, isWanted));
      this.boxes.clean(this.filters);
      this.ask();
    },

    filter(facet, key, isWanted) {
      this.filters[facet] = this.filters[facet].filter((one) => one !== key).concat(isWanted ? [key] : []);
      this.change(false);
    },

    unfilter() {
      this.filters = parse("").filters;
      this.change(false);
      this.input.focus(); // the pressed button is gone
    },

    showMore() {
      const before = this.view.results.querySelectorAll("[data-search-result]").length;
      this.shown = (this.shown || this.index.atOnce) + this.index.atOnce;
      this.history.update({ shown: this.shown });
      this.ask(() => {
        const link = this.view.links()[before];
        if (link) link.focus();
      });
    },
  };

  Rectify.searchChoices = Object.assign(Rectify.SearchPage.prototype, choices);
}

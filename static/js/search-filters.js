// The filters beside the results: a checkbox for each value that the site has, with the number it would leave.
"use strict";

{
  const { make } = Rectify.dom;
  const { FACETS } = Rectify.question;

  class FilterBoxes {
    /**
     * Draws the boxes of *lists*, facet → [key, label] each, into *page*; only their numbers change later. Calls
     * `change(facet, key, isWanted)` when a box is pressed.
     */
    constructor(page, lists, change) {
      this.page = page;
      this.change = change;
      this.boxes = {}; // facet → key → { box, count, item }
      for (const facet of FACETS) {
        const field = this.page.querySelector('[data-search-facet="' + facet + '"]');
        this.boxes[facet] = {};
        if (!field) continue; // nothing on this site can be sorted so
        const list = field.querySelector("ul");
        const values = lists[facet] || [];
        for (const [key, label] of values) list.append(this.item(facet, key, label));
        field.hidden = values.length < 2;
      }
    }

    item(facet, key, label) {
      const item = make("li", { className: "facet__item" });
      const line = make("label", { className: "facet__label" });
      const box = make("input", { className: "facet__box", type: "checkbox", value: key });
      const count = make("span", { className: "facet__count" });
      box.addEventListener("change", () => this.change(facet, key, box.checked));
      line.append(
        box,
        make("span", { className: "facet__name", textContent: label }),
        count,
        make("span", { className: "visually-hidden", textContent: "个" }),
      );
      item.append(line);
      this.boxes[facet][key] = { box, count, item };
      return item;
    }

    /** Show which *filters* are on, and the numbers of *facets*: facet → [label, key, count] each. */
    update(filters, facets) {
      if (!facets) return;
      for (const facet of FACETS) {
        const counts = new Map((facets[facet] || []).map(([, key, count]) => [key, count]));
        Object.keys(this.boxes[facet]).forEach((key) => {
          const { box, count, item } = this.boxes[facet][key];
          box.checked = filters[facet].includes(key);
          count.textContent = counts.get(key) || 0;
          // What would leave nothing is folded away, unless it is on.
          item.hidden = !counts.get(key) && !box.checked;
        });
      }
    }

    /** Take off *filters* that the site does not have: they would hide everything and have no box. */
    clean(filters) {
      for (const facet of FACETS) filters[facet] = filters[facet].filter((key) => key in this.boxes[facet]);
    }
  }

  Rectify.filterBoxes = (page, lists, change) => new FilterBoxes(page, lists, change);
}

// What the search page shows of an answer.
"use strict";

{
  const { make, fill } = Rectify.dom;
  const MAX_ROWS = 300; // of the file that a page makes
  const atMost = (counted) => (counted.exact ? "" : "最多");

  class SearchView {
    constructor(page) {
      this.page = page;
      this.results = page.querySelector("[data-search-results]");
      this.more = page.querySelector("[data-search-more]");
      this.blank = this.part("result").content.querySelector("[data-search-result]");
      this.marks = this.part("marks").content;
      this.title = document.title;
    }

    part(name) {
      return this.page.querySelector('[data-search="' + name + '"]');
    }

    links() {
      return this.results.querySelectorAll(".search-result__link");
    }

    /** A question was put; what is shown still answers the one before. */
    wait() {
      this.results.removeAttribute("data-query");
    }

    /** Name the page after *text*. */
    entitle(text) {
      document.title = text ? text + "_" + this.title : this.title;
    }

    /** Show *answer* to *text* under so many *chosen* filters. */
    show(answer, text, chosen) {
      const status = this.part("said");
      if (status.textContent !== answer.said) status.textContent = answer.said;
      const shown = answer.tiers.filter((tier) => tier.results.length > 0);
      this.results.textContent = "";
      for (const tier of shown) this.results.append(this.heading(answer, tier, chosen), this.list(tier, text));
      const rest = answer.total - shown.reduce((sum, tier) => sum + tier.results.length, 0);
      this.more.hidden = rest <= 0;
      this.more.textContent = "显示更多（" + atMost(answer) + "还有" + rest + "个）";
      this.part("chosen-count").textContent = chosen > 0 ? "（已选" + chosen + "项）" : "";
      this.part("clear").hidden = chosen === 0;
      this.part("empty").hidden = answer.total > 0 || Boolean(answer.isBroken);
      const { hints } = answer;
      this.part("hints").hidden = !hints;
      if (hints) Rectify.otherwise.showHints(this.part("hints"), hints);
      this.part("side").hidden = answer.total === 0 && chosen === 0; // no empty column beside the words
      this.part("unfiltered").hidden = true;
      this.part("order").hidden = answer.total < 2;
      this.part("download").hidden = answer.total === 0 || answer.total > MAX_ROWS;
      if (!answer.isBroken) this.results.dataset.query = text;
    }

    heading(answer, tier, chosen) {
      const words = tier.name === "all" && chosen > 0 ? "符合筛选的问题" : tier.label;
      const heading = make("h2", { className: "search__tier", textContent: words });
      if (answer.tiers.length > 1) {
        heading.append(make("span", { className: "search__tier-count", textContent: " " + atMost(tier) + tier.count + "个" }));
      }
      return heading;
    }

    list(tier, text) {
      const list = make("ol", { className: "search-results" });
      if (tier.name === "loose") list.dataset.searchLoose = "";
      list.append(...tier.results.map((result) => this.item(result, text)));
      return list;
    }

    item(result, text) {
      const item = this.blank.cloneNode(true);
      const part = (name) => item.querySelector('[data-part="' + name + '"]');
      const href = Rectify.searchLinks.addressOf(result, text);
      part("number").textContent = result.number;
      part("title").append(fill(make("a", { className: "search-result__link", href }), result.titleParts));
      const said = result.snippet.map(([words]) => words).join("");
      const [before, ...after] = said ? result.brief.split(said) : [result.brief];
      const isWithin = after.length > 0; // the snippet is not said twice
      if (isWithin) fill(part("brief"), [[before, false], ...result.snippet, [after.join(said), false]]);
      else if (result.brief) part("brief").textContent = result.brief;
      else part("brief").remove();
      if (said && !isWithin) fill(part("snippet"), result.snippet);
      else part("snippet").remove();
      const tag = this.marks.querySelector(".status-tag--" + result.mark).cloneNode(true);
      tag.append(result.status);
      part("status").append(tag);
      part("category").textContent = result.category;
      const { note } = result;
      if (note.length > 0) fill(part("count"), [["说明里有：", false], ...note]);
      else if (result.count > 1) part("count").textContent = "找到" + result.count + "处";
      else part("count").remove();
      return item;
    }

    /** Offer to go without the filters, if that finds something: *answer*. */
    offerUnfiltered(answer) {
      this.part("unfiltered").hidden = answer.total === 0;
      this.part("unfilter").textContent = "去掉筛选，查看" + atMost(answer) + answer.total + "个结果";
    }
  }

  Rectify.SearchView = SearchView;
}

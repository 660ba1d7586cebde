// The bureau's own pages among the results: few, each with all its text in one file, which comes at the first question.
"use strict";

{
  const { make, fill } = Rectify.dom;
  const BEFORE = 18; // characters of an excerpt before the match
  const LENGTH = 72;

  class OwnPages {
    /** Shows into the section *part* of the search page. */
    constructor(part) {
      this.part = part;
      this.text = "";
      this.pages = null;
    }

    /** Show the pages that hold all words of *text*, those with one in their title first. */
    ask(text) {
      this.text = text;
      if (!text) this.part.hidden = true;
      else this.load().then((pages) => text === this.text && this.show(pages, text), () => {});
    }

    /** Promises the pages, [path, title, text] each. */
    async load() {
      if (!this.pages) [this.pages] = await Rectify.search.get("pages", "pages");
      return this.pages;
    }

    show(pages, text) {
      const words = text.split(/\s+/).map((one) => Rectify.search.normalise(one).text).filter(Boolean);
      const found = pages.map((page) => this.judge(page, words)).filter(Boolean);
      found.sort((one, other) => other.isInTitle - one.isInTitle);
      const list = this.part.querySelector("ul");
      list.textContent = "";
      list.append(...found.map((one) => this.item(one)));
      this.part.hidden = found.length === 0;
    }

    /** *page* and where the first of *words* stands in it; null if one is missing. */
    judge([path, title, source], words) {
      const name = Rectify.search.normalise(title).text;
      const { text, map } = Rectify.search.normalise(source);
      if (words.length === 0 || !words.every((word) => name.includes(word) || text.includes(word))) return null;
      const [word] = words.filter((one) => text.includes(one)).concat("");
      const at = text.indexOf(word);
      const begin = word ? map[at] : 0;
      const end = word ? map[at + word.length - 1] + 1 : 0;
      return { path, title, source, begin, end, isInTitle: words.some((one) => name.includes(one)) ? 1 : 0 };
    }

    item({ path, title, source, begin, end }) {
      const href = Rectify.searchLinks.siteRoot() + path;
      const from = Math.max(0, begin - BEFORE);
      const to = Math.max(end, from + LENGTH);
      const excerpt = fill(make("p", { className: "search__excerpt" }), [
        [(from > 0 ? "…" : "") + source.slice(from, begin), false],
        [source.slice(begin, end), end > begin],
        [source.slice(end, to) + (to < source.length ? "…" : ""), false],
      ]);
      const item = make("li", { className: "search__page" });
      item.append(make("a", { className: "search__page-link", href, textContent: title }), excerpt);
      return item;
    }
  }

  Rectify.ownPages = (part) => new OwnPages(part);
}

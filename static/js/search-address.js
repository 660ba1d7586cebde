// What the search page was asked, as an address: to be shared, and for the back button.
"use strict";

{
  const { FACETS } = Rectify.question;
  /** After so many milliseconds without a key, what was typed is a search of its own for the back button. */
  const SETTLED = 1500;

  /** What an address asks for: { text, filters, isByDate }, of filters the chosen keys by facet. */
  function parse(query) {
    const parameters = new URLSearchParams(query);
    const filters = {};
    for (const facet of FACETS) filters[facet] = Array.from(new Set(parameters.getAll(facet)));
    return { text: parameters.get("q") || "", filters, isByDate: parameters.get("sort") === "date" };
  }

  /** The same as an address: "" or "?q=…&c=…&sort=date". */
  function format(text, filters, isByDate) {
    const parameters = new URLSearchParams();
    if (text.trim() !== "") parameters.append("q", text.trim());
    for (const facet of FACETS) filters[facet].forEach((key) => parameters.append(facet, key));
    if (isByDate) parameters.append("sort", "date");
    const query = parameters.toString();
    return query && "?" + query;
  }

  /** The entries of the browser's history. The newest is a draft while it is still being typed. */
  class SearchHistory {
    constructor() {
      this.isDraft = false;
      this.timer = 0;
    }

    /** Put *query* into the address with *state*. A draft is written over, anything else is kept for "back". */
    remember(query, state, isTyping) {
      const address = location.href.split(/[?#]/)[0] + query;
      if (address !== location.href.split("#")[0]) {
        try {
          history[this.isDraft ? "replaceState" : "pushState"](state, "", address);
          this.isDraft = true;
        } catch (refused) {
          // Some browsers keep addresses of files as they are, or refuse many changes: the page still works.
        }
      }
      clearTimeout(this.timer);
      if (isTyping) this.timer = setTimeout(() => this.settle(), SETTLED);
      else this.settle();
    }

    /** Keep *state* with the present address. */
    update(state) {
      try {
        history.replaceState(state, "", location.href);
      } catch (refused) {
        // As above.
      }
    }

    /** The newest entry is no draft any more. */
    settle() {
      clearTimeout(this.timer);
      this.isDraft = false;
    }
  }

  Rectify.searchAddress = { parse, format, SearchHistory };
}

// What the search page was asked, as an address: to be shared, and for the back button.
"use strict";

{
  const { FACETS } = Rectify.question;
  /** After so many milliseconds without a key, what was typed is a search of its own for the back button. */
  const SETTLED = 1500;
  const PAUSE = 150; // and after so many it is in the address

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
    /** *written()* is called when the address was brought up to date. */
    constructor(written) {
      this.written = written;
      this.isDraft = false;
      this.pending = null; // what is to be the address after a pause: changing it costs more than most answers
      this.timer = 0;
    }

    /** Put *query* into the address with *state*. A draft is written over, anything else is kept for "back". */
    remember(query, state, isTyping) {
      clearTimeout(this.timer);
      if (!isTyping) this.settle();
      this.pending = [query, state];
      if (isTyping) this.timer = setTimeout(() => this.pause(), PAUSE);
      else this.settle();
    }

    /** Nothing is being typed just now. */
    pause() {
      this.write();
      this.timer = setTimeout(() => this.settle(), SETTLED);
    }

    write() {
      if (!this.pending) return;
      const [query, state] = this.pending;
      this.pending = null;
      const address = location.href.split(/[?#]/)[0] + query;
      if (address !== location.href.split("#")[0]) {
        try {
          history[this.isDraft ? "replaceState" : "pushState"](state, "", address);
          this.isDraft = true;
        } catch (refused) {
          // Some browsers keep addresses of files as they are, or refuse many changes: the page still works.
        }
      }
      this.written();
    }

    /** Keep *state* with the present address. */
    update(state) {
      this.write();
      try {
        history.replaceState(state, "", location.href);
      } catch (refused) {
        // As above.
      }
    }

    /** The address is brought up to date, and the newest entry is no draft any more. */
    settle() {
      clearTimeout(this.timer);
      this.write();
      this.isDraft = false;
    }

    /** The browser went to another entry: what was to be the address is not any more. */
    leave() {
      this.pending = null;
      this.settle();
    }
  }

  Rectify.searchAddress = { parse, format, SearchHistory };
}

// The filters of a large site: by what each document can be sorted, a column for each facet.
"use strict";

{
  const { FACETS } = Rectify.question;
  const BASE = 91; // digits from # to ~, without the backslash

  /** The numbers of a column of *total* documents: a digit each where there are at most as many *values*, or two. */
  function readColumn(text, values, total) {
    const digit = (at) => {
      const code = text.charCodeAt(at);
      return code - 0x23 - (code > 0x5c ? 1 : 0);
    };
    const column = new Uint16Array(total);
    for (let id = 0; id < total; id += 1) column[id] = values <= BASE ? digit(id) : digit(2 * id) * BASE + digit(2 * id + 1);
    return column;
  }

  class Columns {
    /** *data*: what `facets.js` says; *starts*: the first document of each round, oldest first, and the total. */
    constructor(data, starts) {
      const { columns, sets, tsets, yr, br = [] } = data;
      const total = starts[starts.length - 1];
      this.lists = Object.assign({ b: [], t: [] }, data); // facet → [key, label] each; only some sites have bodies or topics
      this.sets = { d: sets, t: tsets }; // facet → the places in its list that go together: of others one or, at last, none
      for (const facet of FACETS) this.sets[facet] = this.sets[facet] || [...this.lists[facet].map((_, place) => [place]), []];
      this.columns = {}; // facet → for each document its set
      for (const facet of FACETS) {
        this.columns[facet] = columns[facet] ? readColumn(columns[facet], this.sets[facet].length, total) : new Uint16Array(total);
      }
      for (let n = 0; n + 1 < starts.length; n += 1) {
        this.columns.r.fill(starts.length - 2 - n, starts[n], starts[n + 1]);
        this.columns.y.fill(yr[n], starts[n], starts[n + 1]);
        this.columns.b.fill(br[n] || 0, starts[n], starts[n + 1]);
      }
    }

    /** For each facet, whether a document has one of the chosen values; null where nothing is chosen. */
    tests(filters) {
      return FACETS.map((facet) => {
        const keys = filters[facet] || [];
        if (keys.length === 0) return null;
        const column = this.columns[facet];
        const chosen = this.lists[facet].map(([key]) => keys.includes(key));
        const passes = this.sets[facet].map((set) => set.some((place) => chosen[place]));
        return (id) => passes[column[id]];
      });
    }

    /** Whether a document passes all *filters*, as a function of its id. */
    passing(filters) {
      const tests = this.tests(filters).filter(Boolean);
      return (id) => tests.every((test) => test(id));
    }

    /** Whether a document is in one of *states*, if there are any, and whether it passes all *filters* as well. */
    wanted(states, filters) {
      const isMeant = this.passing({ s: states });
      const passes = this.passing(filters);
      return { isMeant, passes: (id) => isMeant(id) && passes(id) };
    }

    /** For each facet its values with the number of documents of *ids* that choosing it would leave. */
    counted(ids, filters) {
      const tests = this.tests(filters);
      const facets = {};
      FACETS.forEach((facet, n) => {
        const column = this.columns[facet];
        const others = tests.filter((test, m) => test && m !== n);
        const counts = new Uint32Array(this.lists[facet].length);
        for (const id of ids) {
          if (others.every((test) => test(id))) for (const place of this.sets[facet][column[id]] || []) counts[place] += 1;
        }
        facets[facet] = this.lists[facet].map(([key, label], place) => [label, key, counts[place]]);
      });
      return facets;
    }
  }

  Rectify.columns = (data, starts) => new Columns(data, starts);
}

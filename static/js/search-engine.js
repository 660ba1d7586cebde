// The search of this site: loads its data, in one file or in many, and hands over what answers questions.
(function () {
  "use strict";

  const isNode = typeof module !== "undefined";
  const normal = isNode ? require("./search-normal.js") : window.Rectify.normal;
  const rules = isNode ? require("./search-text.js") : window.Rectify.searchText;
  const Scan = isNode ? require("./search-scan.js").Scan : window.Rectify.Scan;
  const Shards = isNode ? require("./search-shards.js").Shards : window.Rectify.Shards;
  const waiting = new Map(); // name → { promise, done }
  let root = "";
  let index = null;
  let opening = null;

  /** Load `search/<file>.js`, which says *name*; promises what else it says. */
  function get(file, name) {
    const before = waiting.get(name);
    if (before) return before.promise;
    const wait = {};
    wait.promise = new Promise((done, failed) => {
      wait.done = done;
      search.script(root + "search/" + file + ".js", () => {
        // A server may send something else under that name.
        if (waiting.get(name) !== wait) return;
        waiting.delete(name);
        failed(new Error(file));
      });
    });
    waiting.set(name, wait);
    return wait.promise;
  }

  /** What only some questions need, once it is open: simplified characters by traditional ones, and pinyin. */
  const tables = {
    fold: null,
    pinyin: null,
    own: null,
    both: null,
    open(name) {
      return get(name, name).then(([told]) => {
        tables[name] = name === "fold" ? rules.readPairs(told) : rules.readPinyin(told);
      });
    },
    /** What questions are folded with, beside the *own* characters of the texts. */
    folding(own) {
      if (!tables.fold) return own;
      if (tables.own !== own) {
        tables.own = own;
        tables.both = new Map(Array.from(own).concat(Array.from(tables.fold)));
      }
      return tables.both;
    },
  };

  const search = {
    Scan,
    Shards,
    tables,
    /** Called by the files in search/. */
    receive(name) {
      const wait = waiting.get(name);
      waiting.delete(name);
      if (wait) wait.done(Array.prototype.slice.call(arguments, 1));
    },
    /** Run the script at *address*; then, or if it does not come, call *ended*. */
    script(address, ended) {
      const script = document.createElement("script");
      script.src = address;
      script.onload = script.onerror = () => {
        script.remove();
        ended();
      };
      document.head.appendChild(script);
    },
    /** Load the index once and hand it over; *to* leads to the site's root. */
    load(to, done, failed) {
      root = to;
      if (index) {
        done(index);
        return;
      }
      const name = document.documentElement.dataset.search === "index" ? "index" : "all";
      opening = opening || get(name, name);
      opening
        .then(([data]) => {
          index = index || (name === "all" ? new Scan(data, tables) : new Shards(data, tables, get));
        })
        .then(
          () => done(index),
          () => {
            opening = null;
            if (failed) failed();
          },
        );
    },
    /** Load the traditional characters, for normalise. */
    loadFold(to, done) {
      root = to;
      (tables.fold ? Promise.resolve() : tables.open("fold")).then(done, done);
    },
    /** The normal form of a text of the page, for marking words in it. */
    normalise(text) {
      return normal.normalise(text, tables.folding(index ? index.fold : new Map()));
    },
  };

  if (isNode) module.exports = search;
  if (typeof window !== "undefined") window.Rectify.search = search;
})();

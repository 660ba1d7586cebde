// The search of this site: loads its data, in one file or in many, and hands over what answers questions.
"use strict";

{
  const { normalise, readFolding } = Rectify.normal;
  const waiting = new Map(); // name → { promise, done }
  const READERS = {
    fold: readFolding,
    pinyin: (table, pairs) => Rectify.pinyin.read(table, pairs),
    sounds: (table) => Rectify.pinyin.read(table),
    words: (table) => Rectify.synonyms.read(table, (text) => normalise(text).text),
    w: (table) => READERS.words(table), // of words by their first characters
  };
  let index = null;
  let opening = null;

  /** Load `search/<file>.js`, which says *name*; promises what else it says. */
  function get(file, name) {
    const before = waiting.get(name);
    if (before) return before.promise;
    const wait = {};
    wait.promise = new Promise((done, failed) => {
      wait.done = done;
      Rectify.run(Rectify.searchLinks.siteRoot() + "search/" + file + ".js", () => {
        // A server may send something else under that name.
        if (waiting.get(name) !== wait) return;
        waiting.delete(name);
        failed(new Error(file));
      });
    });
    waiting.set(name, wait);
    return wait.promise;
  }

  /** What only some questions need, once it is open: simplified characters by traditional ones, pinyin, other words. */
  const tables = {
    fold: null,
    pinyin: null,
    words: null,
    sounds: null, // pinyin of characters that the texts may lack
    own: null,
    both: null,
    open(name) {
      return get(name, name).then((said) => {
        tables[name] = READERS[name.split("/")[0]](...said);
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

  /** Called by the files in search/, each of which begins with it. */
  window.R = (name, ...values) => {
    const wait = waiting.get(name);
    waiting.delete(name);
    if (wait) wait.done(values);
  };

  Rectify.search = {
    readers: READERS,
    tables,
    get,
    /** Load the index once and hand it over: `done(index)`. */
    load(done, failed = () => {}) {
      const name = document.documentElement.dataset.search;
      opening = opening || get(name, name).then(([data]) => {
        index = name === "all" ? new Rectify.Scan(data, tables) : new Rectify.Shards(data, tables, get);
      });
      opening.then(
        () => done(index),
        () => {
          opening = null;
          failed();
        },
      );
    },
    /** The normal form of a text of the page, for marking words in it. */
    normalise(text) {
      return normalise(text, tables.folding(index ? index.fold : new Map()));
    },
  };
}

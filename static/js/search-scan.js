// A site small enough to come in one file: every question is answered at once, by looking through all of it.
(function () {
  "use strict";

  const isNode = typeof module !== "undefined";
  const rules = isNode ? require("./search-text.js") : window.Rectify.searchText;
  const { FACETS } = rules;
  const HAN = /[\u3400-\u9fff\uf900-\ufaff]/;
  /** So many different strings a row of Latin letters may stand for. */
  const MOST_SOUNDS = 200;
  const LONE_SOUNDS = 12;

  class Scan {
    /** *tables* opens what is seldom needed: see search-engine.js. */
    constructor(data, tables) {
      this.atOnce = 30;
      this.isInstant = true;
      this.tables = tables;
      this.fold = rules.readPairs(data.fold);
      this.lists = data.facets;
      this.documents = data.docs.map((doc) => rules.prepare(doc, this.fold));
      this.begins = new Map();
      this.held = null;
    }

    facets(done) {
      done(this.lists);
    }

    /**
     * Answer *typed* under *filters* with the first *wanted* results: `done(answer)`, at once unless a table
     * is needed first. Returns what makes it silent.
     */
    ask(typed, filters, wanted, done) {
      const tried = {};
      let isSilent = false;
      const step = () => {
        if (isSilent) return;
        const asked = rules.question(typed, this.tables.folding(this.fold));
        const missing = this.lacks(asked, tried) ? "fold" : "";
        const groups = missing ? [] : this.groups(asked);
        const table = missing || (this.isForPinyin(asked, groups) && !this.tables.pinyin && !tried.pinyin ? "pinyin" : "");
        if (table) {
          tried[table] = true;
          this.tables.open(table).then(step, step);
          return;
        }
        done(this.answer(asked, this.isForPinyin(asked, groups) ? this.bySound(asked) : groups, filters || {}, wanted));
      };
      step();
      return () => {
        isSilent = true;
      };
    }

    /** Whether a character is on no page: perhaps it is a traditional one. */
    lacks(asked, tried) {
      if (this.tables.fold || tried.fold) return false;
      if (!this.held) {
        this.held = new Set();
        this.documents.forEach((document) => Array.from(document.text).forEach((one) => this.held.add(one)));
      }
      return Array.from(asked.normal).some((one) => HAN.test(one) && !this.held.has(one));
    }

    isForPinyin(asked, groups) {
      return asked.letters !== "" && groups.every((group) => group.hits.length === 0);
    }

    /** Every document that *judge* finds good, the best first. */
    found(judge) {
      const hits = [];
      this.documents.forEach((document, rank) => {
        const verdict = judge(document);
        if (verdict) hits.push({ rank, document, score: verdict.score, pieces: verdict.pieces });
      });
      return hits.sort(rules.byScore);
    }

    /** The tiers of an answer with their hits, without regard to filters. */
    groups(asked) {
      if (!asked.normal) {
        return [{ name: "all", hits: this.documents.map((document, rank) => ({ rank, document, pieces: [] })) }];
      }
      let hits = this.found((document) => rules.judge(asked, document));
      if (hits.length === 0 && asked.size > 3 && !asked.letters) {
        return [{ name: "partial", hits: this.found((document) => rules.judgePartly(asked, document)) }];
      }
      const least = hits.length > 0 ? rules.leastScore(asked, hits[0].score) : 0;
      hits = hits.filter((hit) => hit.score >= least);
      return [
        { name: "exact", hits: hits.filter((hit) => hit.score >= rules.EXACT) },
        { name: "words", hits: hits.filter((hit) => hit.score < rules.EXACT) },
      ];
    }

    bySound(asked) {
      const sounds = this.tables.pinyin ? this.sounds(asked.letters) : [];
      const hits = sounds.length > 0 ? this.found((document) => rules.judgeSounds(sounds, document)) : [];
      return [{ name: "pinyin", hits, words: sounds.map((sound) => sound.text) }];
    }

    /** The strings of the texts that *letters* spell, as { text, isFull, count }. */
    sounds(letters) {
      const { readings, syllables } = this.tables.pinyin;
      const found = new Map();
      let text = "";
      let number = 0;
      const add = (string, isFull) => {
        const sound = found.get(string) || { text: string, isFull, count: 0, last: -1 };
        sound.isFull = sound.isFull || isFull;
        if (sound.last !== number) sound.count += 1;
        sound.last = number;
        found.set(string, sound);
      };
      const walk = (start, place, at, isFull) => {
        const character = String.fromCodePoint(text.codePointAt(place) || 0);
        const own = readings.get(character);
        if (!own) return;
        const next = place + character.length;
        rules.steps(letters, at, own).forEach((isWhole, end) => {
          if (end < letters.length) walk(start, next, end, isFull && isWhole);
          else if (at > 0) add(text.slice(start, next), isFull && isWhole);
        });
      };
      const places = this.beginning(letters.charAt(0));
      for (let n = 0; n < places.length; n += 2) {
        number = places[n];
        text = this.documents[number].text;
        walk(places[n + 1], places[n + 1], 0, true);
      }
      if (found.size === 0) {
        (syllables.get(letters) || []).slice(0, LONE_SOUNDS).forEach((one) => {
          const count = this.documents.filter((document) => document.text.includes(one)).length;
          found.set(one, { text: one, isFull: true, count });
        });
      }
      return rules.likeliest(Array.from(found.values()), MOST_SOUNDS);
    }

    /** Document and place, one after the other, of each character that is read with *letter* at its beginning. */
    beginning(letter) {
      if (!this.begins.has(letter)) {
        const own = new Set();
        this.tables.pinyin.readings.forEach((syllables, one) => {
          if (syllables.some((syllable) => syllable.charAt(0) === letter)) own.add(one.charCodeAt(0));
        });
        const places = [];
        this.documents.forEach((document, number) => {
          for (let place = 0; place < document.text.length; place += 1) {
            if (own.has(document.text.charCodeAt(place))) places.push(number, place);
          }
        });
        this.begins.set(letter, places);
      }
      return this.begins.get(letter);
    }

    answer(asked, groups, filters, wanted) {
      const numbers = [].concat(...groups.map((group) => group.hits.map((hit) => hit.rank)));
      const shown = groups.map((group) => {
        const own = group.hits.filter((hit) => this.passes(hit.rank, filters, ""));
        const hits = rules.refined(group.name, own, wanted);
        return { name: group.name, hits, count: hits.length, isExact: true, words: group.words };
      });
      return rules.answer(asked, shown, wanted, this.counted(numbers, filters));
    }

    /** Whether a document has one of the chosen keys of each facet but *except*. */
    passes(number, filters, except) {
      const doc = this.documents[number].doc;
      return FACETS.every((facet) => {
        const keys = filters[facet] || [];
        return facet === except || keys.length === 0 || [].concat(doc[facet]).some((key) => keys.includes(key));
      });
    }

    /** For each facet its values with the number of documents that choosing it would leave. */
    counted(numbers, filters) {
      const counts = {};
      for (const facet of FACETS) {
        const own = new Map();
        for (const number of numbers.filter((one) => this.passes(one, filters, facet))) {
          for (const key of [].concat(this.documents[number].doc[facet])) own.set(key, (own.get(key) || 0) + 1);
        }
        counts[facet] = (this.lists[facet] || []).map(([key, label]) => [label, key, own.get(key) || 0]);
      }
      return counts;
    }
  }

  if (isNode) module.exports = { Scan };
  if (typeof window !== "undefined") window.Rectify.Scan = Scan;
})();

// A site small enough to come in one file: every question is answered at once, by looking through all of it.
"use strict";

{
  const { answer, match, pinyin, scores } = Rectify;
  const { FACETS } = Rectify.question;
  const { HAN } = Rectify.searchLinks;
  /** So many different strings a row of Latin letters may stand for. */
  const MAX_SOUNDS = 200;
  const MAX_LONE_SOUNDS = 12;

  class Scan {
    /** *tables* opens what is seldom needed: see search-engine.js. */
    constructor(data, tables) {
      this.atOnce = 30;
      this.isInstant = true;
      this.tables = tables;
      this.fold = Rectify.normal.readFolding(data.fold);
      this.lists = data.facets;
      this.documents = data.docs.map((doc) => match.prepare(doc, this.fold));
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
        const question = Rectify.question.read(typed, this.tables.folding(this.fold));
        const missing = this.lacks(question, tried) ? "fold" : "";
        const groups = missing ? [] : this.groups(question);
        const table = missing || (this.isForPinyin(question, groups) && !this.tables.pinyin && !tried.pinyin ? "pinyin" : "");
        if (table) {
          tried[table] = true;
          this.tables.open(table).then(step, step);
          return;
        }
        done(this.answer(question, this.isForPinyin(question, groups) ? this.bySound(question) : groups, filters || {}, wanted));
      };
      step();
      return () => {
        isSilent = true;
      };
    }

    /** Whether a character is on no page: perhaps it is a traditional one. */
    lacks(question, tried) {
      if (this.tables.fold || tried.fold) return false;
      if (!this.held) {
        this.held = new Set();
        this.documents.forEach((document) => Array.from(document.text).forEach((one) => this.held.add(one)));
      }
      return Array.from(question.normal).some((one) => HAN.test(one) && !this.held.has(one));
    }

    isForPinyin(question, groups) {
      return question.letters !== "" && groups.every((group) => group.hits.length === 0);
    }

    /** Every document that *judge* finds good, the best first. */
    hits(judge) {
      const hits = [];
      this.documents.forEach((document, rank) => {
        const verdict = judge(document);
        if (verdict) hits.push({ rank, document, score: verdict.score, pieces: verdict.pieces });
      });
      return hits.sort(scores.compare);
    }

    /** The tiers of an answer with their hits, without regard to filters. */
    groups(question) {
      if (!question.normal) {
        return [{ name: "all", hits: this.documents.map((document, rank) => ({ rank, document, pieces: [] })) }];
      }
      let hits = this.hits((document) => match.judge(question, document));
      if (hits.length === 0 && question.size > 3 && !question.letters) {
        return [{ name: "partial", hits: this.hits((document) => match.judgePartly(question, document)) }];
      }
      const least = hits.length > 0 ? scores.least(question, hits[0].score) : 0;
      hits = hits.filter((hit) => hit.score >= least);
      return [
        { name: "exact", hits: hits.filter((hit) => hit.score >= scores.EXACT) },
        { name: "words", hits: hits.filter((hit) => hit.score < scores.EXACT) },
      ];
    }

    bySound(question) {
      const sounds = this.tables.pinyin ? this.sounds(question.letters) : [];
      const hits = sounds.length > 0 ? this.hits((document) => pinyin.judge(sounds, document)) : [];
      return [{ name: "pinyin", hits, words: sounds.map((sound) => sound.text) }];
    }

    /** The strings of the texts that *letters* spell, as { text, isFull, count }. */
    sounds(letters) {
      const sounds = this.spelled(letters);
      if (sounds.length > 0) return pinyin.likeliest(sounds, MAX_SOUNDS);
      const lone = (this.tables.pinyin.syllables.get(letters) || []).slice(0, MAX_LONE_SOUNDS);
      const count = (text) => this.documents.filter((document) => document.text.includes(text)).length;
      return pinyin.likeliest(lone.map((text) => ({ text, isFull: true, count: count(text) })), MAX_SOUNDS);
    }

    /** Those of two characters and more. */
    spelled(letters) {
      const { readings } = this.tables.pinyin;
      const sounds = new Map();
      let text = "";
      let number = 0;
      const add = (string, isFull) => {
        const sound = sounds.get(string) || { text: string, isFull, count: 0, last: -1 };
        sound.isFull = sound.isFull || isFull;
        if (sound.last !== number) sound.count += 1;
        sound.last = number;
        sounds.set(string, sound);
      };
      const walk = (start, place, at, isFull) => {
        const character = String.fromCodePoint(text.codePointAt(place) || 0);
        const own = readings.get(character);
        if (!own) return;
        const next = place + character.length;
        pinyin.steps(letters, at, own).forEach((isWhole, end) => {
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
      return Array.from(sounds.values());
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

    answer(question, groups, filters, wanted) {
      const numbers = [].concat(...groups.map((group) => group.hits.map((hit) => hit.rank)));
      const shown = groups.map((group) => {
        const own = group.hits.filter((hit) => this.passes(hit.rank, filters, ""));
        const hits = answer.refine(group.name, own, wanted);
        return { name: group.name, hits, count: hits.length, isExact: true, words: group.words };
      });
      return answer.compose(question, shown, wanted, this.counted(numbers, filters));
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

  Rectify.Scan = Scan;
}

// What only some questions ask of a small site: numbers, most of the words, pinyin, rare words.
"use strict";

{
  const ways = {
    numbered(number) {
      return this.found("number", ({ doc }) => (doc.number === number ? { score: 1, pieces: [] } : null));
    },

    partly() {
      return this.found("partial", (document) => Rectify.partly.judge(this.question, document));
    },

    async soundsOf(letters) {
      if (!this.tables.pinyin) await this.tables.open("pinyin").catch(() => {});
      return this.tables.pinyin ? Rectify.sounds.spelled(this.scan, letters) : [];
    },

    /** The strings of the texts that sound as *characters* do and that *isMeant* takes, { text, count } each. */
    async sounding(characters, isMeant) {
      const { readings, syllables } = this.tables.sounds;
      const alike = (one) => new Set([].concat(...(readings.get(one) || []).map((syllable) => syllables.get(syllable))));
      // Those outside the basic plane, which are rare, would cost a slower kind of pattern.
      const classes = characters.map((one) => "[" + Array.from(alike(one)).filter((other) => other.length === 1).join("") + "]");
      if (classes.includes("[]")) return [];
      const pattern = new RegExp(classes.join(""), "g");
      const counts = new Map();
      for (const { text } of this.scan.documents) {
        const own = new Set();
        for (let found; (found = pattern.exec(text)); pattern.lastIndex = found.index + 1) own.add(found[0]); // they may overlap
        own.forEach((string) => counts.set(string, (counts.get(string) || 0) + 1));
      }
      return Array.from(counts.keys())
        .filter(isMeant)
        .sort()
        .map((text) => ({ text, count: counts.get(text) }));
    },

    bySounds(lists) {
      const judge = (document) => (lists.length > 0 ? Rectify.pinyin.judgeAll(lists, document) : null);
      return Object.assign(this.found("pinyin", judge), { lists });
    },

    /** How many documents have one of *texts*, or have it in title or brief: a function of one, and of whether that is asked. */
    async frequencies() {
      const isHeld = ({ text, title }, one, isHead) => (isHead ? text.slice(0, title) : text).includes(one);
      return (one, isHead) => this.scan.documents.filter((document) => isHeld(document, one, isHead)).length;
    },

    loosely(wish) {
      const hits = this.scan.hits((document) => Rectify.loose.judge(wish, document));
      return this.tier("loose", hits.filter((hit) => hit.score >= hits[0].score * Rectify.loose.CUT));
    },
  };

  Rectify.scanWays = Object.assign(Rectify.ScanSession.prototype, ways);
}

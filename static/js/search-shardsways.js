// What only some questions ask of a large site: numbers, most of the words, pinyin, rare words.
"use strict";

{
  const { candidates, clues } = Rectify;
  const { more } = Rectify.flow;
  const { gramsOf } = Rectify.postings;
  const { word } = Rectify.question;
  const MAX_GUESSES = 6; // where an issue is by its number

  const ways = {
    /** The issues of that *number*, at most one in each round. */
    async numbered(number) {
      const { starts } = this.shards;
      const own = new candidates.Candidates();
      const found = await Promise.all(starts.slice(1).map((end, round) => this.placeOf(number, starts[round], end)));
      found.reverse().forEach((id) => id >= 0 && own.add(id, 1, true));
      return this.tier("number", own, () => ({ score: 1, pieces: [] }));
    },

    /** Where the issue of *number* is among those from *start* to before *end*, whose numbers ascend; -1 if nowhere. */
    async placeOf(number, start, end) {
      const inside = (id) => Math.max(start, Math.min(end - 1, id));
      let id = inside(start + number - 1);
      for (let tries = 0; tries < MAX_GUESSES && end > start; tries += 1) {
        const document = await this.shards.document(id).catch(() => null);
        if (!document) this.isBroken = true;
        if (!document || document.doc.number === number) return document ? id : -1;
        id = inside(id + number - document.doc.number);
      }
      return -1;
    },

    /**
     * Of *own*, texts with both pairs of a question of three characters, rule out those in which the three cannot stand
     * together: where nothing does, hundreds have the pairs somewhere.
     */
    async narrow(own) {
      const isThere = (await more("pinyin", this)) && (await more("chains", this));
      const ids = isThere && (await Rectify.chains.holdingThree(this, this.question.words[0].characters));
      if (ids) own.ids.forEach((id, place) => own.verdicts[place] === undefined && !ids.has(id) && (own.verdicts[place] = null));
    },

    partly() {
      const own = clues.holdingMost(this.question, this.grams, this.shards);
      return this.tier("partial", own, (document) => Rectify.partly.judge(this.question, document));
    },

    async soundsOf(letters) {
      return (await more("chains", this)) ? Rectify.chains.soundsOf(this, letters) : [];
    },

    /** The strings of the texts that sound as *characters* do and that *isMeant* takes, { text, count } each. */
    async sounding(characters, isMeant) {
      return (await more("chains", this)) ? Rectify.chains.alike(this, characters, isMeant) : [];
    },

    async bySounds(lists, letters) {
      const own = await Rectify.chains.holding(this, lists, letters);
      return Object.assign(await this.tier("pinyin", own.candidates, own.judge), { lists });
    },

    async frequencies(texts) {
      await this.load([].concat(...texts.map((text) => gramsOf(word(text)))));
      const counts = new Map();
      const count = (text) => {
        let heads = 0;
        const all = clues.eachHolding(text, this.grams, (_, isInTitle) => (heads += isInTitle ? 1 : 0));
        return [all, heads];
      };
      return (text, isHead) => {
        if (!counts.has(text)) counts.set(text, count(text));
        return counts.get(text)[isHead ? 1 : 0];
      };
    },

    loosely(wish) {
      const own = clues.holdingClues(wish, this.grams, this.shards);
      return this.tier("loose", own, (document) => Rectify.loose.judge(wish, document), [], Rectify.loose.CUT);
    },
  };

  Rectify.shardsWays = Object.assign(Rectify.ShardsSession.prototype, ways);
}

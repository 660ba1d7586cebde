// In which order a question is tried: as it stands, as texts write it, in other words, and at last by what it may mean.
"use strict";

{
  const { answer, facts, pinyin } = Rectify;
  const { normalise } = Rectify.normal;
  const { word } = Rectify.question;
  const MAX_REPAIRED = 8; // characters of a question whose sound may help
  const MOST_BY_DATE = 120; // so many results of a large site are put in the order of their days
  const MAX_TIERS = 3; // of readings in other words

  /** Whether anything answers, filters or not. */
  const isFound = (groups) => groups.some((group) => group.isHeld);

  /** *groups* as one tier *name*, headed by *label*; its results lead to pages where *query* is marked. */
  function asTier(groups, name, label, query) {
    return {
      name,
      label,
      query,
      hits: [].concat(...groups.map((group) => group.hits)),
      count: groups.reduce((sum, group) => sum + group.count, 0),
      isHeld: isFound(groups),
      isExact: groups.every((group) => group.isExact),
      ids: groups.length > 0 ? [].concat(...groups.map((group) => Array.from(group.ids))) : [],
    };
  }

  /** *tier* without what *others* have already. */
  function without(tier, others) {
    const known = new Set([].concat(...others.map((other) => other.hits.map((hit) => hit.document))));
    const hits = tier.hits.filter((hit) => !known.has(hit.document));
    return Object.assign({}, tier, { hits, count: tier.count - (tier.hits.length - hits.length) });
  }

  /** Promises the script that makes `Rectify[name]`, which few questions need. */
  function more(name) {
    return Rectify[name] ? Promise.resolve() : new Promise((done, failed) => Rectify.need(name, done, failed));
  }

  class Flow {
    /** *session*: one question to an index, a Scan's or Shards': see their `open`. */
    constructor(session) {
      this.session = session;
    }

    /** The tiers for *typed*. */
    async tiers(typed) {
      const { session } = this;
      await session.read(typed);
      const { question } = session;
      if (!question.normal) return question.text ? [] : [await session.everything([])];
      const number = facts.issueIn(typed);
      const numbered = number ? [await session.numbered(number)] : [];
      const own = await session.whole([]);
      const stated = await this.stated(typed);
      const exact = own.slice(0, 1);
      if (isFound(numbered) || isFound(stated)) {
        const first = numbered.concat(exact.map((tier) => without(tier, numbered)));
        return first.concat(stated.map((tier) => without(tier, first)));
      }
      if (isFound(exact) || (isFound(own) && (question.words.length > 1 || question.size > MAX_REPAIRED))) return own;
      if (isFound(own)) {
        // A short word that only stands there in pieces may have another name.
        const alike = await this.alike(question.normal, await this.synonyms());
        await session.read(typed);
        return alike.concat(own.map((tier) => without(tier, alike)));
      }
      if (question.letters) return [await this.bySound()];
      return this.otherwise(typed);
    }

    /** What is in the states that *typed* names. */
    async stated(typed) {
      const { session } = this;
      const { states, rest } = facts.statesIn(typed);
      if (states.length === 0) return [];
      const named = (await session.openFacets()).s.filter(([state]) => states.includes(state));
      if (named.length === 0) return [];
      const known = named.map(([state]) => state);
      const label = "整改状态：" + named.map(([, words]) => words).join("、");
      await session.read(rest);
      const groups = rest ? await session.whole(known) : [await session.everything(known)];
      const query = session.question.text;
      await session.read(typed);
      return [asTier(groups, "state", label, query)];
    }

    async otherwise(typed) {
      const { session } = this;
      const written = await this.written(typed);
      if (isFound(written)) return written;
      const table = await this.synonyms();
      if (!Rectify.synonyms) return [];
      const alike = await this.alike(session.question.normal, table);
      if (isFound(alike)) return alike;
      await session.read(typed);
      const whole = session.question;
      if (whole.size <= MAX_REPAIRED) {
        const repaired = await this.repaired(whole.normal);
        if (isFound(repaired)) return repaired;
        await session.read(typed);
      }
      const partial = whole.size > 3 ? [await session.partly()] : [];
      return partial.concat(without(await this.loosely(whole.normal, table), partial));
    }

    /** The table of synonyms, word → others; empty if it cannot be had. With it comes what needs it. */
    async synonyms() {
      const { session } = this;
      const { tables } = session;
      await more("synonyms").catch(() => {
        session.isBroken = true;
      });
      if (!tables.words && Rectify.synonyms) await tables.open("words").catch(() => {});
      return tables.words || new Map();
    }

    /** By pinyin: word by word where there are several, if they do not stand together. */
    async bySound() {
      const { session } = this;
      const { letters, text } = session.question;
      const words = text.toLowerCase().split(/\s+/);
      let tier = session.bySounds(await this.lists([letters]));
      if (!(await tier).isHeld && words.length > 1) tier = session.bySounds(await this.lists(words));
      tier = await tier;
      const pieces = [].concat(...tier.hits.map((hit) => hit.pieces));
      const sounds = [].concat(...tier.lists).map((sound) => sound.text);
      return Object.assign(tier, { sounds, words: pinyin.wholeFirst(sounds.filter((one) => pieces.includes(one)), tier.hits) });
    }

    /** What each of *words* in Latin letters may stand for; nothing if one stands for nothing. */
    async lists(words) {
      const lists = [];
      for (const letters of words) lists.push(await this.session.soundsOf(letters));
      return lists.every((list) => list.length > 0) ? lists : [];
    }

    /** By what is rare in it. */
    async loosely(normal, table) {
      const { total } = this.session;
      const all = Rectify.loose.cluesOf(normal, table);
      const asked = all.length;
      const frequency = await this.session.frequencies([].concat(...all.map((clue) => clue.texts)));
      const tier = await this.session.loosely({ clues: Rectify.loose.weigh(all, frequency, total), asked, total });
      return Object.assign(tier, { query: "" });
    }

    /** As official texts write days, amounts and papers. */
    async written(typed) {
      const text = facts.asWritten(typed);
      if (normalise(text).text === normalise(typed).text) return [];
      await this.session.read(text);
      return [asTier(await this.session.whole([]), "alike", "“" + typed.trim() + "”即“" + text + "”", text)];
    }

    /** In other words. */
    async alike(normal, table) {
      const tiers = [];
      if (table.size === 0) return tiers;
      for (const reading of Rectify.synonyms.readingsOf(normal, table)) {
        await this.session.read(reading.text);
        const tier = without(asTier(await this.session.whole([]), "alike", reading.said, reading.text), tiers);
        if (tier.isHeld && (tier.count > 0 || tiers.length === 0)) tiers.push(tier);
        if (tiers.length === MAX_TIERS) break;
      }
      return tiers;
    }

    /** With characters exchanged for others of the same sound, where the texts have those. */
    async repaired(normal) {
      const text = await Rectify.repair.repaired(this.session, normal);
      if (text === normal) return [];
      await this.session.read(text);
      return [asTier(await this.session.whole([]), "sound", "按读音：" + text, text)];
    }
  }

  /** Put *typed* to *session*: `done(answer)` once it is there. Returns what makes it silent. */
  function ask(session, typed, done, isByDate) {
    answerOf(session, typed, isByDate).then((found) => {
      if (!session.isSilent) done(found);
    });
    return () => {
      session.isSilent = true;
    };
  }

  /** Put the hits of each of *groups* in the order of their days, the newest first. */
  function sortByDate(groups) {
    for (const group of groups) {
      group.hits.sort((one, other) => (other.document.doc.a || "").localeCompare(one.document.doc.a || "") || one.rank - other.rank);
    }
  }

  async function answerOf(session, typed, isByDate) {
    const { wanted } = session;
    if (isByDate) session.wanted = Math.max(wanted, MOST_BY_DATE);
    const groups = await new Flow(session).tiers(typed);
    if (isByDate) sortByDate(groups);
    await session.read(typed);
    const ids = new Set([].concat(...groups.map((group) => Array.from(group.ids))));
    const composed = answer.compose(session.question, groups, wanted, session.counted(Array.from(ids)));
    if (session.isBroken) Object.assign(composed, { isBroken: true, exact: false, said: "网络不通，结果可能不全" });
    return composed;
  }

  Rectify.flow = { ask, more };
}

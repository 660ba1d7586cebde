// In which order a question is tried: as it stands, as texts write it, in other words, and at last by what it may mean.
"use strict";

{
  const { answer } = Rectify;
  const { HAN } = Rectify.searchLinks;
  const SHORT = 8; // characters of a question that may have another name, or a wrong character
  const NAME = 4; // and of a name
  const FEW = 3;
  const MOST_BY_DATE = 120; // so many results of a large site are put in the order of their days
  /** What any number or state has in it, or begins with: only then search-facts.js is needed. */
  const FACTUAL = new RegExp(
    "\\d|[〇零一二两三四五六七八九十百](?=.*[号日月年元块个条项]|$)|(?:^|\\s)(?:[还仍尚都没未正在已]|至今|全部|长期坚持|持续推进|(?:整改|推进|进行|办理|处理)中)",
  );

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

  /** *tier* without what *others* have already; of a large site, that is certain only where all hits were read. */
  function without(tier, others) {
    const known = new Set([].concat(...others.map((other) => other.hits.map((hit) => hit.document))));
    const hits = tier.hits.filter((hit) => !known.has(hit.document));
    const isApart = tier.count === 0 || others.every((other) => other.count === 0);
    const isRead = [tier].concat(others).every((one) => one.hits.length >= one.count);
    return Object.assign({}, tier, { hits, count: tier.count - (tier.hits.length - hits.length), isExact: tier.isExact && (isApart || isRead) });
  }

  /** Whether the script that makes `Rectify[name]`, which few questions need, is there; without it *session* is broken. */
  async function more(name, session) {
    if (!Rectify[name]) await new Promise((done) => Rectify.need(name, done, done));
    if (!Rectify[name]) session.isBroken = true;
    return Boolean(Rectify[name]);
  }

  /** The tiers for *typed*, put to *session*: one question to an index, a Scan's or Shards'. */
  async function tiersOf(session, typed) {
    await session.read(typed);
    const { question } = session;
    if (!question.normal) return question.text ? [] : [await session.everything([])];
    const all = async (...names) => (await Promise.all(names.concat(session.ways).map((name) => more(name, session)))).every(Boolean);
    const isFactual = FACTUAL.test(typed.normalize("NFKC")) && (await all("facts"));
    const number = isFactual ? Rectify.facts.issueIn(typed) : 0;
    const numbered = number ? [await session.numbered(number)] : [];
    const own = await session.whole([]);
    const stated = isFactual ? await Rectify.facts.stated(session, typed) : [];
    const exact = own.slice(0, 1);
    if (isFound(numbered) || isFound(stated)) {
      // Beside a word, one for how far things are may be meant as a word, too.
      const words = isFound(stated) && question.words.length > 1 ? own.slice(1) : [];
      const tiers = numbered.concat(exact, stated, words);
      return tiers.map((tier, n) => without(tier, tiers.slice(0, n)));
    }
    const isShort = question.words.length < 2 && question.size <= SHORT;
    // What few texts call so, others may call by another name.
    const isRare = isShort && question.size > 1 && question.size <= NAME && HAN.test(question.normal) && exact[0].ids.length < FEW;
    if ((isFound(exact) && !isRare) || (isFound(own) && !isShort)) return own;
    if (question.letters && !isFound(own)) return (await all("pinyin")) ? [await Rectify.sounds.tier(session)] : [];
    if (!(await more("synonyms", session))) return own;
    if (isFound(exact)) return Rectify.synonyms.besides(session, typed, own);
    return (await all("otherwise")) ? Rectify.otherwise.tiers(session, typed, isFound(own) ? own : null) : own;
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
      group.hits.sort((one, other) => (other.document.doc.date || "").localeCompare(one.document.doc.date || "") || one.rank - other.rank);
    }
  }

  async function answerOf(session, typed, isByDate) {
    const { wanted } = session;
    if (isByDate) session.wanted = Math.max(wanted, MOST_BY_DATE);
    const groups = await tiersOf(session, typed);
    if (isByDate) sortByDate(groups);
    await session.read(typed);
    const ids = () => Array.from(new Set([].concat(...groups.map((group) => Array.from(group.ids)))));
    const composed = answer.compose(session.question, groups, wanted, session.counted(ids));
    if (composed.total === 0) composed.hints = session.hints || [];
    if (session.unread > 0) Object.assign(composed, { exact: false, said: composed.said + "，还有" + session.unread + "个问题没有查完" });
    if (session.isBroken) Object.assign(composed, { isBroken: true, exact: false, said: "网络不通，结果可能不全" });
    return composed;
  }

  Rectify.flow = { SHORT, ask, asTier, isFound, more, without };
}

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
  const FACTUAL = /\d|[〇零一二两三四五六七八九十百](?=.*[号日月年元块个条项]|$)|(?:^|\s)(?:[还仍尚都没未正在已]|至今|全部|长期|持续|(?:整改|推进|进行|办理|处理)中)/;

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
    const own = await session.whole([]);
    const isFactual = FACTUAL.test(typed.normalize("NFKC")) && (await all("facts"));
    const factual = isFactual ? await Rectify.facts.tiers(session, typed, own) : [];
    if (factual.length > 0) return factual;
    const [exact] = own;
    const isFound = own.some((group) => group.isHeld); // filters or not
    const isShort = question.words.length < 2 && question.size <= SHORT;
    // What few texts call so, others may call by another name.
    const isName = isShort && question.size > 1 && question.size <= NAME && HAN.test(question.normal);
    const isRare = isName && exact.ids.length < FEW;
    if ((exact.isHeld && !isRare) || (isFound && !isShort)) return own;
    if (question.letters && !isFound) return (await all("pinyin")) ? [await Rectify.sounds.tier(session)] : [];
    if (!(await more("synonyms", session))) return own;
    if (exact.isHeld) return Rectify.synonyms.besides(session, typed, own);
    const instead = isName && !isFound && !isFactual ? await Rectify.synonyms.instead(session, typed) : [];
    if (instead.length > 0) return instead;
    return (await all("otherwise", session.pieces)) ? Rectify.otherwise.tiers(session, typed, isFound ? own : null) : own;
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
    if (composed.total === 0) composed.hints = session.hints;
    if (session.unread > 0) Object.assign(composed, { exact: false, said: composed.said + "，还有" + session.unread + "个问题没有查完" });
    if (session.isBroken) Object.assign(composed, { isBroken: true, exact: false, said: "网络不通，结果可能不全" });
    return composed;
  }

  Rectify.flow = { SHORT, ask, more };
}

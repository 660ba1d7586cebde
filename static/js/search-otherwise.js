// A question that no text answers as it stands: as texts write days and papers, in other words, with characters of the
// same sound, most of it, and at last by what is rare in it.
"use strict";

{
  const { spoken, synonyms } = Rectify;
  const { make } = Rectify.dom;
  const { normalise } = Rectify.normal;
  const { SHORT, more } = Rectify.flow;
  const { asTier, isFound, without } = Rectify.tiers;

  /** The tiers for *typed*; *own* are those of what holds a short question in pieces, if there are any. */
  async function tiers(session, typed, own) {
    const written = own ? [] : await asWritten(session, typed);
    if (isFound(written)) return written;
    await session.read(typed);
    const whole = session.question;
    const table = await synonyms.tableOf(session);
    const alike = await synonyms.tiers(session, whole.normal, table);
    await session.read(typed);
    // A short question that only stands there in pieces may have another name.
    if (own) return alike.concat(own.map((tier) => without(tier, alike)));
    if (isFound(alike)) return alike;
    if (whole.size <= SHORT) {
      const repaired = await bySameSound(session, whole.normal);
      if (isFound(repaired)) return repaired;
      await session.read(typed);
    }
    const loose = await loosely(session, whole.normal, table);
    session.hints = await spoken.hintsOf(session, whole.normal);
    // Most of a spoken sentence is what people say around the thing that they mean.
    const isSpoken = spoken.stretchesOf(whole.normal).join("").length + 1 < whole.normal.length;
    if (whole.size < 4 || (isSpoken && loose.isHeld)) return [loose];
    await session.read(typed);
    const partial = [Object.assign(await session.partly(), { label: "部分符合" })];
    return partial.concat(without(loose, partial));
  }

  /** As official texts write days, amounts and papers. */
  async function asWritten(session, typed) {
    const text = Rectify.facts ? Rectify.facts.asWritten(typed) : typed; // there is none without a number
    if (normalise(text).text === normalise(typed).text) return [];
    await session.read(text);
    return [asTier(await session.whole([]), "alike", "“" + typed.trim() + "”即“" + text + "”", text)];
  }

  /** With characters exchanged for others of the same sound, where the texts have those. */
  async function bySameSound(session, normal) {
    if (!(await more("pinyin", session))) return [];
    const text = await Rectify.repair.repaired(session, normal);
    if (text === normal) return [];
    await session.read(text);
    return [asTier(await session.whole([]), "sound", "按读音：" + text, text)];
  }

  /** By what is rare in it. */
  async function loosely(session, normal, table) {
    const parts = Rectify.loose.partsOf(normal, table);
    const said = parts.words.map((word) => Rectify.loose.saidOf(word, table));
    const frequency = await session.frequencies(parts.stretches.concat(...said));
    const tier = await session.loosely(Rectify.loose.wishOf(parts, table, frequency, session.total));
    return Object.assign(tier, { query: "", label: "可能相关" });
  }

  /** Offer in *part* of the page the words of a question that are found by themselves: *hints*, [word, count] each. */
  function showHints(part, hints) {
    const link = ([word, count]) => make("a", { className: "search__hint", href: "?q=" + encodeURIComponent(word), textContent: word + "（" + count + "个）" });
    part.hidden = hints.length === 0;
    part.textContent = "单独查其中的词有结果：";
    part.append(...hints.map(link));
  }

  Rectify.otherwise = { tiers, showHints };
}

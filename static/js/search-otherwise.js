// A question that no text answers as it stands: as texts write days and papers, in other words, with characters of the
// same sound, most of it, and at last by what is rare in it.
"use strict";

{
  const { synonyms } = Rectify;
  const { normalise } = Rectify.normal;
  const { SHORT, asTier, isFound, more, without } = Rectify.flow;
  const MAX_TIERS = 3; // of readings in other words

  /** The tiers for *typed*; *own* are those of what holds a short question in pieces, if there are any. */
  async function tiers(session, typed, own) {
    const written = own ? [] : await asWritten(session, typed);
    if (isFound(written)) return written;
    await session.read(typed);
    const whole = session.question;
    const table = await tableOf(session);
    const alike = await inOtherWords(session, whole.normal, table);
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
    // Most of a spoken sentence is what people say around the thing that they mean.
    const isSpoken = synonyms.stretchesOf(whole.normal).join("") !== whole.normal;
    if (whole.size < 4 || (isSpoken && loose.isHeld)) return [loose];
    await session.read(typed);
    const partial = [await session.partly()];
    return partial.concat(without(loose, partial));
  }

  /** The table of synonyms, word → others; empty if it cannot be had. */
  async function tableOf({ tables }) {
    if (!tables.words) await tables.open("words").catch(() => {});
    return tables.words || new Map();
  }

  /** As official texts write days, amounts and papers. */
  async function asWritten(session, typed) {
    const text = Rectify.facts ? Rectify.facts.asWritten(typed) : typed; // there is none without a number
    if (normalise(text).text === normalise(typed).text) return [];
    await session.read(text);
    return [asTier(await session.whole([]), "alike", "“" + typed.trim() + "”即“" + text + "”", text)];
  }

  async function inOtherWords(session, normal, table) {
    const found = [];
    for (const reading of synonyms.readingsOf(normal, table)) {
      await session.read(reading.text);
      const tier = without(asTier(await session.whole([]), "alike", reading.said, reading.text), found);
      if (tier.isHeld && (tier.count > 0 || found.length === 0)) found.push(tier);
      if (found.length === MAX_TIERS) break;
    }
    return found;
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
    const { total } = session;
    const all = Rectify.loose.cluesOf(normal, table);
    const asked = all.length;
    const frequency = await session.frequencies([].concat(...all.map((clue) => clue.texts)));
    const tier = await session.loosely({ clues: Rectify.loose.weigh(all, frequency, total), asked, total });
    return Object.assign(tier, { query: "" });
  }

  Rectify.otherwise = { tiers };
}

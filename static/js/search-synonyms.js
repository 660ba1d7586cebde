// Other words for the same thing.
"use strict";

{
  const { asTier, without } = Rectify.tiers;
  const MAX_TIERS = 3; // of readings in other words
  const MAX_WORDS = 3; // of a question that are exchanged
  const MAX_READINGS = 6;
  const GAP = "…";
  const BETWEEN = 6; // characters at most that may stand there

  /**
   * The *lines* of a table, `word=other` in both directions or `word>other` in one, as a map from a word to others;
   * `word~other`: the word is too weak to be what is asked for. A word like 欠…钱 is two, with others between them.
   */
  function read(lines, normal = String) {
    const table = new Map();
    const add = (word, other, isSame) => {
      if (!word || !other || word === other) return;
      if (!table.has(word) && word.split(GAP).filter(Boolean).length === 2) table.split.push(word);
      table.set(word, (table.get(word) || []).concat(other));
      if (!isSame) table.wider.add(word + ">" + other);
    };
    const written = [];
    table.split = []; // words in two parts
    table.wider = new Set(); // pairs of which the first is not quite the same
    table.weak = new Set(); // words for how things are, or for anybody: of many questions, but the subject of none
    for (const line of lines.split("\n")) {
      const [words, sign, others] = line.split(/([<=>~])/);
      for (const word of words.split("、")) {
        const key = word.split(GAP).map(normal).join(GAP);
        if (sign === "~") table.weak.add(key);
        for (const other of (others || "").split("、")) {
          add(key, other, sign === "=" || sign === "<");
          if (sign === "=") add(normal(other), word, true);
          if (sign === ">") written.push(normal(other) || key);
        }
      }
    }
    // What texts write is a word, too.
    for (const other of written) if (!table.has(other)) table.set(other, []);
    table.longest = Math.max(0, ...Array.from(table.keys(), (one) => one.length));
    return table;
  }

  /** The words of *table* in *text*, the longest first where they overlap: [start, word] each. */
  function wordsIn(text, table) {
    const found = [];
    for (let at = 0; at < text.length; at += 1) {
      for (let size = Math.min(table.longest, text.length - at); size > 0; size -= 1) {
        const word = text.substr(at, size);
        if (!table.has(word)) continue;
        found.push([at, word]);
        at += size - 1;
        break;
      }
    }
    return found;
  }

  /** The words of *table* in two parts that *text* has: 欠…钱 in 欠我们公司的钱. */
  function splitWordsIn(text, table) {
    return table.split.filter((word) => {
      const [first, last] = word.split(GAP);
      for (let at = text.indexOf(first); at >= 0; at = text.indexOf(first, at + 1)) {
        const start = at + first.length;
        const between = text.indexOf(last, start) - start;
        if (between >= 0 && between <= BETWEEN) return true;
      }
      return false;
    });
  }

  const reasonOf = ([word, other], { wider }) => "“" + word + (wider && wider.has(word + ">" + other) ? "”也查“" : "”即“") + other + "”";

  /** *text* with its words exchanged for others: { text, said } each, those with the fewest first. */
  function readingsOf(text, table) {
    let readings = [{ text: "", said: [] }];
    let at = 0;
    for (const [start, word] of wordsIn(text, table).filter(([, word]) => table.get(word).length > 0).slice(0, MAX_WORDS)) {
      const before = text.slice(at, start);
      const others = table.get(word);
      readings = [].concat(
        ...others.concat(word).map((other) =>
          readings.map((one) => ({ text: one.text + before + other, said: other === word ? one.said : one.said.concat([[word, other]]) })),
        ),
      );
      at = start + word.length;
    }
    const rest = text.slice(at);
    return readings
      .filter((one) => one.said.length > 0)
      .sort((one, other) => one.said.length - other.said.length)
      .slice(0, MAX_READINGS)
      .map(({ text: own, said }) => ({ text: own + rest, said: said.map((pair) => reasonOf(pair, table)).join("，") }));
  }

  /** The table of synonyms, word → others; empty if it cannot be had. */
  async function tableOf({ tables }) {
    if (!tables.words) await tables.open("words").catch(() => {});
    return tables.words || read("");
  }

  /** The same for a short *text*, of words that begin with its characters: in a few small files, unless all are there. */
  async function tableFor(session, text) {
    const { tables } = session;
    const { wordFiles } = session.scan || session.shards;
    if (tables.words || !wordFiles) return tableOf(session);
    const fileOf = (one) => one.codePointAt(0) % wordFiles;
    const files = Array.from(new Set(Array.from(text, fileOf)));
    await Promise.all(files.map((file) => tables["w/" + file] || tables.open("w/" + file).catch(() => {})));
    const table = read("");
    for (const file of files) {
      const own = tables["w/" + file] || read("");
      // Of words that begin otherwise it does not say all.
      own.forEach((others, word) => fileOf(word) === file && table.set(word, others));
      own.wider.forEach((pair) => table.wider.add(pair));
      table.longest = Math.max(table.longest, own.longest);
    }
    return table;
  }

  /** The tiers of what holds *normal* with some of its words exchanged for those of *table*. */
  async function tiers(session, normal, table) {
    const found = [];
    for (const reading of readingsOf(normal, table)) {
      await session.read(reading.text);
      const tier = without(asTier(await session.whole([]), "alike", reading.said, reading.text), found);
      if (tier.isHeld && (tier.count > 0 || found.length === 0)) found.push(tier);
      if (found.length === MAX_TIERS) break;
    }
    return found;
  }

  /** The tiers of what holds other words for a short question that no text has, if there is any. */
  async function instead(session, typed) {
    const { normal } = session.question;
    const found = await tiers(session, normal, await tableFor(session, normal));
    await session.read(typed);
    return found;
  }

  /** The tiers *own* of a short question, and besides what holds other words for it. */
  async function besides(session, typed, own) {
    const { normal } = session.question;
    const alike = await tiers(session, normal, await tableFor(session, normal));
    await session.read(typed);
    const [exact, ...others] = own;
    const more = alike.map((tier) => without(tier, [exact]));
    return [exact].concat(more, others.map((tier) => without(tier, more)));
  }

  Rectify.synonyms = { GAP, read, wordsIn, splitWordsIn, readingsOf, tableOf, tableFor, tiers, instead, besides };
}

// Pinyin on a large site: the lists of pairs by their initials tell which strings the letters may stand for.
"use strict";

{
  const { word } = Rectify.question;
  const { gramsOf, placesIn } = Rectify.postings;
  const { eachHolding, inOrder } = Rectify.clues;
  const { pinyin } = Rectify;
  const MAX_CHAINS = 12; // strings that pinyin may stand for, which are looked up
  const MAX_TRIED = 48; // and so many if none of those occurs, or all seem as likely
  const MAX_SOUNDS = 8; // and those that are searched for, if none is spelled in full
  const MAX_PIECES = 3; // of a text, by initials alone
  const MAX_WAYS = 200; // of reading letters as syllables and initials
  const MAX_READ = 24; // of those, the likeliest
  const MAX_FILES = 16; // of pairs
  const MAX_STRINGS = 200; // of a way
  const MAX_SPELLINGS = 4; // of a string whose characters are read in different ways

  /** The pairs of a file, as [first, second, class] each, the class a power of two: how common it is. */
  function readPairs([grams, classes]) {
    const characters = Array.from(grams);
    return Array.from(classes, (one, n) => [characters[2 * n], characters[2 * n + 1], parseInt(one, 36)]);
  }

  const isFull = (way) => way.every((step) => step.isFull);

  /**
   * The ways of reading *letters* as syllables of *names* and initials, the likeliest first; each step
   * { letter, pair, at, end, isFull }, its pair of initials one of *pairs*.
   */
  function waysOf(letters, names, pairs) {
    const stepsAt = new Map();
    const ways = [];
    const steps = (at) => {
      if (!stepsAt.has(at)) {
        stepsAt.set(at, Array.from(pinyin.steps(letters, at, names)).sort((one, other) => other[1] - one[1]));
      }
      return stepsAt.get(at);
    };
    const walk = (at, way) => {
      const last = way[way.length - 1];
      for (const [end, isWhole] of steps(at)) {
        const pair = last && last.letter + letters.charAt(at);
        if ((last && !pairs.has(pair)) || ways.length >= MAX_WAYS) return;
        const next = way.concat({ letter: letters.charAt(at), pair, at, end, isFull: isWhole });
        if (end < letters.length) walk(end, next);
        else if (next.length > 1) ways.push(next);
      }
    };
    walk(0, []);
    return ways.sort((one, other) => isFull(other) - isFull(one) || one.length - other.length);
  }

  const pairsOf = (way) => way.slice(1).map((step) => step.pair);

  /** The first of *ways* that need no more than a few files of pairs. */
  function affordable(ways) {
    const files = new Set();
    return ways.slice(0, MAX_READ).filter((way) => {
      const pairs = pairsOf(way);
      if (new Set(Array.from(files).concat(pairs)).size > MAX_FILES) return false;
      pairs.forEach((pair) => files.add(pair));
      return true;
    });
  }

  /** What gives the characters that a step may be. */
  function reader(letters, syllables) {
    const names = Array.from(syllables.keys());
    const known = new Map();
    return (step) => {
      const key = step.at + "," + step.end + step.isFull;
      if (!known.has(key)) {
        const isRead = (name) => {
          const ends = pinyin.steps(letters, step.at, [name]);
          return ends.has(step.end) && (ends.get(step.end) || !step.isFull);
        };
        known.set(key, new Set([].concat(...names.filter(isRead).map((name) => syllables.get(name)))));
      }
      return known.get(key);
    };
  }

  /** The strings of a way through the lists of pairs with the class of their rarest pair. */
  function joined(way, lists, charactersOf) {
    let strings = null;
    for (let n = 1; n < way.length; n += 1) {
      const [lefts, rights] = [charactersOf(way[n - 1]), charactersOf(way[n])];
      const own = new Map();
      for (const [first, second, chance] of lists.get(way[n].pair)) {
        if (!lefts.has(first) || !rights.has(second)) continue;
        if (!own.has(first)) own.set(first, []);
        own.get(first).push([second, chance]);
      }
      const before = strings || Array.from(own.keys(), (first) => [first, 36, first]);
      strings = [].concat(
        ...before.map(([text, chance, last]) =>
          (own.get(last) || []).map(([second, other]) => [text + second, Math.min(chance, other), second]),
        ),
      );
      strings.sort((one, other) => other[1] - one[1]);
      strings = strings.slice(0, MAX_STRINGS);
    }
    return strings || [];
  }

  /** The pairs of characters of each pair of initials of *ways*. */
  async function listsOf(run, ways) {
    const lists = new Map();
    await Promise.all(
      Array.from(new Set([].concat(...ways.map(pairsOf))), async (pair) => {
        const list = await run.shards.file("p/" + pair, readPairs).catch(() => null);
        if (!list) run.isBroken = true;
        lists.set(pair, list || []);
      }),
    );
    return lists;
  }

  /** The most promising strings of two characters and more, as { text, isFull, count }. */
  async function chains(run, letters) {
    const { syllables, pairs } = run.tables.pinyin;
    const ways = affordable(waysOf(letters, Array.from(syllables.keys()), pairs));
    const lists = await listsOf(run, ways);
    const charactersOf = reader(letters, syllables);
    const sounds = new Map();
    for (const way of ways) {
      for (const [text, count] of joined(way, lists, charactersOf)) {
        const before = sounds.get(text);
        if (!before || (isFull(way) && !before.isFull)) sounds.set(text, { text, isFull: isFull(way), count });
      }
    }
    return Array.from(sounds.values()).sort(pinyin.compare);
  }

  /** How many of *sounds* are looked up first: those spelled in full, or those that seem as likely as the last one searched for. */
  function likeliestOf(sounds) {
    const full = sounds.filter((sound) => sound.isFull).length;
    if (full > 0) return Math.min(full, MAX_TRIED);
    const last = sounds[MAX_SOUNDS - 1];
    let end = Math.min(MAX_CHAINS, sounds.length);
    while (end < sounds.length && end < MAX_TRIED && last.count === sounds[end].count) end += 1;
    return end;
  }

  /** Whether pinyin is there, and somebody still waits for *run*. */
  async function isReady(run) {
    const { tables } = run;
    if (!tables.pinyin) await tables.open("pinyin").catch(() => {});
    return Boolean(tables.pinyin) && !run.isSilent;
  }

  /** The ways to read *characters* in full; none if one has no reading. */
  function spellingsOf(characters, readings) {
    let ways = [[]];
    for (const one of characters) {
      const steps = (readings.get(one) || []).map((syllable) => ({ letter: syllable[0], syllable }));
      ways = [].concat(...ways.map((way) => steps.map((step) => way.concat(step)))).slice(0, MAX_SPELLINGS);
    }
    return ways.map((way) => way.map((step, n) => Object.assign({ pair: n > 0 && way[n - 1].letter + step.letter }, step)));
  }

  /** The strings of the texts that sound as *characters* do and that *isMeant* takes, { text, count } each. */
  async function alike(run, characters, isMeant) {
    if (!(await isReady(run))) return [];
    const { syllables, pairs } = run.tables.pinyin;
    const ways = spellingsOf(characters, run.tables.sounds.readings).filter((way) => pairsOf(way).every((pair) => pairs.has(pair)));
    const lists = await listsOf(run, ways);
    const texts = new Set();
    for (const way of ways) {
      const strings = joined(way, lists, ({ syllable }) => new Set(syllables.get(syllable)));
      strings.forEach(([text]) => isMeant(text) && texts.add(text));
    }
    const own = Array.from(texts).slice(0, MAX_TRIED).sort();
    await run.load([].concat(...own.map((text) => gramsOf(word(text)))));
    return own.map((text) => ({ text, count: eachHolding(text, run.grams) })).filter(({ count }) => count > 0);
  }

  /** The strings that *letters* may stand for, as { text, isFull, count }; *run* loads what tells. */
  async function soundsOf(run, letters) {
    if (!(await isReady(run))) return [];
    const { tables } = run;
    let likely = await chains(run, letters);
    if (likely.length === 0) {
      const lone = (tables.pinyin.syllables.get(letters) || []).slice(0, MAX_CHAINS);
      likely = lone.map((text) => ({ text, isFull: true }));
    }
    // Many chains of pairs are no strings of any text: look on until some are found.
    for (let from = 0, to = likeliestOf(likely); from < Math.min(MAX_TRIED, likely.length); from = to, to += MAX_CHAINS) {
      const own = likely.slice(from, to);
      await run.load([].concat(...own.map((one) => gramsOf(word(one.text)))));
      const sounds = own.map((one) => ({ text: one.text, isFull: one.isFull, count: eachHolding(one.text, run.grams) }));
      const held = pinyin.likeliest(sounds, sounds.some((sound) => sound.isFull) ? MAX_TRIED : MAX_SOUNDS);
      if (held.length > 0 || run.isSilent) return held;
    }
    return [];
  }

  /** How well those documents may answer that may hold one of each of *lists* of sounds, by id. */
  function holdingSounds(lists, grams) {
    let bounds = null;
    for (const sounds of lists) {
      const own = new Map();
      for (const sound of sounds) {
        eachHolding(sound.text, grams, (id, isInTitle, weight) => {
          if (bounds && !bounds.has(id)) return;
          own.set(id, Math.max(own.get(id) || 0, pinyin.scoreOf(sound, isInTitle, weight)));
        });
      }
      if (bounds) own.forEach((score, id) => own.set(id, score + bounds.get(id)));
      bounds = own;
    }
    return bounds || new Map();
  }

  /** The texts' strings of characters that may be read with *letters* at their beginnings, as a pattern. */
  function patternOf(letters, syllables) {
    const characters = (letter) => [].concat(...Array.from(syllables).filter(([name]) => name[0] === letter).map(([, own]) => own));
    return new RegExp(Array.from(letters, (letter) => "[" + characters(letter).join("") + "]").join(""), "gu");
  }

  /** The documents that may hold characters with *letters* at their beginnings. */
  async function holdingInitials(run, letters) {
    const threes = Array.from({ length: letters.length - 2 }, (_, n) => letters.slice(n, n + 3));
    await run.load(threes);
    const lists = threes.map((three) => run.grams.get(three)).filter(Boolean);
    if (lists.length === 0) return [];
    const rarest = lists.reduce((least, list) => (list.ids.length < least.ids.length ? list : least)).ids;
    const places = lists.map((list) => placesIn(list.ids, rarest));
    return Array.from(rarest).filter((_, n) => places.every((own) => own[n] >= 0));
  }

  /** The ids of the documents that may hold three *characters* one after the other, by their initials; null if that cannot be told. */
  async function holdingThree(run, characters) {
    if (!(await isReady(run))) return null;
    const { readings } = run.tables.pinyin;
    const letters = characters.map((one) => Array.from(new Set((readings.get(one) || []).map((syllable) => syllable[0]))));
    const threes = letters.reduce((all, own) => [].concat(...all.map((before) => own.map((one) => before + one))), [""]);
    if (threes.length === 0 || threes.length > MAX_SPELLINGS) return null;
    const ids = new Set();
    for (const three of threes) (await holdingInitials(run, three)).forEach((id) => ids.add(id));
    return threes.every((three) => run.grams.get(three)) ? ids : null;
  }

  /**
   * Those that may hold one of each of *lists* of sounds, and their judge; where no sound is spelled in full, after them
   * those that hold anything with the initials *letters*.
   */
  async function holding(run, lists, letters) {
    const bounds = holdingSounds(lists, run.grams);
    const judge = (document) => (lists.length > 0 ? pinyin.judgeAll(lists, document) : null);
    const sounds = [].concat(...lists);
    const { syllables } = run.shards.tables.pinyin || {};
    if (!syllables || !letters || letters.length < 3 || sounds.some((sound) => sound.isFull)) {
      const isSure = sounds.every((sound) => word(sound.text).size < 3);
      return { candidates: inOrder(bounds, isSure, run.shards), judge };
    }
    const ids = await holdingInitials(run, letters);
    const isSure = letters.length === 3 && new Set(ids.concat(Array.from(bounds.keys()))).size === ids.length;
    ids.forEach((id) => bounds.set(id, bounds.get(id) || 1));
    const pattern = patternOf(letters, syllables);
    const byInitials = ({ text }) => {
      const pieces = Array.from(new Set(text.match(pattern))).slice(0, MAX_PIECES);
      return pieces.length > 0 ? { score: 1, pieces } : null;
    };
    return { candidates: inOrder(bounds, isSure, run.shards), judge: (document) => judge(document) || byInitials(document) };
  }

  Rectify.chains = { alike, soundsOf, holding, holdingThree };
}

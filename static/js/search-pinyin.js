// Pinyin: what a row of Latin letters may stand for, in full or by initials.
"use strict";

{
  const { times } = Rectify.match;

  /**
   * `che车;ju车居`: each character's readings, and each syllable's characters; of a large site `cjtc`, pairs of initials
   * that have a file.
   */
  function read(table, pairs = "") {
    const readings = new Map();
    const syllables = new Map();
    for (const entry of table.split(";")) {
      const syllable = /^[a-z]*/.exec(entry)[0];
      const characters = Array.from(entry.slice(syllable.length));
      if (syllable === "") continue;
      syllables.set(syllable, characters);
      for (const one of characters) readings.set(one, (readings.get(one) || []).concat(syllable));
    }
    return { readings, syllables, pairs: new Set(pairs.match(/../g)) };
  }

  /**
   * Read *letters* from *at* by one of *syllables*: all of it, its initial, or, at the very end, the two letters
   * or more of it that are typed already. Gives by the end of each such step whether it is a whole syllable.
   */
  function steps(letters, at, syllables) {
    const ends = new Map();
    const rest = letters.length - at;
    for (const syllable of syllables) {
      if (letters.startsWith(syllable, at)) ends.set(at + syllable.length, true);
      else if (rest > 1 && rest < syllable.length && syllable.startsWith(letters.slice(at)) && !ends.has(letters.length)) {
        ends.set(letters.length, false);
      }
      if (letters.charAt(at) === syllable.charAt(0) && !ends.has(at + 1)) ends.set(at + 1, false);
    }
    return ends;
  }

  /** The order of sounds, { text, isFull, count }: those spelled in full first, then those in most documents. */
  function compare(one, other) {
    return Number(other.isFull) - Number(one.isFull) || other.count - one.count || (one.text < other.text ? -1 : 1);
  }

  /** The *most* likely of *sounds* that occur; where some are spelled in full, the others were not meant. */
  function likeliest(sounds, most) {
    const held = sounds.filter((sound) => sound.count > 0).sort(compare);
    return held.filter((sound) => sound.isFull === held[0].isFull).slice(0, most);
  }

  /** The score of a document with *sound*: one spelled in full first, then in the title, then the more often. */
  function scoreOf(sound, inTitle, weight) {
    return (sound.isFull ? 8 : 0) + (inTitle ? 4 : 0) + weight;
  }

  /** How well *document* answers one of *sounds*, { text, isFull } each: { score, pieces }, or null. */
  function judge(sounds, document) {
    const { text, title } = document;
    const held = sounds.filter((sound) => text.includes(sound.text));
    if (held.length === 0) return null;
    const own = held.map((one) => scoreOf(one, text.indexOf(one.text) < title, times(one.text, text)));
    return { score: Math.max(...own), pieces: held.map((one) => one.text) };
  }

  /** How well *document* answers each of *lists* of sounds. */
  function judgeAll(lists, document) {
    const verdicts = lists.map((sounds) => judge(sounds, document));
    if (!verdicts.every(Boolean)) return null;
    const pieces = [].concat(...verdicts.map((one) => one.pieces));
    return { score: verdicts.reduce((sum, one) => sum + one.score, 0), pieces };
  }

  /** Whether *string* stands in the texts of *hits* as a word: different characters before it, and behind it. */
  function isWhole(string, hits) {
    const before = new Set();
    const behind = new Set();
    for (const { document } of hits) {
      for (const [start, end] of Rectify.match.spansOf(string, document.text)) {
        before.add(document.text.charAt(start - 1));
        behind.add(document.text.charAt(end));
      }
    }
    const isFree = (around) => around.size > 1 || around.has("\n") || around.has("");
    return isFree(before) && isFree(behind);
  }

  /** *strings*, those first that are whole words in the texts of *hits*; only those, if there are any. */
  function wholeFirst(strings, hits) {
    const own = Array.from(new Set(strings));
    const whole = own.filter((one) => isWhole(one, hits));
    return whole.length > 0 ? whole : own;
  }

  Rectify.pinyin = { read, steps, compare, likeliest, scoreOf, judge, judgeAll, wholeFirst };
}

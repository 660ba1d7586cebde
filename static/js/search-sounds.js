// A question in Latin letters: the strings that they spell, and the tier of what holds those.
"use strict";

{
  const { pinyin } = Rectify;
  /** So many different strings a row of Latin letters may stand for. */
  const MAX_SOUNDS = 200;
  const MAX_LONE_SOUNDS = 12;
  const MAX_WORDS = 3; // that are said to have been meant

  /** By pinyin: word by word where there are several, if they do not stand together. */
  async function tier(session) {
    const { letters, text } = session.question;
    const asked = text.toLowerCase().split(/\s+/);
    let own = session.bySounds(await listsOf(session, [letters]), letters);
    if (!(await own).isHeld && asked.length > 1) own = session.bySounds(await listsOf(session, asked));
    own = await own;
    const pieces = [].concat(...own.hits.map((hit) => hit.pieces));
    const sounds = own.lists.length > 0 ? [].concat(...own.lists).map((sound) => sound.text) : pieces;
    const words = pinyin.wholeFirst(sounds.filter((one) => pieces.includes(one)), own.hits).slice(0, MAX_WORDS);
    return Object.assign(own, { sounds, label: "拼音相符" + (words.length > 0 ? "：" + words.join("、") : "") });
  }

  /** What each of *words* in Latin letters may stand for; nothing if one stands for nothing. */
  async function listsOf(session, words) {
    const lists = [];
    for (const letters of words) lists.push(await session.soundsOf(letters));
    return lists.every((list) => list.length > 0) ? lists : [];
  }

  /** The strings of the texts that *letters* spell, as { text, isFull, count }. */
  function spelled(scan, letters) {
    const sounds = longer(scan, letters);
    if (sounds.length > 0) return pinyin.likeliest(sounds, MAX_SOUNDS);
    const lone = (scan.tables.pinyin.syllables.get(letters) || []).slice(0, MAX_LONE_SOUNDS);
    const count = (text) => scan.documents.filter((document) => document.text.includes(text)).length;
    return pinyin.likeliest(lone.map((text) => ({ text, isFull: true, count: count(text) })), MAX_SOUNDS);
  }

  /** Those of two characters and more. */
  function longer(scan, letters) {
    const { readings } = scan.tables.pinyin;
    const sounds = new Map();
    let text = "";
    let number = 0;
    const add = (string, isFull) => {
      const sound = sounds.get(string) || { text: string, isFull, count: 0, last: -1 };
      sound.isFull = sound.isFull || isFull;
      if (sound.last !== number) sound.count += 1;
      sound.last = number;
      sounds.set(string, sound);
    };
    const walk = (start, place, at, isFull) => {
      const character = String.fromCodePoint(text.codePointAt(place) || 0);
      const own = readings.get(character);
      if (!own) return;
      const next = place + character.length;
      pinyin.steps(letters, at, own).forEach((isWhole, end) => {
        if (end < letters.length) walk(start, next, end, isFull && isWhole);
        else if (at > 0) add(text.slice(start, next), isFull && isWhole);
      });
    };
    const places = beginning(scan, letters.charAt(0));
    for (let n = 0; n < places.length; n += 2) {
      number = places[n];
      text = scan.documents[number].text;
      walk(places[n + 1], places[n + 1], 0, true);
    }
    return Array.from(sounds.values());
  }

  /** Document and place, one after the other, of each character that is read with *letter* at its beginning. */
  function beginning(scan, letter) {
    if (!scan.begins.has(letter)) {
      const own = new Set();
      scan.tables.pinyin.readings.forEach((syllables, one) => {
        if (syllables.some((syllable) => syllable.charAt(0) === letter)) own.add(one.charCodeAt(0));
      });
      const places = [];
      scan.documents.forEach((document, number) => {
        for (let place = 0; place < document.text.length; place += 1) {
          if (own.has(document.text.charCodeAt(place))) places.push(number, place);
        }
      });
      scan.begins.set(letter, places);
    }
    return scan.begins.get(letter);
  }

  Rectify.sounds = { tier, spelled };
}

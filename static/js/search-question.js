// What a question asks: its parts, its words, and whether it may be pinyin.
"use strict";

{
  const { BARRIER, normalise } = Rectify.normal;
  /** By what results can be filtered: body, topics, category, status, departments, round, year. */
  const FACETS = ["b", "t", "c", "s", "d", "r", "y"];
  const MAX_LETTERS = 100;
  const ASCII = /[0-9a-z]/;
  const UNCUT = /[0-9a-z. ]/;

  /** Whether a cut between two characters would go through a number or a foreign word. */
  function isUncut(before, behind) {
    return UNCUT.test(before) && UNCUT.test(behind) && (ASCII.test(before) || ASCII.test(behind));
  }

  /** A string as characters: where each begins, and between which it must not be cut. */
  function word(text) {
    const characters = Array.from(text);
    const places = [0];
    characters.forEach((one) => places.push(places[places.length - 1] + one.length));
    const whole = characters.map((one, n) => n > 0 && isUncut(characters[n - 1], one));
    return { text, characters, places, whole, size: characters.length };
  }

  /**
   * What *typed* asks for: the normal form, its parts (exact), its words (in any order), and the same as
   * letters only, if it may be pinyin.
   */
  function read(typed, fold) {
    const text = Array.from(typed.trim()).slice(0, MAX_LETTERS).join("");
    const form = normalise(text, fold).text;
    const parts = Array.from(new Set(form.split(BARRIER).filter(Boolean)));
    const split = text.split(/\s+/).map((one) => normalise(one, fold).text.split(BARRIER));
    const words = Array.from(new Set([].concat(...split).filter(Boolean))).map(word);
    const letters = form.replace(/[ \n]/g, "");
    const size = words.reduce((sum, one) => sum + one.size, 0);
    return {
      text,
      normal: form,
      parts: parts.map(word),
      words,
      size,
      isLoose: words.length > 1 || size > 3,
      letters: /^[a-z]{2,}$/.test(letters) ? letters : "",
    };
  }

  Rectify.question = { FACETS, word, read };
}

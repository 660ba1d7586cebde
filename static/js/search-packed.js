// The texts of a small site, which come in digits: see rectify/search/packing.py.
"use strict";

{
  const BASE = 91;
  const HALF = 45;

  /** The digits of *text*, characters from # to ~ without the backslash, as numbers. */
  const digitsOf = (text) => Array.from(text, (one) => one.charCodeAt(0) - 0x23 - (one > "\\" ? 1 : 0));

  /** The characters of *chars*, and how many of them are one digit. */
  function readCharacters(chars) {
    const distances = [];
    let value = 0;
    let unit = 1;
    for (const digit of digitsOf(chars)) {
      value += (digit % HALF) * unit;
      unit *= HALF;
      if (digit < HALF) {
        distances.push(value);
        value = 0;
        unit = 1;
      }
    }
    const singles = Math.min(distances.length, Math.floor((BASE * BASE - distances.length) / (BASE - 1)));
    let code = 0;
    const characters = distances.map((distance, n) => {
      code = distance + (n === singles ? 0 : code);
      return String.fromCodePoint(code);
    });
    return { characters, singles };
  }

  /** The texts that were packed. */
  function unpack(chars, texts) {
    if (!chars) return texts.split("\0");
    const { characters, singles } = readCharacters(chars);
    const digits = digitsOf(texts);
    let whole = "";
    for (let n = 0; n < digits.length; n += 1) {
      let place = digits[n];
      if (place >= singles) {
        n += 1;
        place = singles + (place - singles) * BASE + digits[n];
      }
      whole += characters[place];
    }
    return whole.split("\0");
  }

  /** The documents of *data*, what `all.js` says, with their titles and passages. */
  function documentsOf({ docs, chars, texts }) {
    if (texts === undefined) return docs;
    const own = unpack(chars, texts);
    let at = 0;
    const next = () => own[at++];
    return docs.map((doc) => Object.assign(doc, { t: next(), p: doc.p.split(" ").slice(0, -1).map((anchor) => [anchor, next()]) }));
  }

  Rectify.packed = { documentsOf };
}

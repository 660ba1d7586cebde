// The texts of a small site, which come in digits: see rectify/search/packing.py.
"use strict";

{
  const { issuePage } = Rectify.searchLinks;
  const BASE = 91;
  const HALF = 45;
  const ROW = 94; // characters of GB 2312 in a row
  const decoder = new TextDecoder("gb2312");

  /** A character by its place in GB 2312, or behind that by its code point. */
  function characterAt(place) {
    if (place >= ROW * ROW) return String.fromCodePoint(place - ROW * ROW);
    return decoder.decode(new Uint8Array([0xa1 + place / ROW, 0xa1 + (place % ROW)]));
  }

  /** The digits of *text*, characters from # to ~ without the backslash, as numbers. */
  const digitsOf = (text) => Array.from(text, (one) => one.charCodeAt(0) - 0x23 - (one > "\\" ? 1 : 0));

  /** The symbols of *chars*, characters or null for a pair of symbols, and how many of them are one digit. */
  function readSymbols(chars) {
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
    let code = -1;
    const symbols = distances.map((distance, n) => {
      code = distance + (n === singles ? -1 : code);
      return distance === 0 ? null : characterAt(code);
    });
    return { symbols, singles };
  }

  /** The texts that were packed. */
  function unpack(chars, texts) {
    if (!chars) return texts.split("\0");
    const { symbols, singles } = readSymbols(chars);
    const digits = digitsOf(texts);
    const places = [];
    for (let n = 0; n < digits.length; n += 1) {
      const one = digits[n];
      if (one >= singles) n += 1;
      places.push(one < singles ? one : singles + (one - singles) * BASE + digits[n]);
    }
    const pairs = symbols.filter((one) => one === null).length;
    const halves = pairs > 0 ? places.splice(-2 * pairs) : [];
    let n = 0;
    const parts = symbols.map((one) => one || [halves[n++], halves[n++]]);
    /** What the symbol at *place* stands for. */
    const read = (place) => {
      if (Array.isArray(parts[place])) parts[place] = parts[place].map(read).join("");
      return parts[place];
    };
    return places.map(read).join("").split("\0");
  }

  /** What `all.js` says: the `lists` of its facets, [key, words] each, and the `documents` with their titles and passages. */
  function read({ docs, facets, chars, texts }) {
    if (texts === undefined) return { lists: facets, documents: docs };
    const own = unpack(chars, texts);
    let at = 0;
    const next = () => own[at++];
    const names = Object.keys(facets);
    const lists = {};
    for (const facet of names) lists[facet] = facets[facet].map((key) => [key, next()]);
    const [distances = [], ...columns] = docs;
    let number = 0;
    const documents = distances.map((distance, n) => {
      const [date, mark, anchors, ...places] = columns.map((column) => column[n]);
      number += distance;
      const doc = { number, date, mark };
      names.forEach((facet, k) => {
        const values = [].concat(places[k]).map((place) => lists[facet][place] || ["", ""]);
        doc[facet] = "dt".includes(facet) ? values.map(([key]) => key) : values[0][0];
        if (facet === "s") doc.status = values[0][1];
        if (facet === "c") doc.category = values[0][1];
      });
      const title = next();
      const passages = anchors.split(" ").slice(0, -1).map((anchor) => [anchor, next()]);
      return Object.assign(doc, { path: issuePage(doc.r, number), title, passages });
    });
    return { lists, documents };
  }

  Rectify.packed = { read };
}

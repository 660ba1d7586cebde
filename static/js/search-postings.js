// The files of a large site's index: which documents hold a gram, one character or two neighbours, and how.
"use strict";

{
  /** What a mark says of a gram in a document: how often (1 to 3), in the title, the hash of the only character after it. */
  const WEIGHT = 3;
  const TITLE = 4;
  const FOLLOWED = 8;
  const FOLLOWED_SHIFT = 4;
  /** The mark of a gram of which nothing is known: it may stand anywhere. */
  const ANY = WEIGHT | TITLE;

  const FAMILIES = "cgi"; // of files: single characters, pairs, threes of initials
  const WIDTHS = [16, 32, 15]; // bits of a gram of each

  /** Where a gram is, one character, two, or three letters: { file, key in it }; as `mixed` in rectify/search/grams.py. */
  function placeOf(gram, logs) {
    const codes = Array.from(gram, (one) => one.codePointAt(0)).map((code) => (code > 0xffff ? 0xd800 | (code & 0x7ff) : code));
    const family = codes.length - 1;
    const [width, log] = [WIDTHS[family], logs[family]];
    const own = (number) => (number << (32 - width)) >>> (32 - width);
    const mix = (number, by) => {
      const product = own(Math.imul(number, by));
      return (product ^ (product >>> (width >> 1))) >>> 0;
    };
    const number = family < 2 ? (codes[0] << 16 * family) | (codes[1] || codes[0]) : codes.reduce((sum, code) => (sum << 5) | (code & 31), 0);
    const mixed = mix(mix(number, 0x9e3779b1), 0x2c1b3c6d);
    const unit = 2 ** (width - log);
    const file = Math.floor(mixed / unit);
    return { file: FAMILIES[family] + "/" + file.toString(16).padStart(Math.max(1, Math.ceil(log / 4)), "0"), key: mixed % unit, unit };
  }

  /** Three bits of the character that follows a gram. */
  function hashOf(character) {
    return Math.imul(character === undefined ? 0 : character.codePointAt(0), 0x9e3779b1) >>> 29;
  }

  /** Whether something else than *character* follows the only place of a gram. */
  function differs(mark, character) {
    return (mark & FOLLOWED) !== 0 && mark >> FOLLOWED_SHIFT !== hashOf(character);
  }

  function bitLength(number) {
    return 32 - Math.clz32(number);
  }

  /** Reads the numbers of a row of bits. */
  class BitReader {
    constructor(base64) {
      this.bytes = Uint8Array.from(atob(base64), (one) => one.charCodeAt(0));
      this.at = 0;
    }

    bit() {
      const one = (this.bytes[this.at >> 3] >> (7 - (this.at & 7))) & 1;
      this.at += 1;
      return one;
    }

    number(width) {
      let value = 0;
      for (let n = 0; n < width; n += 1) value = (value << 1) | this.bit();
      return value;
    }

    /** A number of one or more: Elias gamma. */
    count() {
      const zeros = this.run(0, Infinity);
      return (1 << zeros) | this.number(zeros);
    }

    /** The distance to the next of numbers in Rice code, of which *width* bits are as they are. */
    distance(width) {
      return this.run(1, Infinity) * 2 ** width + this.number(width) + 1;
    }

    /** How many bits like *bit* come before another; that one is passed over, unless the count ends at *most*. */
    run(bit, most) {
      let count = 0;
      while (count < most && this.at < this.bytes.length * 8 && this.bit() === bit) count += 1;
      return count;
    }
  }

  /** How many bits of a distance are as they are, where *count* numbers are less than *total*. */
  function lowBits(total, count) {
    return Math.max(0, bitLength(Math.floor((total * 11) / (count * 16))) - 1);
  }

  /** The postings of a file, of pairs or of others, with keys less than *unit*, by key: { ids, marks }, a mark for each document. */
  function decode(base64, isPairs, unit, total) {
    const bits = new BitReader(base64);
    const shard = new Map();
    const lists = base64 ? bits.count() : 0;
    const wide = lowBits(unit, lists);
    let key = -1;
    for (let list = 0; list < lists; list += 1) {
      key += bits.distance(wide);
      const count = bits.count();
      const width = lowBits(total, count);
      const ids = new Uint32Array(count);
      const marks = new Uint8Array(count);
      let id = -1;
      for (let n = 0; n < count; n += 1) {
        id += bits.distance(width);
        const weight = bits.run(1, 5);
        const mark = (weight % 3) + 1 + (weight > 2 ? TITLE : 0);
        const isFollowed = isPairs && count > 16 && mark % 4 === 1;
        ids[n] = id;
        marks[n] = isFollowed ? mark | FOLLOWED | (bits.number(3) << FOLLOWED_SHIFT) : mark;
      }
      shard.set(key, { ids, marks });
    }
    return shard;
  }

  /** For each of *base* its place in *ids*, or -1; both ascend. */
  function placesIn(ids, base) {
    const places = new Int32Array(base.length).fill(-1);
    const isSparse = base.length * 12 < ids.length;
    let low = 0;
    for (let n = 0; n < base.length && low < ids.length; n += 1) {
      if (isSparse) low = lowerBound(ids, base[n], low);
      else while (low < ids.length && ids[low] < base[n]) low += 1;
      if (low < ids.length && ids[low] === base[n]) places[n] = low;
    }
    return places;
  }

  /** The first place in *ids*, which ascend, from *low* on that is not less than *id*. */
  function lowerBound(ids, id, low) {
    let high = ids.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (ids[middle] < id) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** The grams of a word, in order: all pairs of neighbours, or the one character. */
  function gramsOf(word) {
    if (word.size === 1) return [word.text];
    return word.characters.slice(1).map((one, n) => word.characters[n] + one);
  }

  Rectify.postings = { ANY, TITLE, WEIGHT, decode, differs, gramsOf, lowerBound, placeOf, placesIn };
}

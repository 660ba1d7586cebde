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

  /** The shard of a gram of one or two code points, or of three letters. */
  function shardOf(gram, log) {
    const [first, second = 0, third] = Array.from(gram, (one) => one.codePointAt(0));
    let hash = Math.imul(first, 0x9e3779b1) ^ Math.imul(third ? (second << 7) | third : second, 0x85ebca6b);
    hash ^= hash >>> 15;
    hash = Math.imul(hash, 0x2c1b3c6d);
    hash ^= hash >>> 13;
    const number = log === 0 ? 0 : hash >>> (32 - log);
    return number.toString(16).padStart(Math.max(1, Math.ceil(log / 4)), "0");
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

    /** How many bits like *bit* come before another; that one is passed over, unless the count ends at *most*. */
    run(bit, most) {
      let count = 0;
      while (count < most && this.at < this.bytes.length * 8 && this.bit() === bit) count += 1;
      return count;
    }
  }

  /** The postings of a shard by gram: { ids, marks }, a mark for each document. */
  function decode(keys, base64, size, total) {
    const bits = new BitReader(base64);
    const characters = Array.from(keys);
    const shard = new Map();
    for (let key = 0; key + size <= characters.length; key += size) {
      const zeros = bits.run(0, Infinity);
      const count = (1 << zeros) | bits.number(zeros);
      const width = Math.max(0, bitLength(Math.floor((total * 11) / (count * 16))) - 1);
      const ids = new Uint32Array(count);
      const marks = new Uint8Array(count);
      let id = -1;
      for (let n = 0; n < count; n += 1) {
        const high = bits.run(1, total);
        id += ((high << width) | bits.number(width)) + 1;
        const weight = bits.run(1, 5);
        const mark = (weight % 3) + 1 + (weight > 2 ? TITLE : 0);
        const isFollowed = size === 2 && count > 16 && mark % 4 === 1;
        ids[n] = id;
        marks[n] = isFollowed ? mark | FOLLOWED | (bits.number(3) << FOLLOWED_SHIFT) : mark;
      }
      shard.set(characters.slice(key, key + size).join(""), { ids, marks });
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

  Rectify.postings = { ANY, TITLE, WEIGHT, decode, differs, gramsOf, lowerBound, placesIn, shardOf };
}

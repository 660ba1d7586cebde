// SHA-256 (FIPS 180-4): browsers have their own only on addresses that they trust, and this one serves all.
"use strict";

{
  const ROUNDS = [];
  const START = [];

  /** The first 32 bits of what stands behind the point of *number*. */
  const fraction = (number) => ((number - Math.floor(number)) * 0x100000000) | 0;
  for (let number = 2; ROUNDS.length < 64; number++) {
    let divisor = 2;
    while (number % divisor) divisor++;
    if (divisor < number) continue;
    if (START.length < 8) START.push(fraction(Math.sqrt(number)));
    ROUNDS.push(fraction(Math.cbrt(number)));
  }

  /** *word*, turned to the right by *count* bits. */
  const turn = (word, count) => (word >>> count) | (word << (32 - count));

  /** The blocks of *bytes*, filled up to whole ones with the number of bits at the end. */
  function padded(bytes) {
    const view = new DataView(new ArrayBuffer((((bytes.length + 8) >> 6) + 1) << 6));
    new Uint8Array(view.buffer).set(bytes);
    view.setUint8(bytes.length, 0x80);
    view.setUint32(view.byteLength - 8, Math.floor(bytes.length / 0x20000000));
    view.setUint32(view.byteLength - 4, bytes.length << 3);
    return view;
  }

  /** Mix the block of *view* that begins at *at* into *state*; *w* is room for 64 words. */
  function mix(state, view, at, w) {
    for (let i = 0; i < 16; i++) w[i] = view.getInt32(at + 4 * i);
    for (let i = 16; i < 64; i++) {
      const [a, b] = [w[i - 15], w[i - 2]];
      const low = turn(a, 7) ^ turn(a, 18) ^ (a >>> 3);
      const high = turn(b, 17) ^ turn(b, 19) ^ (b >>> 10);
      w[i] = w[i - 16] + low + w[i - 7] + high;
    }
    let [a, b, c, d, e, f, g, h] = state;
    for (let i = 0; i < 64; i++) {
      const one = (h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + ROUNDS[i] + w[i]) | 0;
      const two = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      [h, g, f, e, d, c, b, a] = [g, f, e, (d + one) | 0, c, b, a, (one + two) | 0];
    }
    [a, b, c, d, e, f, g, h].forEach((word, i) => (state[i] += word));
  }

  /** The digest of *text* in UTF-8, in hexadecimal, as `sha256sum` prints it. */
  Rectify.sha256 = function (text) {
    const view = padded(new TextEncoder().encode(text));
    const state = Int32Array.from(START);
    const words = new Int32Array(64);
    for (let at = 0; at < view.byteLength; at += 64) mix(state, view, at, words);
    return Array.from(state, (word) => (word >>> 0).toString(16).padStart(8, "0")).join("");
  };
}

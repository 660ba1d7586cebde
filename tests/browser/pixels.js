// Pictures compared, in a page of their own: given as PNG in base64, of one size.
"use strict";

globalThis.pixels = (() => {
  async function data(base64) {
    const blob = await (await fetch(`data:image/png;base64,${base64}`)).blob();
    const picture = await createImageBitmap(blob);
    const canvas = new OffscreenCanvas(picture.width, picture.height);
    const pen = canvas.getContext("2d", { willReadFrequently: true });
    pen.drawImage(picture, 0, 0);
    return pen.getImageData(0, 0, picture.width, picture.height);
  }

  const part = (value) => (value <= 10 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4);
  const PARTS = Array.from({ length: 256 }, (_, value) => part(value));

  function luminance(all, at) {
    return 0.2126 * PARTS[all[at]] + 0.7152 * PARTS[all[at + 1]] + 0.0722 * PARTS[all[at + 2]];
  }

  /** How many pixels changed so much that new and old have a contrast of *least* or more. */
  async function changed(before, after, least) {
    const [one, other] = [(await data(before)).data, (await data(after)).data];
    let count = 0;
    for (let at = 0; at < one.length; at += 4) {
      if (one[at] === other[at] && one[at + 1] === other[at + 1] && one[at + 2] === other[at + 2]) continue;
      const [dark, bright] = [luminance(one, at), luminance(other, at)].sort((a, b) => a - b);
      if ((bright + 0.05) / (dark + 0.05) >= least) count += 1;
    }
    return count;
  }

  /** How many pixels have a contrast of *least* or more to the picture's most frequent colour. */
  async function marked(picture, least) {
    const { data: all } = await data(picture);
    const counts = new Map();
    for (let at = 0; at < all.length; at += 4) {
      const key = (all[at] << 16) | (all[at + 1] << 8) | all[at + 2];
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    const [[ground]] = [...counts].sort((a, b) => b[1] - a[1]);
    const paper = luminance([ground >> 16, (ground >> 8) & 255, ground & 255], 0);
    let count = 0;
    for (let at = 0; at < all.length; at += 4) {
      const [dark, bright] = [luminance(all, at), paper].sort((a, b) => a - b);
      if ((bright + 0.05) / (dark + 0.05) >= least) count += 1;
    }
    return count;
  }

  /** Each pixel as its brightness, then width and height. */
  async function grey(picture) {
    const { data: all, width, height } = await data(picture);
    const bright = Array.from({ length: width * height }, (_, at) => Math.round((all[4 * at] + all[4 * at + 1] + all[4 * at + 2]) / 3));
    return [bright, width, height];
  }

  return { changed, grey, marked };
})();

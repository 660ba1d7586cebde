// The text of one issue of a large site, which comes as GB 2312 counts characters: see rectify/search/packing.py.
"use strict";

{
  const GB = 0x80; // from a character of ASCII to a byte of GB 2312
  const DIGITS = " $%&'()*+,-./XYZ[]^_`abcdefghijklmnopqrstuvwxyz{|}";
  const FREQUENT = "\0 0 1 2 3 4 5 6 7 8 9 ， 。 、 的 和 不 一 有 了 对 在 为 年 月 日 市 部 党 局 行 管理 工作 单位 没有 问题 人员 制度 规范 组织 整改 监管 学习 要求 规定 落实 情况 加强 进一步 已完成".split(" ");
  const decoder = new TextDecoder("gb2312");
  const known = new Map(); // two characters of ASCII → one

  function characterOf(pair) {
    if (!known.has(pair)) known.set(pair, decoder.decode(Uint8Array.from(pair, (one) => one.charCodeAt(0) + GB)));
    return known.get(pair);
  }

  /** The document of what a file in `d/` says of an issue of a *round*. */
  function documentOf([number, date, mark, anchors, packed], round) {
    if (packed === undefined) return number;
    const read = (one, other, pair) => other || (pair ? characterOf(pair) : FREQUENT[DIGITS.indexOf(one)]);
    const [status, category, title, ...texts] = packed.replace(/~([^])|([!#0-W].)|./gu, read).split("\0");
    const passages = anchors.split(" ").slice(0, -1).map((anchor, n) => [anchor, texts[n]]);
    return { number, date, mark, path: Rectify.searchLinks.issuePage(round, number), status, category, title, passages };
  }

  Rectify.issue = { documentOf };
}

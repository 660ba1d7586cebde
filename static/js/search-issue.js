// The text of one issue of a large site, which comes as GB 2312 counts characters: see rectify/search/packing.py.
"use strict";

{
  const GB = 0x80; // from a character of ASCII to a byte of GB 2312
  const decoder = new TextDecoder("gb2312");
  const decode = (run) => run && decoder.decode(Uint8Array.from(run, (one) => one.charCodeAt(0) + GB));

  /** The document of *issue*, what a file in `d/` says, with its title and passages. */
  function documentOf(issue) {
    if (issue.x === undefined) return issue;
    const parts = issue.x.split(/~([^])/u).map((part, n) => (n % 2 ? part : decode(part)));
    const [t, ...texts] = parts.join("").split("\0");
    return Object.assign({}, issue, { title: t, p: issue.p.split(" ").slice(0, -1).map((anchor, n) => [anchor, texts[n]]) });
  }

  Rectify.issue = { documentOf };
}

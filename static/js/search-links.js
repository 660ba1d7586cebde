// Where results lead, for the box at the top of every page and for the search page.
"use strict";

{
  const HAN = /[\u3400-\u9fff\uf900-\ufaff]/;

  function siteRoot() {
    return document.documentElement.dataset.root || "";
  }

  /** The address of an issue from the site's root; as `issue_page` in rectify/field/addresses.py. */
  function issuePage(round, number) {
    return round + "/" + String(number).padStart(3, "0") + ".html";
  }

  /** What the page of *result* is to mark: the reader's *text*, or what its pinyin stood for. */
  function wordsToMark(result, text) {
    if (HAN.test(text)) return text;
    const matches = result.titleParts.concat(result.snippet).filter((part) => part[1]);
    const words = matches.map((part) => part[0]).filter((word) => HAN.test(word));
    return words.length > 0 ? Array.from(new Set(words)).slice(0, 3).join(" ") : text;
  }

  /** Where *result* of a search for *text* leads. */
  function addressOf(result, text) {
    const words = wordsToMark(result, result.query === undefined ? text.trim() : result.query);
    const query = words ? "?q=" + encodeURIComponent(words) : "";
    return siteRoot() + result.path + query + (result.anchor ? "#" + result.anchor : "");
  }

  Rectify.searchLinks = { HAN, siteRoot, issuePage, wordsToMark, addressOf };
}

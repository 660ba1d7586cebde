// The normal form in which texts and questions are compared. Its twin, with the reasons, is
// rectify/search/normal.py; tests/shared/normal.json binds the two.
"use strict";

{
  const BARRIER = "\n";
  const SOFT = /["'`“”‘’〈-】〔〕〝〞()[\]{}·•・‧\-‐–—―−_…~]/;
  const ASCII = /[0-9a-z]/;
  const DIGIT = /^\p{Nd}$/u;
  const THOUSAND = /^\p{Nd}{3}(?!\p{Nd})/u;
  const MARK = /^[\p{P}\p{S}]$/u;
  const BLANK = /^[\s\p{C}\p{Z}]$/u;

  /**
   * @param {string} source one character as written
   * @param {string} one the same, normalised
   * @param {string} text
   * @param {number} place of the character in the text
   */
  function kind(source, one, text, place) {
    const code = one.charCodeAt(0);
    if (code >= 0x4e00 && code <= 0x9fff) return "kept";
    if (SOFT.test(source) || SOFT.test(one) || BLANK.test(one)) return source === "\n" ? "hard" : "soft";
    if (source === "," && DIGIT.test(text.charAt(place - 1)) && THOUSAND.test(text.slice(place + 1, place + 5))) return "none";
    if (one === "." && DIGIT.test(text.charAt(place - 1)) && DIGIT.test(text.charAt(place + 1))) return "kept";
    return MARK.test(one) && !"%‰+".includes(one) ? "hard" : "kept";
  }

  /**
   * The normal form of a text, and for each of its characters the place in the text it came from.
   * @param {string} text
   * @param {Map<string, string>} [fold] simplified characters for traditional ones
   * @returns {{ text: string, map: number[] }}
   */
  function normalise(text, fold) {
    let normal = "";
    let gap = "";
    const map = [];
    let place = 0;
    for (const character of text) {
      const code = character.charCodeAt(0);
      const han = code >= 0x4e00 && code <= 0x9fff;
      const forms = han ? character : character.normalize("NFKC").toLowerCase();
      for (const one of forms) {
        const is = han ? "kept" : kind(character, one, text, place);
        if (is === "kept") {
          if (gap === BARRIER) {
            normal += BARRIER;
            map.push(place);
          } else if (gap && normal && ASCII.test(normal.charAt(normal.length - 1)) && ASCII.test(one)) {
            normal += " ";
            map.push(place);
          }
          gap = "";
          const kept = (fold && fold.get(one)) || one;
          for (let unit = 0; unit < kept.length; unit += 1) map.push(place);
          normal += kept;
        } else if (normal && is !== "none") {
          gap = is === "hard" || gap === BARRIER ? BARRIER : " ";
        }
      }
      place += character.length;
    }
    return { text: normal, map };
  }

  const RUN = /[\u4e00-\u9fff]+|[^\u4e00-\u9fff]+/g;
  const NO_FOLD = new Map();
  const known = new WeakMap(); // fold → what stands between Han characters → its normal form

  /** The normal form alone, and faster: runs of Han stay as they are or are folded, others are worked out once. */
  function normalText(text, fold = NO_FOLD) {
    if (!known.has(fold)) known.set(fold, new Map());
    const runs = known.get(fold);
    const form = text.replace(RUN, (run) => {
      const code = run.charCodeAt(0);
      if (code >= 0x4e00 && code <= 0x9fff) return fold.size === 0 ? run : Array.from(run, (one) => fold.get(one) || one).join("");
      if (!runs.has(run)) runs.set(run, normalise("一" + run + "一", fold).text.slice(1, -1));
      return runs.get(run);
    });
    return form.replace(/^\n|\n$/g, "");
  }

  /** `場场驗验`, traditional characters each before its simplified one, as a map. */
  function readFolding(pairs) {
    const fold = new Map();
    const characters = Array.from(pairs);
    for (let at = 0; at + 1 < characters.length; at += 2) fold.set(characters[at], characters[at + 1]);
    return fold;
  }

  Rectify.normal = { BARRIER, normalise, normalText, readFolding };
}

// What the pages make of addresses and of the words to be marked.
"use strict";

const assert = require("node:assert");
const test = require("node:test");
const Rectify = require("./scripts.js");
const { normalise } = Rectify.normal;
const { wordsToMark } = Rectify.searchLinks;
const { parse, format } = Rectify.searchAddress;
const { piecesOf, placesOf } = Rectify.marks;

const NONE = { b: [], t: [], c: [], s: [], d: [], r: [], y: [] };

test("an address and what it asks for are the same", () => {
  for (const address of ["", "?q=%E6%B8%A3%E5%9C%9F", "?q=a+b&c=one&c=two&y=2024"]) {
    const { text, filters } = parse(address);
    assert.strictEqual(format(text, filters), address);
  }
});

test("a filter said twice counts once; what is not a filter is ignored", () => {
  assert.deepStrictEqual(parse("?c=a&c=a&z=b"), { text: "", filters: { ...NONE, c: ["a"] }, isByDate: false });
});

/** The pieces of *query* that are marked on a page that holds *page*. */
function pieces(query, page) {
  const held = normalise(page).text;
  return piecesOf(query, normalise, (piece) => held.includes(piece));
}

test("the whole is marked where it occurs", () => {
  assert.deepStrictEqual(pieces("停车场", "停车场的消防"), ["停车场"]);
});

test("or else the longest pieces of it, in any order, none of one character", () => {
  assert.deepStrictEqual(pieces("停车场消防验收", "消防验收；停车场"), ["停车场", "消防验收"]);
  assert.deepStrictEqual(pieces("停车场的消防", "消防；停车场的"), ["停车场的", "消防"]);
  assert.deepStrictEqual(pieces("停业", "停了"), []);
});

test("words with a space between them are marked each", () => {
  assert.deepStrictEqual(pieces("渣土 公示", "公示渣土"), ["渣土", "公示"]);
});

test("a number is never marked in part", () => {
  assert.deepStrictEqual(pieces("22144", "2214"), []);
});

test("places are given in the text as written", () => {
  const text = "“渣 土”车，ＡＢ";
  const run = { text, normal: normalise(text) };
  const shown = (piece) => placesOf(run, [piece]).map(([start, end]) => text.slice(start, end));
  assert.deepStrictEqual(shown("渣土车"), ["渣 土”车"]);
  assert.deepStrictEqual(shown("ab"), ["ＡＢ"]);
});

test("places do not overlap: the first and longest wins", () => {
  const text = "渣土车";
  const run = { text, normal: normalise(text) };
  assert.deepStrictEqual(placesOf(run, ["土车", "渣土"]), [[0, 2]]);
});

test("what pinyin stood for is marked, anything else as it was typed", () => {
  const result = { titleParts: [["渣土", true], ["车", false]], snippet: [["渣土", true]] };
  assert.strictEqual(wordsToMark(result, "zhatu"), "渣土");
  assert.strictEqual(wordsToMark(result, "渣土车"), "渣土车");
  assert.strictEqual(wordsToMark({ titleParts: [["22144", true]], snippet: [] }, "22144"), "22144");
});

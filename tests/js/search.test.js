"use strict";
const assert = require("node:assert/strict");
const fs = require("node:fs");
const path = require("node:path");
const test = require("node:test");

const normal = require("../../static/js/search-normal.js");
const search = require("../../static/js/search-engine.js");
const vectors = JSON.parse(fs.readFileSync(path.join(__dirname, "../shared/normal.json"), "utf8"));
const FOLD = new Map([["場", "场"], ["驗", "验"], ["車", "车"]]);

function doc(n, title, passages, more) {
  return { u: `r/${n}.html`, n, t: title, w: "已完成", m: "done", c: "r/a", s: "done", d: [], r: "r", y: "2024", p: passages, ...more };
}
const index = new search.Index({
  docs: [
    doc(1, "停车场监管缺位", [["wenti-1", "全市地下停车场超期未审。"], ["jinzhan-1", "消防设施由建设单位验收，共22144次。"]]),
    doc(2, "渣土车失控", [["wenti-1", "渣土车“三联单”制度没有建立，6(7)13。"]], { s: "ongoing", d: ["x"] }),
    doc(3, "垃圾分类成效不佳", [["wenti-1", "发放电子红包。停车，场地不足。"]]),
  ],
  facets: { c: [["r/a", "甲类"]], s: [["done", "已完成"], ["ongoing", "正在推进"]], d: [["x", "某科"]], r: [["r", "一轮"]], y: [["2024", "2024年"]] },
  fold: "場场驗验車车",
  pinyin: "che车;chang场;ting停;tu土;zha渣;ju车;hong红;bao包",
});
const numbers = (found) => found.tiers.map((tier) => [tier.name, tier.results.map((result) => result.number)]);

test("the normal form follows the shared vectors", () => {
  for (const [text, expected] of vectors) assert.equal(normal.normalise(text, new Map([["場", "场"], ["驗", "验"], ["車", "车"]])).text, expected);
});
test("each normal character knows where it came from", () => {
  const { text, map } = normal.normalise("“Ａ１”𠮷 渣");
  assert.equal(text, "a1𠮷渣");
  assert.deepEqual(map, [1, 2, 4, 4, 7]);
});
test("an exact string is found across soft marks but not across a comma", () => {
  assert.deepEqual(numbers(index.query("三联单制度")), [["exact", [2]]]);
  assert.deepEqual(numbers(index.query("停车场")), [["exact", [1]]]);
});
test("numbers do not grow together over a bracket", () => {
  assert.deepEqual(numbers(index.query("713")), []);
  assert.deepEqual(numbers(index.query("22144")), [["exact", [1]]]);
});
test("words in any order, with or without spaces", () => {
  assert.deepEqual(numbers(index.query("验收 停车场")), [["words", [1]]]);
  assert.deepEqual(numbers(index.query("停车场消防验收")), [["words", [1]]]);
  assert.deepEqual(numbers(index.query("垃圾分类电子红包")), [["words", [3]]]);
});
test("traditional and full-width forms find the same", () => {
  assert.deepEqual(numbers(index.query("停車場驗收")), [["words", [1]]]);
  assert.deepEqual(numbers(index.query("２２１４４")), [["exact", [1]]]);
});
test("pinyin in full, by initials, and while it is being typed", () => {
  for (const typed of ["zhatu", "ztc", "zhatuche", "zhatuch"]) assert.deepEqual(numbers(index.query(typed)), [["pinyin", [2]]]);
});
test("absent strings find nothing", () => {
  for (const absent of ["火星移民计划", "qqqq", "99999"]) assert.equal(index.query(absent).total, 0);
});
test("a long question is answered in part, under its own heading", () => {
  assert.deepEqual(numbers(index.query("渣土车三联单吗")), [["partial", [2]]]);
});
test("matches are marked in the title and in the passage that leads to them", () => {
  const [result] = index.query("渣土").tiers[0].results;
  assert.deepEqual(result.titleParts, [["渣土", true], ["车失控", false]]);
  assert.deepEqual(result.snippet[0], ["渣土", true]);
  assert.equal(result.anchor, "wenti-1");
});
test("facets count what choosing them would leave", () => {
  const found = index.query("", { s: ["done"] });
  assert.equal(found.total, 2);
  assert.deepEqual(found.facets.s, [["已完成", "done", 2], ["正在推进", "ongoing", 1]]);
  assert.deepEqual(found.facets.d, [["某科", "x", 0]]);
});
test("titles come first", () => {
  assert.deepEqual(index.suggest("停车", 5).map((result) => result.number), [1, 3]);
});

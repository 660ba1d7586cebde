"use strict";
const assert = require("node:assert/strict");
const fs = require("node:fs");
const path = require("node:path");
const test = require("node:test");

const { Scan, answer, csv, facts, match, normal, pieces, postings, question, search } = require("./scripts.js");
const { decode, placesIn, placeOf } = postings;
const vectors = JSON.parse(fs.readFileSync(path.join(__dirname, "../shared/normal.json"), "utf8"));
const FOLD = "場场驗验車车";
const PINYIN = "che车;chang场;ting停;tu土;zha渣;ju车;hong红;bao包;yan验";

function doc(n, title, passages, more) {
  return { path: `r/${n}.html`, number: n, title, status: "已完成", mark: "done", category: "甲类", c: "r/a", s: "done", d: [], r: "r", y: "2024", passages, ...more };
}

/** Tables that are there when they are asked for. */
const TABLES = { fold: FOLD, pinyin: PINYIN, sounds: PINYIN.replace("渣", "渣扎"), words: "单车=自行车\n烂尾车>渣土车" };
const tables = {
  fold: null,
  pinyin: null,
  async open(name) {
    tables[name] = search.readers[name](TABLES[name]);
  },
  folding: (own) => tables.fold || own,
};
const index = new Scan(
  {
    docs: [
      doc(1, "停车场监管缺位", [["wenti-1", "全市地下停车场超期未审。"], ["jinzhan-1", "消防设施由建设单位验收，共22144次。"]]),
      doc(2, "渣土车失控", [["wenti-1", "渣土车“三联单”制度没有建立，6(7)13。"]], { s: "ongoing", d: ["x"] }),
      doc(3, "垃圾分类成效不佳", [["wenti-1", "发放电子红包。停车，场地不足。"]]),
    ],
    facets: { c: [["r/a", "甲类"]], s: [["done", "已完成"], ["ongoing", "正在推进"]], d: [["x", "某科"]], r: [["r", "一轮"]], y: [["2024", "2024年"]] },
    fold: "",
  },
  tables,
);
const ask = (text, filters, wanted) => new Promise((done) => index.ask(text, filters || {}, wanted || 30, done));
const numbers = (found) => found.tiers.map((tier) => [tier.name, tier.results.map((result) => result.number)]);

/** The pieces into which *text* falls in a document of that title and passage. */
function piecesOf(text, title, passage) {
  const found = pieces.divideFor(question.word(text), match.prepare(doc(1, title, [["a", passage]])), false);
  return found && found.pieces;
}

test("the normal form follows the shared vectors", () => {
  const fold = normal.readFolding(FOLD);
  for (const [text, expected] of vectors) {
    assert.equal(normal.normalise(text, fold).text, expected);
    assert.equal(normal.normalText(text, fold), expected);
  }
});
test("each normal character knows where it came from", () => {
  const { text, map } = normal.normalise("“Ａ１”𠮷 渣");
  assert.equal(text, "a1𠮷渣");
  assert.deepEqual(map, [1, 2, 4, 4, 7]);
});
test("an exact string is found across soft marks but not across a comma", async () => {
  assert.deepEqual(numbers(await ask("三联单制度")), [["exact", [2]]]);
  assert.deepEqual(numbers(await ask("停车场")), [["exact", [1]]]);
});
test("numbers do not grow together over a bracket", async () => {
  assert.deepEqual(numbers(await ask("713")), []);
  assert.deepEqual(numbers(await ask("22144")), [["exact", [1]]]);
});
test("words in any order, with or without spaces, or both", async () => {
  assert.deepEqual(numbers(await ask("验收 停车场")), [["words", [1]]]);
  assert.deepEqual(numbers(await ask("停车场消防验收")), [["words", [1]]]);
  assert.deepEqual(numbers(await ask("垃圾分类电子红包")), [["words", [3]]]);
  assert.deepEqual(numbers(await ask("22144 停车场消防")), [["words", [1]]]);
});
test("traditional and full-width forms find the same", async () => {
  assert.deepEqual(numbers(await ask("停車場驗收")), [["words", [1]]]);
  assert.deepEqual(numbers(await ask("２２１４４")), [["exact", [1]]]);
});
test("pinyin in full, by initials, and while it is being typed, says what it stands for", async () => {
  for (const typed of ["zhatu", "ztc", "zhatuche", "zhatuch", "zha tu"]) assert.deepEqual(numbers(await ask(typed)), [["pinyin", [2]]]);
  assert.equal((await ask("zhatu")).tiers[0].label, "拼音相符：渣土");
  assert.deepEqual(numbers(await ask("zha")), [["pinyin", [2]]]);
});
test("absent strings find nothing, a number is not cut", async () => {
  for (const absent of ["火星移民计划", "qqqq", "99999", "2214422144"]) assert.equal((await ask(absent)).total, 0);
});
test("a long question is answered in part, under its own heading", async () => {
  assert.deepEqual(numbers(await ask("渣土车三联单吗")), [["partial", [2]]]);
});
test("an answer comes once, and not when it was made silent", async () => {
  let count = 0;
  await new Promise((done) => index.ask("渣土", {}, 5, () => done((count += 1))));
  assert.equal(count, 1);
  tables.pinyin = null;
  index.ask("zhatu", {}, 5, () => (count += 1))();
  await ask("zhatu");
  assert.equal(count, 1);
});
test("matches are marked in the title and in the passage that leads to them", async () => {
  const [result] = (await ask("渣土")).tiers[0].results;
  assert.deepEqual(result.titleParts, [["渣土", true], ["车失控", false]]);
  assert.deepEqual(result.snippet[0], ["渣土", true]);
  assert.equal(result.anchor, "wenti-1");
  assert.equal(result.category, "甲类");
});
test("what the editors noted is never the line of a result", async () => {
  const noted = doc(1, "停车场", [["", "停车场的说明里有台账。"], ["wenti-1", "停车超期。"], ["jinzhan-1", "台账在。"], ["", "分管领导：甲"]]);
  const own = new Scan({ docs: [noted, doc(2, "其他", [["", "说明里有目录。"], ["wenti-1", "问题。"]])], facets: {}, fold: "" }, tables);
  const lineOf = (text) => new Promise((done) => own.ask(text, {}, 9, (found) => done(found.tiers[0].results[0].snippet.map(([words]) => words).join(""))));
  assert.equal(await lineOf("台账"), "台账在。");
  assert.equal(await lineOf("目录"), "问题。");
  assert.equal(await lineOf("分管领导"), "分管领导：甲");
});
test("what only the editors noted is shown as that, and marked", async () => {
  const docs = [doc(1, "其他", [["yijuhua", "甲"], ["", "原文没有。"], ["", "说明里有目录。"], ["wenti-1", "台账。"]])];
  const own = new Scan({ docs, facets: {}, fold: "" }, tables);
  const noteOf = (text) => new Promise((done) => own.ask(text, {}, 9, (found) => done(found.tiers[0].results[0].note)));
  assert.deepEqual(await noteOf("目录"), [["说明里有", false], ["目录", true], ["。", false]]);
  for (const shown of ["其他", "甲", "台账", ""]) assert.deepEqual(await noteOf(shown), []);
});
test("facets count what choosing them would leave", async () => {
  const found = await ask("", { s: ["done"] });
  assert.equal(found.total, 2);
  assert.deepEqual(found.facets.s, [["已完成", "done", 2], ["正在推进", "ongoing", 1]]);
  assert.deepEqual(found.facets.d, [["某科", "x", 0]]);
});
test("titles come first; of all that is found the first are shown", async () => {
  assert.deepEqual(numbers(await ask("停车")), [["exact", [1, 3]]]);
  const found = await ask("停车", {}, 1);
  assert.deepEqual([numbers(found), found.total, found.said], [[["exact", [1]]], 2, "找到2个问题"]);
});
test("a word falls into the fewest pieces, rather into those of the title, and no number is cut", () => {
  assert.deepEqual(piecesOf("停车场消防", "甲", "消防停车场"), ["停车场", "消防"]);
  assert.deepEqual(piecesOf("甲乙丙丁戊", "甲乙", "甲乙丙，丁戊，丙丁戊"), ["甲乙", "丙丁戊"]);
  assert.deepEqual(piecesOf("甲乙丙丁戊", "丁戊", "甲乙丙，丙丁己戊，甲乙"), ["甲乙丙", "丁戊"]);
  assert.equal(piecesOf("停车场消防", "甲", "停车，消防"), null);
  assert.equal(piecesOf("甲乙22144", "己", "甲乙22，144"), null);
});
test("nearness is the shortest stretch with one of each", () => {
  assert.equal(pieces.nearness(["甲乙", "丙"], "甲乙己己丙己甲乙丙"), 3);
});
test("occurrences are counted up to three, overlapping ones too", () => {
  assert.deepEqual(["aa", "ab", "x"].map((piece) => match.times(piece, "aaaaab")), [3, 1, 0]);
});
test("a page of ten is put in finer order, not more", () => {
  const hits = Array.from({ length: 12 }, (_, rank) => ({ rank, score: 1, pieces: ["a"], document: match.prepare(doc(rank, "", [["", "a".repeat(rank + 1)]])) }));
  const ranks = answer.refine("exact", hits, 10).map((hit) => hit.rank);
  assert.deepEqual(ranks, [9, 8, 7, 6, 5, 4, 3, 2, 1, 0, 10, 11]);
});
test("what has the word in its title comes before what has it in brief, problem and elsewhere, however often", async () => {
  const docs = [
    doc(1, "甲", [["wenti-1", "乙"], ["cuoshi-1", "停车，停车，停车"]]),
    doc(2, "甲", [["wenti-1", "停车，停车，停车"]]),
    doc(3, "甲", [["yijuhua", "停车，停车，停车"], ["wenti-1", "乙"]]),
    doc(4, "停车", [["wenti-1", "乙"]]),
  ];
  const own = new Scan({ docs, facets: {}, fold: "" }, tables);
  const found = await new Promise((done) => own.ask("停车", {}, 9, done));
  assert.deepEqual(numbers(found), [["exact", [4, 3, 2, 1]]]);
});
test("shards are numbered and read as the format says", () => {
  assert.equal(placeOf("渣土", [0, 0, 0]).file, "g/0");
  assert.match(placeOf("渣土", [0, 5, 0]).file, /^g\/[01][0-9a-f]$/);
  assert.ok(placeOf("渣土", [0, 5, 0]).key < placeOf("渣土", [0, 5, 0]).unit);
  // One gram, with the third of four keys (r = 1): 1, 10 0. Two documents of four (r = 0), the first twice, the last once, in
  // its title: 010, 0 10, 110 1110.
  const bits = Buffer.from([0b11000100, 0b10110111, 0b00000000]).toString("base64");
  const found = decode(bits, true, 4, 4).get(2);
  assert.deepEqual([Array.from(found.ids), Array.from(found.marks)], [[0, 3], [2, 5]]);
});
test("places in a list are found whether it is long or short", () => {
  const long = Uint32Array.from({ length: 500 }, (_, n) => n * 2);
  assert.deepEqual(Array.from(placesIn(long, Uint32Array.from([0, 3, 998, 1000]))), [0, -1, 499, -1]);
  assert.deepEqual(Array.from(placesIn(Uint32Array.from([1, 4]), Uint32Array.from([0, 1, 4, 9]))), [-1, 0, 1, -1]);
});
test("a question is answered in the site's own words, and says why", async () => {
  const { tiers } = await ask("烂尾车");
  assert.deepEqual(numbers({ tiers }), [["alike", [2]]]);
  assert.equal(tiers[0].label, "“烂尾车”也查“渣土车”");
  assert.deepEqual(numbers(await ask("自行车")), []);
});
test("the number of an issue leads to it first, a day or a paper does not", async () => {
  for (const typed of ["第2号", "2号", "No.2", "第二号问题", "问题2"]) assert.deepEqual(numbers(await ask(typed))[0], ["number", [2]], typed);
  for (const typed of ["8月2号", "2号线", "〔2024〕2号", "2"]) assert.equal(facts.issueIn(typed), 0, typed);
});
test("states are words of search", async () => {
  assert.deepEqual(numbers(await ask("没整改")), [["state", [2]]]);
  assert.deepEqual(numbers(await ask("三联单 正在整改")), [["state", [2]]]);
  assert.deepEqual(numbers(await ask("停车 没整改")), []);
  assert.equal((await ask("没整改")).tiers[0].label, "整改状态：正在推进");
});
test("a word for a state may be meant as a word", async () => {
  const docs = [doc(1, "停车", [["wenti-1", "标线正在画。"]]), doc(2, "停车", [["wenti-1", "标线没有。"]], { s: "ongoing" })];
  const own = new Scan({ docs, facets: { s: [["done", "已完成"], ["ongoing", "正在推进"]] }, fold: "" }, tables);
  const found = await new Promise((done) => own.ask("停车 正在", {}, 9, done));
  assert.deepEqual(numbers(found), [["state", [2]], ["words", [1]]]);
});
test("days, amounts and papers are written as official texts write them", () => {
  for (const typed of ["2024-08-28", "2024/8/28", "2024.08.28", "20240828", "二〇二四年八月二十八日", "2024年8月28号"]) assert.equal(facts.asWritten(typed), "2024年8月28日", typed);
  assert.equal(facts.asWritten("2024-06"), "2024年6月");
  assert.equal(facts.asWritten("呼财字(2014)第113号"), "呼财字〔2014〕113号");
  assert.equal(facts.asWritten("1200块钱"), "1200元");
  assert.equal(facts.asWritten("010-2024"), "010-2024");
});
test("a wrong character of the right sound is repaired, and only then", async () => {
  const { tiers } = await ask("扎土车");
  assert.deepEqual(numbers({ tiers }), [["sound", [2]]]);
  assert.equal(tiers[0].label, "按读音：渣土车");
});
test("a long question is answered by what is rare in it, or not at all", async () => {
  assert.deepEqual(numbers(await ask("我想问一下那个烂尾车天天乱跑怎么没有人管")), [["loose", [2]]]);
  assert.deepEqual(numbers(await ask("我想问一下今天天气怎么样")), []);
});
test("a question of marks alone says so", async () => {
  assert.equal((await ask("，")).said, "“，”里没有字和数字，请输入要找的词");
  assert.equal((await ask("，")).total, 0);
});
test("two words in pinyin need not stand together", async () => {
  assert.deepEqual(numbers(await ask("hongbao tingche")), [["pinyin", [3]]]);
});
test("a table that is taken along has the question, the day and its rows, and no formulas", () => {
  assert.equal(csv.textOf("渣土", "2026-11-30", [["编号"], [1], ['=1"']]), '\ufeff"查询","渣土"\r\n"日期","2026-11-30"\r\n"编号"\r\n"1"\r\n"\'=1"""\r\n');
});
test("the newest come first if that is wanted", async () => {
  const dated = new Scan({ docs: [doc(1, "渣土", [], { date: "2024-01-01" }), doc(2, "渣土", [], { date: "2025-01-01" })], facets: {}, fold: "" }, tables);
  const answer = await new Promise((done) => dated.ask("渣土", {}, 5, done, true));
  assert.deepEqual(numbers(answer), [["exact", [2, 1]]]);
});

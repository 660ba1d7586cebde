// The program's synonyms hold in the words of two made bureaus, too, and lead nobody astray there.
"use strict";

const assert = require("node:assert/strict");
const fs = require("node:fs");
const path = require("node:path");
const test = require("node:test");
const { Scan, search } = require("./scripts.js");

const LINES = fs.readFileSync(path.join(__dirname, "../../rectify/search/synonyms.txt"), "utf8").trim();
const tables = {
  async open(name) {
    tables[name] = search.readers[name](name === "words" ? LINES : "");
  },
  folding: (own) => own,
};

/** The titles of a made bureau's issues, and what people ask with the places of the titles that answer. */
const BUREAUS = [
  [
    ["老旧小区公共设施破损长期无人维修", "物业用房移交不到位", "房屋征收拖欠补偿款", "公租房闲置，分配不及时", "建筑工地扬尘管控不严", "施工合同超约定付款", "行政处罚程序不规范", "个别干部违规经商办企业", "公务用车管理不严", "办公用品政府采购不规范"],
    { "小区路灯坏了没人修": [0], 欠钱: [2], "房子放着没人住怎么不分": [3], 罚款: [6], "公家的车": [8], 招标: [9], "厕所": [], "小黄车": [] },
  ],
  [
    ["集市食品摊贩备案不全", "餐饮单位厨余垃圾台账缺失", "行政处罚决定书送达不规范", "执法人员吃拿卡要", "企业失信名单更新不及时", "检验设备闲置", "加油卡管理混乱", "考核走过场", "婚丧嫁娶事项未报备", "公厕卫生检查流于形式"],
    { 地摊: [0], 泔水: [1], 罚单: [2], "执法的人白吃白拿": [3], 老赖: [4], "花钱买的机器吃灰": [5], 油卡: [6], 评优: [7], 没请假: [8], 做样子: [9], "渣土车": [], "井盖": [] },
  ],
];

BUREAUS.forEach(([titles, questions], bureau) => {
  const docs = titles.map((title, n) => ({ path: `${n}.html`, number: n, title, status: "", mark: "", category: "", c: "", s: "", d: [], r: "", y: "", passages: [] }));
  const index = new Scan({ docs, facets: { s: [] }, fold: "" }, tables);
  test(`people's words lead to the issues of made bureau ${bureau + 1}`, async () => {
    for (const text of Object.keys(questions)) {
      const answer = await new Promise((done) => index.ask(text, {}, 3, done));
      const found = [].concat(...answer.tiers.map((tier) => tier.results.map((one) => one.number)));
      assert.deepEqual(found.slice(0, Math.max(1, questions[text].length)), questions[text], `${text}: ${answer.said}`);
    }
  });
});

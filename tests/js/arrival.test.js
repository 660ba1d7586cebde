// Scripts that only some questions need come when they are needed, and those that are asked for together in any order.
"use strict";

const assert = require("node:assert/strict");
const fs = require("node:fs");
const path = require("node:path");
const test = require("node:test");
const vm = require("node:vm");

const ROOT = path.join(__dirname, "../..");
const ASSETS = fs.readFileSync(path.join(ROOT, "rectify/outputs/assets.py"), "utf8");
const BEFORE = { otherwise: ["synonyms"], chains: ["pinyin", "shardsWays"] }; // what a script is never asked for without
const NEEDED = ["facts", "pinyin", "synonyms", "otherwise", "filterBoxes", "ownPages", "csv"];

/** The sources of a script, or of a group of them, in order. */
function sourcesOf(name) {
  const isGroup = name.startsWith("_");
  const [, list] = new RegExp(isGroup ? `${name}: Final = \\(([^)]*)\\)` : `"${name}\\.js": \\(([^)]*)\\)`).exec(ASSETS);
  return [].concat(...list.match(/\*_[A-Z_]+|"[\w-]+"/g).map((one) => (one[0] === "*" ? sourcesOf(one.slice(1)) : [JSON.parse(one)])));
}

/** Run *names* of scripts one after the other where nothing else is; what one reads too early throws. */
function run(names) {
  const made = new Proxy({}, {
    get(target, name) {
      if (!(name in target)) throw new Error(`Rectify.${String(name)} is not there yet`);
      return target[name];
    },
  });
  const context = vm.createContext({ Rectify: made, TextDecoder });
  context.window = context;
  const sources = ["dom"].concat(...names.map(sourcesOf));
  for (const name of sources) vm.runInContext(fs.readFileSync(path.join(ROOT, "static/js", `${name}.js`), "utf8"), context);
}

for (const [first, ways] of [["search-all", ["pieces", "scanWays"]], ["search-index", ["shardsPieces", "shardsWays", "columns", "chains"]]]) {
  for (const name of NEEDED.concat(ways)) {
    test(`${name} runs right after ${first}`, () => {
      assert.doesNotThrow(() => run([first, ...(BEFORE[name] || []), name]));
    });
  }
}

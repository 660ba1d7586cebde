// The scripts of the search as a page has them: run one after the other, in the order of rectify/outputs/assets.py.
"use strict";

const fs = require("node:fs");
const path = require("node:path");
const vm = require("node:vm");

const ROOT = path.join(__dirname, "../..");
const order = fs.readFileSync(path.join(ROOT, "rectify/outputs/assets.py"), "utf8").match(/"(?:dom|csv|search-[a-z]+)"/g);

globalThis.window = globalThis;
globalThis.Rectify = {};
for (const name of new Set(order.map((quoted) => JSON.parse(quoted)))) {
  const filename = path.join(ROOT, "static/js", `${name}.js`);
  vm.runInThisContext(fs.readFileSync(filename, "utf8"), { filename });
}

module.exports = globalThis.Rectify;

// `node verify.js TODAY KEPT…`: what the page that checks the record finds, as JSON; and with one file alone its SHA-256.
"use strict";

const fs = require("node:fs");
const path = require("node:path");
const vm = require("node:vm");

const ROOT = path.join(__dirname, "../..");
globalThis.window = globalThis;
globalThis.Rectify = {};
for (const name of ["sha256", "record", "journal"]) {
  const filename = path.join(ROOT, "static/js", `${name}.js`);
  vm.runInThisContext(fs.readFileSync(filename, "utf8"), { filename });
}

const [today, ...kept] = process.argv.slice(2).map((file) => fs.readFileSync(file, "utf8"));
const found = kept.length ? Rectify.journal.compare(kept, today) : Rectify.sha256(today);
process.stdout.write(JSON.stringify(found));

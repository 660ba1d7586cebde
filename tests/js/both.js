// Asks two builds of one site, a scanned and an indexed one, the same questions: node both.js SCANNED INDEXED QUESTIONS
"use strict";

const fs = require("node:fs");
const path = require("node:path");
const vm = require("node:vm");
const { Scan, Shards, search } = require("./scripts.js");

const [scanned, indexed, questions] = process.argv.slice(2);

/** What a file of the search in *folder* hands to the page. */
function received(folder, file) {
  let told = null;
  const R = (_, ...values) => (told = values);
  vm.runInNewContext(fs.readFileSync(path.join(folder, "search", `${file}.js`), "utf8"), { R });
  return JSON.parse(JSON.stringify(told));
}

function tablesOf(folder) {
  const tables = {
    fold: null,
    pinyin: null,
    async open(name) {
      tables[name] = search.readers[name](...received(folder, name));
    },
    folding: (own) => (tables.fold ? new Map([...own, ...tables.fold]) : own),
  };
  return tables;
}

/** The last answer to a question, once nothing more comes. */
function last(index, text, filters) {
  return new Promise((done) => {
    let timer = null;
    index.ask(text, filters, 10, (answer) => {
      clearTimeout(timer);
      timer = setTimeout(() => done(answer), 20);
    });
  });
}

function shape(answer) {
  const shown = answer.tiers.map((tier) => [
    tier.name,
    tier.exact ? tier.count : "",
    tier.results.map((result) => [result.path, result.anchor, result.titleParts, result.snippet]),
  ]);
  return { shown, words: answer.words, facets: answer.facets };
}

async function main() {
  const scan = new Scan(received(scanned, "all")[0], tablesOf(scanned));
  const shards = new Shards(received(indexed, "index")[0], tablesOf(indexed), async (file) => received(indexed, file));
  const different = [];
  let found = 0;
  for (const [text, filters] of JSON.parse(fs.readFileSync(questions, "utf8"))) {
    const one = shape(await last(scan, text, filters));
    const other = shape(await last(shards, text, filters));
    found += one.shown.length > 0;
    one.shown.forEach((tier, n) => {
      if (other.shown[n] && other.shown[n][1] === "") tier[1] = "";
    });
    if (!other.facets) other.facets = one.facets = null;
    if (JSON.stringify(one) !== JSON.stringify(other)) different.push([text, filters, one, other]);
  }
  process.stdout.write(JSON.stringify({ found, different }));
}

main();

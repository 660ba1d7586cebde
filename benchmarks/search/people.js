// Asks the questions of people.tsv without a browser: the scripts of the search over the data of a built site.
// node benchmarks/search/people.js OUTPUT [KIND …] [--misses] [--NAME]: shares by kind, and each miss. --NAME asks those of
// people-NAME.tsv, by which nothing had been tuned when they were asked first: held-out, unseen and later about the site's
// own issues, hospital, water, schools and transport about the made rounds of benchmarks/facts.
"use strict";

const fs = require("node:fs");
const path = require("node:path");
const vm = require("node:vm");

const Rectify = require("../../tests/js/scripts.js");
const args = process.argv.slice(2);
const others = args.filter((one) => fs.existsSync(path.join(__dirname, "people" + one.slice(1) + ".tsv")));
const FILE = ["people"].concat(others.map((one) => one.slice(2))).slice(0, 2).join("-") + ".tsv";
const [output, ...kinds] = args.filter((one) => !one.startsWith("--"));
const folder = fs.realpathSync(path.join(output, "search"));
const isLarge = fs.existsSync(path.join(folder, "index.js"));

globalThis.document = { documentElement: { dataset: { root: "", search: isLarge ? "index" : "all" } } };
Rectify.run = (address, failed) => {
  const file = path.join(folder, address.replace(/^search\//, ""));
  fs.readFile(file, "utf8", (error, text) => (error ? failed() : vm.runInThisContext(text)));
};

function readQuestions() {
  const lines = fs.readFileSync(path.join(__dirname, FILE), "utf8").trimEnd().split("\n");
  return lines
    .map((line) => line.split("\t"))
    .map(([kind, text, issues]) => ({ kind, text, issues: issues ? issues.split(",").map(Number) : [] }))
    .filter(({ kind }) => kinds.length === 0 || kinds.includes(kind));
}

const ask = (index, text) => new Promise((done) => index.ask(text, {}, 10, done));

const isMade = ({ path: address }) => address.includes("benchmark");

/** Whether an *answer* is right: one of the issues that were meant among the first three, or nothing at all. */
function isRight({ issues }, answer) {
  const shown = [].concat(...answer.tiers.map((tier) => tier.results));
  if (issues.length === 0) return shown.length === 0;
  return shown.slice(0, 3).some((one) => issues.includes(one.number) && !isMade(one));
}

/** The head words of a question: those of two or more Han characters, as Unicode divides Chinese, that are no filler. */
function headWords(text) {
  const words = Array.from(new Intl.Segmenter("zh", { granularity: "word" }).segment(text), (one) => one.segment);
  return words.filter((one) => /^\p{Script=Han}{2,}$/u.test(one) && Rectify.spoken.stretchesOf(one)[0] === one);
}

/** The titles of the made issues of *index*. */
async function madeTitles(index) {
  const documents = isLarge ? await Promise.all(Array.from({ length: index.total }, (_, id) => index.document(id))) : [];
  return documents.map(({ doc }) => doc).filter(isMade).map(({ title }) => title);
}

const pairsOf = (text) => new Set(Array.from(text).slice(1).map((one, n) => text[n] + one));
const problemOf = ({ passages }) => [].concat(...passages.filter(([anchor]) => /^wenti/.test(anchor)).map(([, text]) => text.split("。"))).filter((one) => one.length > 8);

/** Whether *one* sentence of a made issue repeats *other*, of which every fifth word was changed. */
function repeats(one, other) {
  const own = pairsOf(one);
  const others = pairsOf(other);
  return Array.from(own).filter((pair) => others.has(pair)).length * 2 > own.size;
}

/**
 * Whether a made issue among the first three is as right as one that was meant: its title or problem has the short question,
 * or the other word for it, to the letter, or its problem repeats a sentence of the problem of one that was meant.
 */
async function isAsRight(index, { kind, text, issues }, answer) {
  if (!isLarge || issues.length === 0) return false;
  const first = [].concat(...answer.tiers.map((tier) => tier.results)).slice(0, 3).filter(isMade);
  const read = await Promise.all(index.documents.values());
  const docs = first.map(({ path: address }) => read.find(({ doc }) => doc.path === address)).filter(Boolean);
  const words = [text].concat(first.map(({ query }) => query).filter(Boolean));
  const holds = ({ doc }) => [doc.title].concat(problemOf(doc)).some((one) => words.some((word) => one.includes(word)));
  if (kind === "plain" && docs.some(holds)) return true;
  const meant = await Promise.all(issues.map((number) => index.document(number - 1))); // theirs is the oldest round
  const wanted = [].concat(...meant.map(({ doc }) => problemOf(doc)));
  return docs.some(({ doc }) => problemOf(doc).some((one) => wanted.some((other) => repeats(one, other))));
}

async function main(index) {
  const titles = await madeTitles(index);
  const sums = new Map();
  const misses = [];
  for (const question of readQuestions()) {
    const answer = await ask(index, question.text);
    const sum = sums.get(question.kind) || { asked: 0, right: 0, asRight: 0, answered: 0, nothing: 0 };
    sums.set(question.kind, sum);
    sum.asked += 1;
    if (answer.total === 0) sum.nothing += 1;
    const isGood = isRight(question, answer);
    if (isGood) sum.right += 1;
    const isAnswered = question.issues.length === 0 && headWords(question.text).some((word) => titles.some((title) => title.includes(word)));
    if (isAnswered) sum.answered += 1;
    else if (isGood || (await isAsRight(index, question, answer))) sum.asRight += 1;
    if (!isGood) misses.push(`${question.kind}\t${question.text}\t${question.issues}\t${shownOf(answer)}`);
  }
  const share = (right, asked) => `${right} of ${asked}\t${((100 * right) / asked).toFixed(1)} %`;
  for (const [kind, { asked, right, asRight, answered, nothing }] of sums) {
    const made = isLarge ? `\twith made ones as right: ${share(asRight, asked - answered)}` : "";
    console.log(`${kind}\t${share(right, asked)}${made}\tnothing shown: ${nothing}`);
  }
  if (args.includes("--misses")) console.log(misses.join("\n"));
}

function shownOf(answer) {
  const tiers = answer.tiers.map((tier) => `${tier.name} ${tier.results.slice(0, 3).map((one) => (isMade(one) ? "made " : "") + one.number)}`);
  return `${answer.said} [${tiers.join("; ")}]`;
}

Rectify.search.load(main, () => console.error("No data of a search below " + output));

// Lighthouse over some addresses, as a telephone: one browser, one JSON of scores and failed audits.
// node lighthouse.mjs NODE_MODULES '{"urls": [...], "categories": [...], "flags": [...]}'
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const [modules, asked] = process.argv.slice(2);
const { urls, categories, flags } = JSON.parse(asked);
const { resolve } = createRequire(`${modules}/`);
const { default: lighthouse } = await import(pathToFileURL(resolve("lighthouse")).href);
const { launch } = await import(pathToFileURL(resolve("chrome-launcher")).href);
const part = async (path) => import(pathToFileURL(resolve(`lighthouse/core/${path}`)).href);

// Of a page with many links it asks the browser the same of the same elements again and again: once is enough.
const KEPT = { "DOM.pushNodeByPathToFrontend": "path", "DOM.resolveNode": "nodeId", "DOMDebugger.getEventListeners": "objectId" };
const { ProtocolSession } = await part("gather/session.js");
const { sendCommand } = ProtocolSession.prototype;
const answers = new Map();
ProtocolSession.prototype.sendCommand = function (name, parameters = {}) {
  const asked = parameters[KEPT[name]];
  if (/^DOM\.(?:en|dis)able$/.test(name)) answers.clear();
  if (asked === undefined) return sendCommand.call(this, name, parameters);
  const key = `${name} ${asked}`;
  if (!answers.has(key)) answers.set(key, sendCommand.call(this, name, parameters));
  return answers.get(key);
};

// Its long pauses are for measuring time alone, and so is how fast this computer is.
if (!categories.includes("performance")) (await part("lib/page-functions.js")).pageFunctions.computeBenchmarkIndex = () => 1000;
const waits = categories.includes("performance")
  ? {}
  : { pauseAfterFcpMs: 0, pauseAfterLoadMs: 0, networkQuietThresholdMs: 300, cpuQuietThresholdMs: 0, disableFullPageScreenshot: true };
const chrome = await launch({ chromeFlags: ["--headless=new", "--disable-gpu", "--no-proxy-server", ...flags] });
const found = {};
try {
  for (const url of urls) {
    const { lhr } = await lighthouse(url, { port: chrome.port, onlyCategories: categories, logLevel: "error", ...waits });
    const failed = (category) =>
      category.auditRefs
        .filter(({ id, weight }) => weight > 0 && lhr.audits[id].score !== null && lhr.audits[id].score < 1)
        .map(({ id }) => `${id}: ${lhr.audits[id].displayValue ?? lhr.audits[id].title}`);
    found[url] = Object.fromEntries(
      Object.entries(lhr.categories).map(([name, category]) => [
        name,
        { score: Math.round(100 * category.score), failed: failed(category) },
      ]),
    );
    found[url].metrics = lhr.audits.metrics?.details.items[0];
  }
} finally {
  chrome.kill();
}
console.log(JSON.stringify(found));

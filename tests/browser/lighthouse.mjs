// Lighthouse over some addresses, as a telephone: one browser, one JSON of scores and failed audits.
// node lighthouse.mjs NODE_MODULES '{"urls": [...], "categories": [...], "flags": [...]}'
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const [modules, asked] = process.argv.slice(2);
const { urls, categories, flags } = JSON.parse(asked);
const { resolve } = createRequire(`${modules}/`);
const { default: lighthouse } = await import(pathToFileURL(resolve("lighthouse")).href);
const { launch } = await import(pathToFileURL(resolve("chrome-launcher")).href);

// Its long pauses are for measuring time alone.
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

// Every kind of page in Firefox over WebDriver BiDi: one browser, one JSON of what was seen.
// node firefox.mjs NODE_MODULES '{"program": …, "pages": {name: url}, "home": url, "paper": url, "folder": …}'
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const [modules, asked] = process.argv.slice(2);
const { program, pages, home, paper, folder } = JSON.parse(asked);
const { resolve } = createRequire(`${modules}/`);
const { default: puppeteer } = await import(pathToFileURL(resolve("puppeteer-core")).href);

const browser = await puppeteer.launch({
  browser: "firefox",
  executablePath: program,
  extraPrefsFirefox: { "network.proxy.type": 0, "intl.accept_languages": "zh-CN", "browser.chrome.site_icons": true },
});
const found = { pages: {} };
try {
  const page = await browser.newPage();
  page.setDefaultTimeout(60_000); // a loaded computer is slow
  let complaints = [];
  page.on("pageerror", (error) => complaints.push(`script: ${error.message}`));
  page.on("console", (said) => said.type() === "error" && complaints.push(said.text()));
  for (const [name, url] of Object.entries(pages)) {
    complaints = [];
    const sideways = [];
    for (const width of [1280, 390]) {
      await page.setViewport({ width, height: 844 });
      await page.goto(url, { waitUntil: "load" });
      const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      if (over > 0) sideways.push(`${over} px at ${width}`);
      if (folder) await page.screenshot({ path: `${folder}/${name}-${width}.png` });
    }
    const heading = await page.$eval("h1", (one) => one.innerText);
    found.pages[name] = { complaints, sideways, heading };
  }

  // A question typed on the first page, and a suggestion chosen by the keyboard alone.
  await page.setViewport({ width: 1280, height: 844 });
  await page.goto(home);
  await page.keyboard.press("Tab");
  found.firstStop = await page.evaluate(() => document.activeElement.innerText);
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  found.afterSkip = await page.evaluate(() => Boolean(document.activeElement.closest("main")));
  await page.type("#site-search", "垃圾");
  await page.waitForSelector(".search-box__option");
  await page.keyboard.press("ArrowDown");
  found.option = await page.$eval("#site-search", (one) => one.getAttribute("aria-activedescendant") || "");
  await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
  found.chosen = page.url();
  await page.goto(home);
  await page.type("#site-search", "渣土车");
  await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
  await page.waitForSelector("[data-search-results] a");
  found.results = await page.$$eval("[data-search-results] a", (all) => all.length);

  // Large letters, kept on the next page.
  await page.goto(home);
  await page.click("[data-reading=elder]");
  await page.goto(paper);
  found.size = await page.evaluate(() => document.documentElement.dataset.size || "");

  // Paper.
  found.pdf = Buffer.from(await page.pdf({ preferCSSPageSize: true })).toString("base64");
} finally {
  await browser.close();
}
console.log(JSON.stringify(found));

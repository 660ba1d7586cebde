// Checks an issue's page in the reader's browser: is what it shows what the record says, and lets a receipt be saved.
"use strict";

{
  const { make } = Rectify.dom;
  const { sha256, record } = Rectify;
  const BLOCK = 256;
  const TOKEN = /^( *\| )#([0-9a-f]{8})$/;

  /** Text as the record has it: in one line, with single spaces. */
  const inLine = (text) => text.normalize("NFC").split(/\s+/).filter(Boolean).join(" ");

  /** The texts that *article* shows, each by the first eight digits of its digest. */
  function textsIn(article) {
    const found = {};
    article.querySelectorAll("p, li, dd, div, span, figcaption, td").forEach((element) => {
      const text = inLine(element.textContent);
      if (text.length < 20000) found[sha256(text).slice(0, 8)] = text;
    });
    return found;
  }

  /** The canonical text, its paragraphs taken from the page, and the numbers of paragraphs that the page lacks. */
  function rebuilt(form, article) {
    const shown = textsIn(article);
    const lines = form.split("\n");
    let paragraphs = 0;
    const missing = [];
    const filled = lines.map((line) => {
      const [, margin, token] = TOKEN.exec(line) || [];
      if (!token) return line;
      paragraphs++;
      if (!(token in shown)) missing.push(paragraphs);
      return margin + shown[token];
    });
    return { text: filled.join("\n"), paragraphs, missing };
  }

  /** A day, month or time as pages write it. */
  function inWords(value) {
    const [, year, month, day] = /^(\d{4})-(\d\d)(?:-(\d\d))?/.exec(value) || [];
    return year ? `${year}年${Number(month)}月${day ? Number(day) + "日" : ""}` : value;
  }

  /** The lines of *form* beside its paragraphs whose words the page does not show as they are. */
  function unseen(form, article) {
    const shown = article.textContent.normalize("NFC").replace(/\s+/g, "");
    return form
      .split("\n")
      .slice(1)
      .map((line) => line.trim())
      .filter((line) => {
        const value = line.replace(/^(?:[^：|]*：|- |\| (?:[-*+] |\d+[.)] )?)/, "");
        if (value === "" || TOKEN.test(line) || line === "-") return false;
        return ![value, inWords(value)].some((one) => shown.includes(one.replace(/\s+/g, "")));
      });
  }

  /** The receipt: what was shown, what the record says of it, and how far the record went. */
  function save(page, text, lines, kept) {
    const receipt = {
      凭证: 1,
      说明: "到这个网站的 record/verify.html，选出这个文件，就能核对网站以后有没有改写",
      网站: kept.检查点.split("\n")[0],
      网址: page,
      文本: sha256(text),
      核对文本: text,
      记录: lines,
      检查点: kept.检查点,
      签名和时间戳: kept.附件,
    };
    Rectify.clipboard.save(JSON.stringify(receipt, null, 1) + "\n", "凭证-" + page.replace(/\.html$/, "").replace("/", "-") + ".json");
  }

  /** What is found of the page, as paragraphs: whether its digest is that of the last entry about its text. */
  function findings(page, [form, lines], article) {
    const { text, paragraphs, missing } = rebuilt(form, article);
    const entries = lines.map((line) => JSON.parse(line));
    const last = entries.filter(record.ofText).pop();
    const digest = sha256(text);
    const isSame = missing.length === 0 && digest === last.文本;
    const said = [];
    if (missing.length) said.push(`✗ 对不上：公开过的第 ${missing.join("、")} 段，本页没有照原样显示。网页也许被改过。`);
    else if (!isSame) said.push("✗ 对不上：由本页的文字算出的校验码，和公开记录里的不同。网页也许被改过。");
    else {
      const since = `公开记录第 ${last.序号} 条（${record.when(last.时间)}）`;
      said.push(`✓ 对得上：由本页的 ${paragraphs} 段文字算出的校验码，和${since}里的相同。那以后，一个字也没有改过。`);
    }
    if (missing.length === 0) said.push(make("code", { className: "change-history__digest", textContent: digest }));
    said.push(`和它比的，是网站放在旁边的公开记录，关于本页的有 ${lines.length} 条：`);
    entries.forEach((entry) => said.push(record.words(entry).replace("，" + page, "")));
    const rest = unseen(form, article);
    if (rest.length) said.push("公开记录里还有这几项，本页写法不同，请自己看一看：" + rest.map((line) => line.replace(/^- /, "")).join("；"));
    return { text, isSame, said };
  }

  Rectify.pageCheck = function (line) {
    const page = line.dataset.page;
    const [, round, number] = /^(.*)\/(\d+)\.html$/.exec(page);
    const told = line.nextElementSibling;

    const tell = (...parts) => {
      told.textContent = "";
      told.append(...parts.map((part) => (typeof part === "string" ? make("p", { textContent: part }) : part)));
    };

    tell("正在核对……");
    record.open(`published.${round}.${Math.floor(Number(number) / BLOCK)}.js`, (block) => {
      const own = block && block[page];
      if (!own) {
        tell("没有可以比的公开记录：网站还没有正式公开过，或者这个文件夹里少了 record 里的文件。");
        return;
      }
      const { text, isSame, said } = findings(page, own, document.querySelector("article"));
      const way = make("a", { href: document.documentElement.dataset.root + "record/verify.html" });
      way.textContent = "公开记录自己有没有被改写，到这里核对";
      const last = make("p");
      last.append(way);
      tell(...said, last);
      if (!isSame) return;
      record.open("checkpoint.js", (kept) => {
        if (!kept) return;
        const button = make("button", { className: "plain-button plain-button--beside", type: "button" });
        button.textContent = "存下凭证";
        button.addEventListener("click", () => save(page, text, own[1], kept));
        told.append(make("p", { textContent: "凭证是一个小文件，存着这份文字和它的公开记录；以后任何一天都能拿它核对网站。" }), button);
      });
    });
  };
}

// What is other between two states of the public site: pages with old words beside new ones, totals.
"use strict";
{
  const desk = window.rectifyDesk;
  const { make } = desk;
  const SHOWN = 100;
  const OPEN = 5; // so many pages are unfolded at once
  const NAME = /(?:content\/[a-z0-9-]+\/(?:round|[0-9]{3,6})|content\/(?:glossary|synonyms)|site)\.yaml/g;

  /** What a command said, with the way to the form of each file that it names. */
  function said(words, label, kind) {
    const box = make("div", { class: `said ${kind || ""}`, tabindex: "0", role: "region", "aria-label": label });
    let end = 0;
    for (const match of words.matchAll(NAME)) {
      box.append(words.slice(end, match.index), make("a", { href: `#/${match[0]}` }, match[0]));
      end = match.index + match[0].length;
    }
    box.append(words.slice(end));
    return box;
  }

  const MARKS = { same: "span", removed: "del", added: "ins" };
  const marked = (pieces) => (pieces.length ? pieces.map(([kind, words]) => make(MARKS[kind], {}, words)) : [make("span", { class: "hint" }, "（没有）")]);

  function words(changes, heads) {
    const hasFields = changes.some((one) => one.field);
    const cells = (one) => [hasFields ? make("th", { scope: "row" }, one.field) : null, make("td", {}, ...marked(one.before)), make("td", {}, ...marked(one.now))];
    const head = [hasFields ? make("th", { scope: "col" }, "哪一项") : null, ...heads.map((one) => make("th", { scope: "col" }, one))];
    return make("table", { class: hasFields ? "sides has-fields" : "sides" }, make("thead", {}, make("tr", {}, ...head)), make("tbody", {}, ...changes.map((one) => make("tr", {}, ...cells(one)))));
  }

  function about(page, heads) {
    if (page.changes === null) return make("p", { class: "hint" }, "以前公开的那一份文字这里没有，比不出来。");
    if (page.changes.length) return words(page.changes, heads);
    if (!page.isShort) return make("p", { class: "hint" }, "改动的网页太多，这一页没有细比。");
    return page.kind === "改动" ? make("p", { class: "hint" }, "字句没有变，变的是排版、链接或者数据。") : null;
  }

  function pageLine(page, place, heads) {
    const links = [make("a", { href: `/${page.address}`, target: "_blank", rel: "noopener" }, "看网页"), page.file ? make("a", { href: `#/${page.file}` }, "去改") : null];
    const name = make("summary", {}, make("span", { class: "tag" }, page.kind), ` ${page.title || page.address} `, make("span", { class: "hint" }, page.title ? page.address : ""), page.note ? `，改到 ${page.note}` : "");
    return make("details", { class: "page", open: place < OPEN && Boolean(page.changes && page.changes.some((one) => one.field)) }, name, about(page, heads), make("p", { class: "ways" }, ...links.filter(Boolean).reduce((all, one) => [...all, all.length ? "　" : "", one], [])));
  }

  /** Pages that differ, some at a time; *heads* name the two sides. */
  function pages(list, heads) {
    const place = make("div", {});
    let shown = 0;
    const more = make("button", { type: "button", class: "quiet", click: () => draw() });
    const draw = () => {
      list.slice(shown, shown + SHOWN).forEach((page, at) => place.insertBefore(pageLine(page, shown + at, heads), more));
      shown += SHOWN;
      more.hidden = shown >= list.length;
      more.textContent = `再显示${Math.min(list.length - shown, SHOWN)}个`;
    };
    place.append(more);
    draw();
    return place;
  }

  /** The totals of each round beside those before; nothing where none changed. */
  function totals(rounds, heads) {
    const number = (count) => (count === null ? "—" : String(count));
    const row = ([word, before, now]) => {
      const step = (now || 0) - (before || 0);
      return make("tr", {}, make("th", { scope: "row" }, word), make("td", {}, number(before)), make("td", {}, number(now)), make("td", {}, step ? `${step > 0 ? "+" : ""}${step}` : "不变"));
    };
    const changed = rounds.filter((round) => round.rows.some(([, before, now]) => before !== now));
    if (!changed.length) return make("p", { class: "hint" }, "各轮的总数没有变。");
    const heading = (words) => make("th", { scope: "col" }, words);
    return make("div", {}, ...changed.map((round) => make("table", { class: "totals" }, make("caption", {}, round.title), make("thead", {}, make("tr", {}, ...["总数", ...heads, "增减"].map(heading))), make("tbody", {}, ...round.rows.map(row)))));
  }

  /** What people call an entry of the record of this kind. */
  const called = (kind) => (kind === "换写法" ? "换了记录格式" : kind);

  /** How many pages there are of each kind: 新增3个，改动2个. */
  function counted(list) {
    const kinds = new Map();
    for (const page of list) kinds.set(page.kind, (kinds.get(page.kind) || 0) + 1);
    return [...kinds].map(([kind, count]) => `${kind}${count}个`).join("，");
  }

  Object.assign(desk, { said, changes: { called, counted, pages, totals } });
}

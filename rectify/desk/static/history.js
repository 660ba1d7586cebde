// 历史: what was published when, and how any two of these states differ.
"use strict";
{
  const desk = window.rectifyDesk;
  const { make } = desk;
  const MANY = 50;

  const when = (time) => `${Number(time.slice(0, 4))}年${Number(time.slice(5, 7))}月${Number(time.slice(8, 10))}日 ${time.slice(11, 16)}`;
  const named = (one) => (one.kind === "退回" ? "退回" : one.kind === "校正时间" ? "校正时间" : "公开");
  const SAID = { 公布: (count) => `新公布${count}份文字`, 新网址: (count) => `新增${count}个网址`, 改网址: (count) => `${count}个网址改了`, 换写法: (count) => `${count}份文字换了记录格式，字句没有变` };
  const counts = (one) => one.counts.map(([kind, count]) => (SAID[kind] ? SAID[kind](count) : `${kind}${count}条`)).join("，");

  function entry(one) {
    const name = one.title || one.address;
    return make("li", {}, make("span", { class: "tag" }, desk.changes.called(one.kind)), " ", one.file ? make("a", { href: `#/${one.file}` }, name) : name, one.note ? `：${one.note}` : "");
  }

  function publication(one, before, compare) {
    const shown = one.entries.slice(0, MANY);
    const more = one.entries.length > MANY ? make("p", { class: "hint" }, `另有${one.entries.length - MANY}条，用下面的比较看。`) : null;
    const list = shown.length ? make("details", {}, make("summary", {}, counts(one)), make("ul", { class: "entries" }, ...shown.map(entry)), more) : null;
    const note = one.kind === "退回" ? make("p", {}, `退回到${one.note}公开的网站`) : null;
    const see = make("button", { type: "button", class: "quiet", click: () => compare(before, one.length) }, before ? "和上一次比" : "看第一次公开了什么");
    return make("li", {}, make("p", {}, make("strong", {}, when(one.time)), `　${named(one)}`), note, list, make("p", {}, see));
  }

  async function show(main) {
    const { publications } = await desk.ask("history");
    main.textContent = "";
    main.append(make("h1", { tabindex: "-1" }, "历史"));
    if (!publications.length) {
      main.append(make("p", {}, "还没有公开过。公开以后，每一次公开了什么，这里都有。"));
      return;
    }
    const place = make("div", { "data-compared": true });
    const options = [...publications.map((one) => [one.length, `${when(one.time)} ${named(one)}以后`]), [0, "还没有公开的时候"]];
    const select = (label, chosen) => {
      const id = desk.nextId();
      const control = make("select", { id }, ...options.map(([length, words]) => make("option", { value: length, selected: length === chosen }, words)));
      return { control, element: make("div", {}, make("label", { for: id }, label), control) };
    };
    const before = select("从", publications[1] ? publications[1].length : 0);
    const now = select("到", publications[0].length);
    const compare = async (one, other) => {
      before.control.value = String(one);
      now.control.value = String(other);
      place.textContent = "";
      try {
        const found = await desk.ask("compare", { before: one, now: other });
        const heads = ["以前", "以后"];
        const heading = make("h3", { tabindex: "-1" }, `网页上的文字：${desk.changes.counted(found.pages) || "没有变"}`);
        place.append(heading, desk.changes.pages(found.pages, heads), make("h3", {}, "总数"), desk.changes.totals(found.totals, heads));
        heading.focus();
      } catch (error) {
        desk.tell(error.message, true);
      }
    };
    const form = make("form", { class: "filters days", "aria-label": "比较两次", submit: (event) => {
      event.preventDefault();
      compare(Number(before.control.value), Number(now.control.value));
    } }, before.element, now.element, make("button", { class: "main" }, "比较"));
    const list = publications.map((one, at) => publication(one, publications[at + 1] ? publications[at + 1].length : 0, compare));
    main.append(make("p", {}, "每一次公开、退回都记在这里，改不了。"), make("h2", {}, "比较任何两次"), form, place, make("h2", {}, "每一次"), make("ol", { class: "found" }, ...list));
  }

  desk.views.history = show;
}

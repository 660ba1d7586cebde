// 检查 and 公开: what the commands find and what they would change, in their own words.
"use strict";
{
  const desk = window.rectifyDesk;
  const { make } = desk;
  const WEIGHTS = { error: "错误", warning: "提醒", remark: "建议" };

  /** Run an act, saying that it goes on; its answer, or null after telling why not in *place*. */
  async function run(place, action, words, doing) {
    place.textContent = "";
    place.append(make("p", {}, `${doing}，请等一会儿……`));
    desk.tell(`${doing}……`);
    try {
      const answer = await desk.ask(action, words);
      place.textContent = "";
      desk.tell("");
      return answer;
    } catch (error) {
      place.textContent = "";
      place.append(make("pre", { class: "said wrong", tabindex: "0", "aria-label": "没有做成的原因" }, error.message));
      desk.tell("没有做成，原因写在下面。", true);
      return null;
    }
  }

  function finding(one) {
    const kind = WEIGHTS[one.severity] || one.severity;
    const place = one.file ? make("a", { href: `#/${one.file}` }, one.path) : make("span", {}, one.path);
    return make("li", {}, make("strong", { class: one.severity === "error" ? "wrong" : "doubt" }, kind), `：${one.message}（${one.code}）`, one.remedy ? make("p", { class: "hint" }, one.remedy) : null, place);
  }

  async function showCheck(main) {
    const place = make("div", { "data-found": true });
    const go = async () => {
      const answer = await run(place, "check", {}, "正在检查");
      if (!answer) return;
      const ordered = Object.keys(WEIGHTS).map((weight) => answer.found.filter((one) => one.severity === weight));
      const counts = ordered.map((some, at) => (some.length ? `${some.length}处${Object.values(WEIGHTS)[at]}` : "")).filter(Boolean).join("，");
      place.append(make("p", { class: "next" }, counts || "没有发现问题。"), make("ul", { class: "found" }, ...[].concat(...ordered).map(finding)));
    };
    main.textContent = "";
    main.append(make("h1", { tabindex: "-1" }, "检查"), make("p", {}, "看个人信息、错别字、对不上的地方，网页也看。没有保存的改动不算在内。"), make("p", {}, make("button", { type: "button", class: "main", click: go }, "检查一遍")), place);
  }

  /** The steps of a publication, one after the other: where, what changes, then the one button. */
  async function showPublish(main) {
    const { folder } = await desk.ask("target");
    const id = desk.nextId();
    const to = make("input", { id, type: "text", value: folder, autocomplete: "off", "aria-describedby": `${id}h` });
    const place = make("div", { "data-published": true });
    const said = (words, label) => make("pre", { class: "said", tabindex: "0", "aria-label": label }, words);
    const publish = async () => {
      const answer = await run(place, "publish", { folder: to.value }, "正在公开");
      if (answer) place.append(make("h2", { tabindex: "-1" }, "已经公开"), said(answer.words, "公开的结果"));
    };
    const rehearse = async () => {
      const answer = await run(place, "rehearse", { folder: to.value }, "正在看会改动什么");
      if (!answer) return;
      const heading = make("h2", { tabindex: "-1" }, answer.isReady ? "会改动这些" : answer.isSame ? "没有要公开的" : "现在不能公开");
      place.append(heading, said(answer.words, "会改动什么"));
      if (answer.isReady) place.append(make("p", {}, make("button", { type: "button", class: "main", click: publish }, "公开")));
      heading.focus();
    };
    const back = async () => {
      if (!window.confirm("退回到上一次公开的网站？内容文件不动。")) return;
      const answer = await run(place, "rollback", { folder: to.value }, "正在退回");
      if (answer) place.append(make("h2", {}, "已经退回"), said(answer.words, "退回的结果"));
    };
    main.textContent = "";
    main.append(make("h1", { tabindex: "-1" }, "公开"), make("div", { class: "field" }, make("label", { for: id }, "公开在哪个文件夹"), make("p", { class: "hint", id: `${id}h` }, "服务器的网站文件夹，写完整的路径；公开过一次就记住"), to),
      make("p", {}, make("button", { type: "button", class: "main", click: rehearse }, "看会改动什么"), " ", make("button", { type: "button", class: "quiet", click: back }, "退回到上一次")), place);
  }

  /** 设置: the files that all rounds share. */
  async function showSettings(main) {
    const names = { "site.yaml": "网站、联系方式、菜单、部门、颜色", "content/glossary.yaml": "名词解释", "content/synonyms.yaml": "搜索时的不同说法" };
    const { files } = await desk.ask("settings");
    main.textContent = "";
    main.append(make("h1", { tabindex: "-1" }, "设置"), make("ul", { class: "found" }, ...files.map((name) => make("li", {}, make("a", { href: `#/${name}` }, names[name]), make("p", { class: "hint" }, name)))));
  }

  Object.assign(desk.views, { settings: showSettings, check: showCheck, publish: showPublish });
}

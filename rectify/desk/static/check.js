// 检查: what the command finds, with the way to each field. 设置: the files that all rounds share.
"use strict";
{
  const desk = window.rectifyDesk;
  const { make } = desk;
  const SETTINGS = { "site.yaml": "网站：名称、主色、菜单、联系方式、部门", "content/glossary.yaml": "名词解释", "content/synonyms.yaml": "搜索时的不同说法" };
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
      place.append(desk.refused(error));
      desk.tell(place.isConnected ? `${doing}，没有完成，原因写在下面。` : error.message, true);
      return null;
    }
  }

  async function showCheck(main) {
    const place = make("div", { "data-found": true });
    const go = async () => {
      const answer = await run(place, "check", {}, "正在检查");
      if (!answer) return;
      const ordered = Object.keys(WEIGHTS).map((weight) => answer.found[weight] || []);
      const counts = ordered.map((some, at) => (some.length ? `${some.length}处${Object.values(WEIGHTS)[at]}` : "")).filter(Boolean).join("，");
      const partial = answer.partial ? make("p", { class: "next wrong" }, answer.partial) : "";
      place.append(make("p", { class: "next" }, counts || "没有发现问题。"), partial, ...ordered.map((some, at) => desk.problems(some, Object.values(WEIGHTS)[at])));
    };
    main.textContent = "";
    main.append(make("h1", { tabindex: "-1" }, "检查"), make("p", {}, "看个人信息、错别字、对不上的地方，网页也看。没有保存的改动不算在内。"), make("p", {}, make("button", { type: "button", class: "main", click: go }, "检查一遍")), place);
  }

  /** 设置: the files that all rounds share. */
  async function showSettings(main) {
    const [{ files }, { rounds }] = await Promise.all([desk.ask("settings"), desk.ask("overview")]);
    const way = (name, words) => make("li", {}, make("a", { href: `#/${name}` }, words), make("p", { class: "hint" }, name));
    main.textContent = "";
    main.append(make("h1", { tabindex: "-1" }, "设置"), make("ul", { class: "found" }, ...files.map((name) => way(name, SETTINGS[name])), ...rounds.map((round) => way(round.file.name, `${round.title}：这一轮的类别、日期、说明`))));
  }

  Object.assign(desk, { settings: SETTINGS });
  Object.assign(desk.views, { settings: showSettings, check: showCheck });
}

// 公开: where, what would change for readers and what the record would say, then the one button; what came of it.
"use strict";
{
  const desk = window.rectifyDesk;
  const { make } = desk;
  const SIDES = ["现在公开的", "公开以后"];
  const NAMES = { rehearse: "看会改动什么", publish: "公开", rollback: "退回", verify: "核对" };

  const REVISE = "在工作台里：点上面的文件名，用“改正公开过的文字（修订）”写明改了什么、为什么；不该改的，按“回到公开的样子”。";

  const button = (words, act, kind) => make("button", { type: "button", class: kind, click: act }, words);

  function recordTable(entries) {
    const row = (one) => make("tr", {}, make("td", {}, make("span", { class: "tag" }, one.kind)), make("td", {}, one.title || one.address || "整个网站"), make("td", {}, one.note));
    const head = ["事项", "哪一页", "说明"].map((words) => make("th", { scope: "col" }, words));
    return make("table", {}, make("thead", {}, make("tr", {}, ...head)), make("tbody", {}, ...entries.map(row)));
  }

  /** What would change: in numbers, page by page, in the record. */
  function preview({ pages, others, record, totals }) {
    const rest = Object.entries(others).map(([kind, count]) => `${kind}${count}个`).join("，");
    return [
      make("h3", {}, `网页：${desk.changes.counted(pages) || "没有改动"}`), desk.changes.pages(pages, SIDES),
      rest ? make("p", { class: "hint" }, `另有数据、搜索、订阅这些文件：${rest}。`) : null,
      make("h3", {}, "总数"), desk.changes.totals(totals, SIDES),
      make("h3", {}, `公开记录添${record.length}条，添上就不能改`),
      make("details", { open: record.length <= 20 }, make("summary", {}, "记下这些"), make("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "公开记录要添的" }, recordTable(record))),
    ];
  }

  /** The page 公开 while it is shown: its folder, and the place where a job is told. */
  class Page {
    constructor(main, folder) {
      const id = desk.nextId();
      this.to = make("input", { id, type: "text", value: folder, autocomplete: "off", "aria-describedby": `${id}h` });
      this.place = make("div", { "data-published": true });
      const field = make("div", { class: "field" }, make("label", { for: id }, "公开在哪个文件夹"), make("p", { class: "hint", id: `${id}h` }, "服务器的网站文件夹，写完整的路径；公开过一次就记住"), this.to);
      const steps = make("p", { class: "steps" }, button("看会改动什么", () => this.begin("rehearse"), "main"), button("核对公开的网站", () => this.begin("verify"), "quiet"), button("退回到上一次", () => this.goBack(), "quiet"));
      main.textContent = "";
      main.append(make("h1", { tabindex: "-1" }, "公开"), field, steps, this.place);
    }

    /** Begin a job, follow it, show what came of it. */
    async begin(action, sure) {
      desk.tell("");
      this.place.textContent = "";
      try {
        const job = await desk.ask(action, sure ? { folder: this.to.value, sure } : { folder: this.to.value });
        if (this.place.isConnected) this.follow(job); // else whoever opens the page again follows it
      } catch (error) {
        if (this.place.isConnected) this.refuse(error.message);
        else desk.tell(error.message, true);
      }
    }

    goBack() {
      if (window.confirm("退回到上一次公开的网站？内容文件不动，公开记录里会写上退回。")) this.begin("rollback");
    }

    follow(job) {
      desk.follow(this.place, job, (ended) => this.show(ended, true));
    }

    refuse(words, name) {
      const heading = make("h2", { tabindex: "-1" }, { rehearse: "现在不能公开", publish: "没有公开", rollback: "没有退回", verify: "没有核对完" }[name] || "没有开始");
      this.place.textContent = "";
      this.place.append(heading, desk.said(words, "没有完成的原因", "wrong"), /build\.py revise/.test(words) ? make("p", {}, REVISE) : "");
      const again = this.ofSure(words, name);
      if (again) this.place.append(again);
      heading.focus();
    }

    /** The button that answers an unusual question, which no command goes on without: the time, files of others. */
    ofSure(words, name) {
      if (!/要有人(?:回答|确认)/.test(words) || name === "verify") return null;
      const answer = /时间/.test(words) ? "现在的时间是准的，接着做" : "就公开在这个文件夹，接着做";
      return make("p", {}, button(answer, () => this.begin(name, true), "main"));
    }

    /** How a job ended; *isNew* if it was waited for. */
    show(job, isNew) {
      if (job.refusal) {
        this.refuse(job.refusal, job.name);
        return;
      }
      const parts = (job.name === "rehearse" ? this.rehearsed(job.answer) : this.done(job)).filter(Boolean);
      this.place.textContent = "";
      this.place.append(...parts);
      if (!isNew) this.place.prepend(make("p", { class: "hint" }, `${job.began} 按的“${NAMES[job.name]}”：`));
      if (isNew) parts[0].focus();
    }

    rehearsed(answer) {
      if (answer.isSame) return [make("h2", { tabindex: "-1" }, "没有要公开的"), desk.said(answer.words, "说明")];
      if (!answer.isReady) return [make("h2", { tabindex: "-1" }, "现在不能公开"), desk.said(answer.words, "不能公开的原因", "wrong"), this.ofSure(answer.words, "rehearse")];
      const bar = make("div", { class: "bar" }, button("公开", () => this.begin("publish"), "main"), make("span", { class: "hint" }, `公开到 ${answer.folder}。看好了再按；按了以后，读者马上看到。`));
      return [make("h2", { tabindex: "-1" }, "会改动这些"), bar, answer.words ? desk.said(answer.words, "提醒") : null, ...preview(answer.preview)];
    }

    done({ name, answer }) {
      const heading = { publish: "已经公开", rollback: "已经退回", verify: answer.isSound ? "公开的网站完好" : "公开的网站有不对的地方" }[name];
      const ways = make("p", { class: "steps" }, make("a", { href: "#/history" }, "看公开了什么（历史）"));
      return [
        make("h2", { tabindex: "-1" }, heading), answer.words ? desk.said(answer.words, "结果") : null,
        desk.said(answer.verified, "核对的结果", answer.isSound ? "" : "wrong"), ways,
      ];
    }
  }

  async function show(main) {
    const [{ folder }, job] = await Promise.all([desk.ask("target"), desk.ask("job")]);
    const page = new Page(main, job.about || folder);
    if (job.isRunning) page.follow(job);
    else if (job.name) page.show(job, false);
  }

  desk.views.publish = show;
}

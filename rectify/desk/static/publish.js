// 公开: where, what would change for readers and what the record would say, then the one button; what came of it.
"use strict";
{
  const desk = window.rectifyDesk;
  const { button, make } = desk;
  const SIDES = ["现在公开的", "公开以后"];
  const NAMES = { rehearse: "看会改动什么", publish: "公开", rollback: "退回", verify: "核对" };
  const REFUSED = { rehearse: "现在不能公开", publish: "没有公开", rollback: "没有退回", verify: "没有核对完" };
  const FIRST = ["撤下", "恢复公开"]; // what readers notice most is told first
  const AGREED = { time: "时间是准的，接着做", folder: "就公开在这个文件夹", returning: "知道了，照样退回" };
  const PUBLIC = "/__rectify__/desk/public/";

  function recordTable(entries) {
    const row = (one) => make("tr", {}, make("td", {}, make("span", { class: "tag" }, desk.changes.called(one.kind))), make("td", {}, one.title || one.address || "整个网站"), make("td", {}, one.note));
    const head = ["事项", "哪一页", "说明"].map((words) => make("th", { scope: "col" }, words));
    return make("table", {}, make("thead", {}, make("tr", {}, ...head)), make("tbody", {}, ...entries.map(row)));
  }

  const folded = (words, ...content) => make("details", {}, make("summary", {}, words), ...content);

  /** What would change: what was edited page by page, what follows from it in numbers, and the record. */
  function preview({ pages, others, record, totals }) {
    const rest = Object.entries(others).map(([kind, count]) => `${kind}${count}个`).join("，");
    const isOwn = (page) => page.file && (page.kind !== "改动" || !page.changes || page.changes.some((one) => one.field)); // its own text, not what it lists
    const told = new Map(record.map((one) => [one.address, one.kind])); // what the record says of a page says more than that it changed
    const called = (page) => ({ ...page, kind: page.kind === "改动" && FIRST.includes(told.get(page.address)) ? told.get(page.address) : page.kind });
    const rank = (page) => (FIRST.indexOf(page.kind) + 1 || FIRST.length + 1);
    const named = pages.map(called);
    const own = named.filter(isOwn).sort((one, other) => rank(one) - rank(other));
    const following = named.filter((page) => !isOwn(page));
    return [
      make("h3", {}, `内容的改动：${desk.changes.counted(own) || "没有"}`), desk.changes.pages(own, SIDES),
      following.length ? folded(`首页、清单等随着更新的网页：${desk.changes.counted(following)}`, desk.changes.pages(following, SIDES)) : null,
      rest ? make("p", { class: "hint" }, `另外，数据、搜索、订阅等文件：${rest}。`) : null,
      make("h3", {}, "总数"), desk.changes.totals(totals, SIDES),
      make("h3", {}, `公开记录添${record.length}条，添上就不能改`),
      make("details", { open: record.length <= 20 }, make("summary", {}, "记下这些"), make("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "公开记录要添的" }, recordTable(record))),
    ];
  }

  /** The page 公开 while it is shown: its folder, and the place where a job is told. */
  class Page {
    constructor(main, target, about) {
      const id = desk.nextId();
      this.to = make("input", { id, type: "text", value: about || target.folder, autocomplete: "off", "aria-describedby": `${id}h` });
      this.place = make("div", { "data-published": true });
      this.ways = make("p", { class: "steps" });
      const hint = `服务器上放网站的文件夹，写完整的路径，例如 ${target.example}；也可以选，或者新建一个。公开过一次就记住。`;
      const field = make("div", { class: "field" }, make("label", { for: id }, "公开在哪个文件夹"), make("p", { class: "hint", id: `${id}h` }, hint), this.to, desk.folderButton(this.to));
      main.textContent = "";
      main.append(make("h1", { tabindex: "-1" }, "公开"), field, this.ways, this.place);
      this.draw(target);
    }

    /** The buttons: what cannot be done is not offered. */
    draw({ isPublic, earlier }) {
      this.ways.textContent = "";
      this.ways.append(...[
        button("看会改动什么", () => this.begin("rehearse"), "main"),
        isPublic ? button("核对公开的网站", () => this.begin("verify"), "quiet") : null,
        isPublic ? make("a", { href: PUBLIC, target: "_blank", rel: "noopener" }, "打开公开的网站") : null,
        earlier ? button(`退回到上一次（${earlier}公开的）`, () => this.goBack(earlier), "quiet") : null,
      ].filter(Boolean));
      if (isPublic && !earlier) this.ways.append(make("span", { class: "hint" }, "以前没有公开过别的，退不回去；要撤下某个问题，打开它，按“撤下”。"));
    }

    /** Begin a job, follow it, show what came of it. */
    async begin(action, sure) {
      desk.tell("");
      this.place.textContent = "";
      try {
        const job = await desk.ask(action, sure ? { folder: this.to.value, sure } : { folder: this.to.value });
        if (this.place.isConnected) this.follow(job); // else whoever opens the page again follows it
      } catch (error) {
        if (!this.place.isConnected) desk.tell(error.message, true);
        else if (error.answer && error.answer.asks) this.question(action, error.message, AGREED[error.answer.asks]);
        else if (error.answer && error.answer.missing) this.missing(action, error);
        else this.refuse(error.message, action);
      }
    }

    goBack(earlier) {
      if (window.confirm(`退回到${earlier}公开的网站？内容文件不动，公开记录里会写上退回。`)) this.begin("rollback");
    }

    follow(job) {
      desk.follow(this.place, job, async (ended) => {
        this.show(ended, true);
        const target = await desk.ask("target").catch(() => null);
        if (target) this.draw(target);
      });
    }

    tell(heading, ...content) {
      this.place.textContent = "";
      const title = make("h2", { tabindex: "-1" }, heading);
      this.place.append(title, ...content.filter(Boolean));
      title.focus();
    }

    refuse(words, name, problems) {
      if (/要有人(?:回答|确认)/.test(words) && name !== "verify") {
        this.question(name, words, /时间/.test(words) ? AGREED.time : AGREED.folder);
        return;
      }
      this.tell(REFUSED[name], desk.problems(problems), words ? desk.said(words, "没有完成的原因", problems && problems.length ? "" : "wrong") : null);
    }

    /** An unusual question, about the time or files of others: nothing is done before somebody has answered. */
    question(action, words, answer) {
      this.tell("先回答一个问题", desk.said(words, "问题"), make("p", { class: "steps" }, button(answer, () => this.begin(action, true), "main"), button("不是，先不做", () => (this.place.textContent = ""), "quiet")));
    }

    missing(action, error) {
      const create = async () => {
        try {
          await desk.ask("makefolder", { folder: error.answer.missing });
          this.begin(action);
        } catch (other) {
          this.tell("没有建成", desk.said(other.message, "没有完成的原因", "wrong"));
        }
      };
      this.tell("没有这个文件夹", make("p", {}, error.message), make("p", {}, button("新建这个文件夹，接着做", create, "main")));
    }

    /** How a job ended; *isNew* if it was waited for. */
    show(job, isNew) {
      const refusal = job.refusal || (job.name === "rehearse" && !job.answer.isReady && !job.answer.isSame ? job.answer.words : "");
      if (refusal) {
        this.refuse(refusal, job.name, job.problems.length || !job.answer ? job.problems : job.answer.problems);
        return;
      }
      const parts = (job.name === "rehearse" ? this.rehearsed(job.answer) : this.done(job)).filter(Boolean);
      this.place.textContent = "";
      this.place.append(...parts);
      if (!isNew) this.place.prepend(make("p", { class: "hint" }, `这是 ${job.began} 按“${NAMES[job.name]}”的结果。`));
      if (isNew) parts[0].focus();
    }

    rehearsed(answer) {
      const heading = (words) => make("h2", { tabindex: "-1" }, words);
      if (answer.isSame) return [heading("没有要公开的"), make("p", {}, "公开的网站已经是最新的。"), folded("全部经过", desk.problems(answer.problems), desk.said(answer.words, "说明"))];
      const bar = make("div", { class: "bar" }, button("公开", () => this.begin("publish"), "main"), make("span", { class: "hint" }, `公开到 ${answer.folder}。看好了再按；按了以后，读者马上看到。`));
      return [heading("会改动这些"), bar, answer.words || answer.problems.length ? folded("程序的提醒", desk.problems(answer.problems), answer.words ? desk.said(answer.words, "提醒") : null) : null, ...preview(answer.preview)];
    }

    /** What was done: what remains to be done first, then the ways on; the list of files is there for who wants it. */
    done({ name, answer }) {
      const heading = { publish: "已经公开", rollback: "已经退回", verify: answer.isSound ? "公开的网站完好" : "公开的网站有不对的地方" }[name];
      const [first, ...remaining] = answer.next;
      const ways = make("p", { class: "steps" }, make("a", { href: PUBLIC, target: "_blank", rel: "noopener" }, "打开公开的网站"), make("a", { href: "#/history" }, "看公开了什么（历史）"));
      return [
        make("h2", { tabindex: "-1" }, heading),
        name === "publish" && answer.isSound ? make("p", {}, "已经放到公开的文件夹里，当场核对过，一个文件也不差。") : null,
        name === "rollback" && first ? make("p", {}, first) : null,
        ...(answer.isSound ? [] : [desk.said(answer.verified, "核对的结果", "wrong")]),
        ...remaining.map((words) => make("p", {}, words)), ways,
        folded("全部经过", answer.words ? desk.said(answer.words, "经过") : null, answer.isSound ? desk.said(answer.verified, "核对的结果") : null),
      ];
    }
  }

  async function show(main) {
    const [target, job] = await Promise.all([desk.ask("target"), desk.ask("job")]);
    const isOurs = job.name in NAMES; // an import is followed at its own page
    const page = new Page(main, target, job.about);
    if (isOurs && job.isRunning) page.follow(job);
    else if (isOurs) page.show(job, false);
  }

  desk.views.publish = show;
}

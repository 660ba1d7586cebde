// Long commands: what they are doing and how far they have come; whoever opens the page later sees the same.
"use strict";
{
  const desk = window.rectifyDesk;
  const { make } = desk;
  const PAUSE = 2000; // between two looks, should news be lost
  const DOING = { take: "正在导入", rehearse: "正在看会改动什么", publish: "正在公开", rollback: "正在退回", verify: "正在核对" };
  let followed = null;

  function line(stage) {
    const isDone = stage.done >= stage.total;
    return make("li", {}, `${stage.doing} `, make("progress", { max: Math.max(stage.total, 1), value: stage.done, "aria-label": stage.doing }), ` ${isDone ? "好了" : `${stage.done} / ${stage.total}`}`);
  }

  function draw(own, job) {
    const last = job.stages[job.stages.length - 1];
    const doing = `${DOING[job.name] || "正在做"}${last ? `：${last.doing}` : ""}……`;
    if (own.stage.textContent !== doing) own.stage.textContent = doing; // read aloud once for each stage
    own.list.textContent = "";
    own.list.append(...job.stages.map(line));
  }

  async function look() {
    const own = followed;
    if (!own || own.isLooking) return;
    if (!own.place.isConnected) {
      followed = null;
      return;
    }
    own.isLooking = true;
    const job = await desk.ask("job").catch(() => null);
    own.isLooking = false;
    if (own !== followed || !own.place.isConnected) return;
    if (!job || job.isRunning) {
      if (job) draw(own, job);
      clearTimeout(own.timer);
      own.timer = setTimeout(look, PAUSE);
      return;
    }
    followed = null;
    own.place.textContent = "";
    own.done(job);
  }

  /** Show in *place* how the job goes on, and hand it to *done* when it has ended. */
  function follow(place, job, done) {
    const stage = make("p", { role: "status" });
    const list = make("ul", { class: "stages" });
    place.textContent = "";
    place.append(make("div", { class: "job" }, stage, list, make("p", { class: "hint" }, "可以关上这一页，也可以去做别的；它会做完，回来看得到结果。")));
    followed = { place, done, stage, list, timer: 0, isLooking: false };
    draw(followed, job);
    look();
  }

  desk.listen((news) => {
    if (news.kind === "job") look();
  });

  Object.assign(desk, { follow });
}

// What may have happened to an issue: each act is a button, and a short guided form where it needs words.
"use strict";
{
  const desk = window.rectifyDesk;
  const { button, make } = desk;

  const today = () => {
    const now = new Date();
    return [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, "0")).join("-");
  };

  /** The boxes of a revision of the file *name*, as what is typed into them is kept. */
  const saidOf = (name) => [`${name} 改了什么`, `${name} 为什么改`];

  function input(label, hint, key) {
    const id = desk.nextId();
    const control = desk.keepTyped(make("input", { id, type: "text", autocomplete: "off", "aria-describedby": `${id}h` }), key);
    return { control, element: make("div", { class: "field" }, make("label", { for: id }, label), make("p", { class: "hint", id: `${id}h` }, hint), control) };
  }

  /** What is said of a revision, and the button that makes it: what was changed in the file *name*, and why. */
  function explanation(does, name, isIssue) {
    const [noteKey, reasonKey] = saidOf(name);
    const note = input("改了什么", "一句话，读者会看到", noteKey);
    const reason = input("为什么改", "没有就不写", reasonKey);
    return [note.element, reason.element, make("p", { class: "steps" }, make("button", { type: "button", class: "main", click: () => does.revise(note.control.value, reason.control.value) }, isIssue ? "存下旧文字并保存" : "记下修订并保存"))];
  }

  function revision(does, said, isIssue) {
    const words = `先在下面改好文字，再写明改了什么。${isIssue ? "保存时先存下公开过的旧文字，读者看得到改动前后。" : "日期写今天，记进“修订记录”，读者看得到。"}`;
    return make("details", { class: "act", open: said.isOpen, toggle: (event) => (said.isOpen = event.target.open) }, make("summary", {}, "改正公开过的文字（修订）"), make("p", { class: "hint" }, words), ...explanation(does, said.name, isIssue));
  }

  /** Empty fields that were filled in since: nothing that was public has changed, so no old text is kept. */
  function supplement(does) {
    const words = "公开过的文字没有动，只是原来空着的填上了：不用存旧文字，写一条补充记录。各个问题里填上的，一次都写好。";
    return make("details", { class: "act" }, make("summary", {}, "填上了原来空着的（补充）"), make("p", { class: "hint" }, words), make("p", {}, button("添补充记录", does.supplement, "quiet")));
  }

  const MEANINGS = { // what a state means for readers, and what to do about it
    撤下待公开: "读者现在还看得到，公开以后才撤下。不撤了，按“回到公开的样子”。",
    已撤下: "读者看到的是撤下的说明。要恢复的，把下面“撤下”里填的都删去，保存，再公开。",
    恢复待公开: "读者现在看到的还是撤下的说明，公开以后才恢复。",
    "公开着，又标成了草稿": "读者现在还看得到。公开过的不能变回草稿：按“审好了，可以公开”；不该公开的，用“撤下”。",
  };

  /** What can be done with the issue in *file* now; *does* has the steps, *said* whether its revision is unfolded. */
  function acts(file, does, said) {
    if (!file.values || (!file.state && !file.isPublic)) return make("div", {});
    if (!file.state) return make("div", { class: "acts" }, revision(does, said, false));
    if (file.state.includes("草稿")) {
      return make("div", { class: "acts" }, make("p", {}, file.isPublic ? `${file.state}。${MEANINGS[file.state]}` : "这是草稿，还不公开。"), button("审好了，可以公开", () => does.act("approve"), "quiet"));
    }
    const due = (file.values.due && file.values.due.date) || null;
    const { isPublic } = file;
    const isWithdrawing = file.state === "撤下待公开";
    const always = [
      ["记验收", () => does.add("accepted", { date: null }, "result")],
      ["改时限", () => does.add("due_changes", { from: due, date: today() }, due ? "to" : "from")],
    ];
    const steps = isPublic
      ? [["写后续进展", () => does.add("updates", { date: today() }, "text")], ...always, ...(isWithdrawing ? [] : [["撤下", () => does.add("withdrawn", { date: today() }, "reason")]]), ["回到公开的样子", () => does.unpublish()]]
      : file.state === "已撤下" ? [] : always;
    return make("div", { class: "acts" }, make("p", {}, `${file.state}。${MEANINGS[file.state] || (isPublic ? "公开过的文字改了，要告诉读者改了什么：" : "")}`),
      make("p", { class: "steps" }, ...steps.map(([words, act]) => button(words, act, "quiet"))), isPublic ? revision(does, said, true) : null, file.state === "改动待公开" ? supplement(does) : null);
  }

  Object.assign(desk, { acts, explanation, saidOf });
}

// A file as text, for what no form can show: mistakes beside their lines, each pause kept, nothing lost.
"use strict";
{
  const desk = window.rectifyDesk;
  const { button, make } = desk;
  const PAUSE = 500;

  /** The state and the elements of a text while it is open. */
  function begin(file, done) {
    const id = desk.nextId();
    const area = make("textarea", { id, class: "raw", spellcheck: "false", wrap: "off", autocapitalize: "off", "aria-describedby": `${id}w` });
    area.value = file.text;
    return {
      name: file.name, version: file.version, isUnsaved: file.isUnsaved, done, area, wrong: [], timer: 0, sending: null, isDirty: false,
      numbers: make("div", { class: "lines", "aria-hidden": "true" }),
      faults: make("ul", { class: "faults", id: `${id}w` }),
      notes: make("div", {}),
      saved: make("span", { class: "saved", "data-saved": true }, file.isUnsaved ? "有没保存的改动" : ""),
    };
  }

  function goTo({ area }, { line, column }) {
    const before = area.value.split("\n").slice(0, line - 1);
    const start = before.reduce((all, one) => all + one.length + 1, 0) + column - 1;
    area.focus();
    area.setSelectionRange(start, start);
    area.scrollTop = (line - 5) * parseFloat(getComputedStyle(area).lineHeight);
  }

  /** The numbers of the lines, with a mark at those that are wrong. */
  function number({ area, numbers, wrong }) {
    const marked = new Set(wrong.map((one) => one.line));
    numbers.textContent = "";
    numbers.append(...area.value.split("\n").map((_, at) => make("div", { class: marked.has(at + 1) ? "is-wrong" : null }, String(at + 1))));
    numbers.scrollTop = area.scrollTop;
  }

  function showFaults(own, state) {
    own.wrong = state.faults;
    own.faults.textContent = "";
    own.faults.append(...own.wrong.map((one) => make("li", { class: one.isError ? "wrong" : "doubt" },
      button(`第${one.line}行`, () => goTo(own, one), "link"), `：${one.message}${one.remedy ? `。${one.remedy}` : ""}`, " ", desk.wayTo(one.way, own.name))));
    own.area.setAttribute("aria-invalid", String(!state.isReadable));
    number(own);
  }

  async function send(own) {
    own.isDirty = false;
    try {
      const state = await desk.ask("keeptext", { name: own.name, version: own.version, text: own.area.value });
      own.version = state.version;
      own.isUnsaved = state.isUnsaved;
      showFaults(own, state);
      own.saved.textContent = state.isUnsaved ? "已经记下，还没有保存" : "";
    } catch (error) {
      own.isDirty = true;
      own.saved.textContent = "没有记下来";
      desk.tell(error.message, true);
      if (!error.status) own.timer = setTimeout(() => keep(own), PAUSE * 6);
    }
  }

  /** Keep what has been typed; one request at a time, and once more if more was typed meanwhile. */
  async function keep(own) {
    clearTimeout(own.timer);
    if (own.sending) {
      await own.sending;
      if (own.isDirty) await keep(own);
      return;
    }
    if (!own.isDirty) return;
    own.sending = send(own);
    await own.sending;
    own.sending = null;
  }

  async function save(own, words) {
    await keep(own);
    if (own.isDirty) return;
    own.notes.textContent = "";
    if (!own.isUnsaved) {
      desk.tell("没有要保存的改动。");
      return;
    }
    try {
      const state = await desk.ask("savetext", { name: own.name, version: own.version, other: null, anyway: false, ...words });
      own.isUnsaved = false;
      if (state.isReadable) {
        await own.done();
        desk.tell("已保存，表单打得开了。");
        return;
      }
      showFaults(own, state);
      own.saved.textContent = "已保存，还读不了";
      desk.tell("照原样存了，还读不了。");
    } catch (error) {
      desk.tell(error.message, true);
      choose(own, words, error);
    }
  }

  /** What a save was refused for, and the button that saves all the same. */
  function choose(own, words, error) {
    const { other, theirs, isUnreadable } = error.answer;
    let more = [];
    if (other) more = [make("pre", { class: "said", tabindex: "0", "aria-label": "别处的内容" }, theirs), button("不要别处的，存我这一份", () => save(own, { ...words, other }))];
    else if (isUnreadable) more = [button("先这样存着", () => save(own, { ...words, anyway: true }))];
    else return;
    own.notes.append(make("div", { class: "note" }, make("p", {}, error.message), ...more));
  }

  async function discard(own) {
    if (!window.confirm("没保存的改动会丢掉，回到上次保存的样子。确定吗？")) return;
    clearTimeout(own.timer);
    own.isDirty = false;
    await desk.ask("discard", { name: own.name });
    await own.done();
  }

  async function leave(own) {
    await keep(own);
    if (!own.isDirty) await own.done();
  }

  function listen(own, form) {
    own.area.addEventListener("input", () => {
      own.isDirty = true;
      own.saved.textContent = "正在记……";
      number(own);
      clearTimeout(own.timer);
      own.timer = setTimeout(() => keep(own), PAUSE);
    });
    own.area.addEventListener("scroll", () => (own.numbers.scrollTop = own.area.scrollTop));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      save(own, {});
    });
    form.addEventListener("keydown", (event) => {
      if (!(event.ctrlKey || event.metaKey) || event.key !== "s") return;
      event.preventDefault();
      save(own, {});
    });
  }

  /** Show the file called *name* as text in *main*; *done* shows its form again. */
  async function show(main, name, done) {
    const file = await desk.ask("text", { name });
    const own = begin(file, done);
    const bar = make("div", { class: "bar" }, make("button", { class: "main" }, "保存"), button("放弃没保存的改动", () => discard(own), "quiet"), button("回到表单", () => leave(own), "quiet"), own.saved);
    const form = make("form", { class: "editor", "aria-label": "文件原文" }, bar, own.notes, make("label", { for: own.area.id }, "文件原文"),
      make("p", { class: "hint" }, "冒号后面空一格；下一层缩进两格，不用 Tab 键。"), own.faults, make("div", { class: "numbered" }, own.numbers, own.area));
    listen(own, form);
    main.textContent = "";
    main.append(make("p", { class: "back" }, make("a", { href: "#/" }, "← 一览")), make("h1", { tabindex: "-1" }, name), form);
    if (file.isOtherwise) own.notes.append(make("div", { class: "note" }, "这个文件在别处改过了。保存的时候可以选用哪一份。"));
    showFaults(own, file);
    return { isUnsaved: () => own.isUnsaved || own.isDirty, keep: () => keep(own) };
  }

  Object.assign(desk, { raw: show });
}

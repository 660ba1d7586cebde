// 改一个问题: the form of a file, what is wrong at its fields, the page beside it; each pause is kept.
"use strict";
{
  const desk = window.rectifyDesk;
  const { button, make, goToPart: go, partOf, showFaults } = desk;
  const PAUSE = 500;
  const LONGEST = 1000; // who types without a pause has this kept, too
  const REST = "还空着的"; // groups in which nothing is filled in
  const LOOKED_AWAY = 200; // what is clicked then is still there
  const NO_ROOM = 507; // the disk is full: it is tried again, there may be room by then
  const STEPS = { add, act, revise, supplement, unpublish };
  const LEAVING = "有没保存的改动。填的已经记下，下次打开还在。现在离开吗？";
  let open = null;
  let text = null;

  const clock = () => new Date().toTimeString().slice(0, 5);

  /** The state of a form while it is open. */
  function begin(file) {
    return { name: file.name, page: file.page, hasPage: file.hasPage, state: file.state, isPublic: file.isPublic, version: file.version, values: file.values || {}, choices: file.choices, notes: file.notes, groups: file.groups, parts: [], dirty: new Set(), isUnsaved: file.isUnsaved, isBusy: false, faults: [], held: [], left: new WeakSet(), said: { name: file.name, isOpen: desk.isTyped(desk.saidOf(file.name)[0]) }, timer: 0, since: 0, sending: null };
  }

  /** Draw the form of *file* in *main*; *isAgain* if it was there already, and nothing is taken up from another day. */
  function draw(main, file, isAgain) {
    const unnamed = file.values.number ? `第${file.values.number}个问题（还没有标题）` : desk.settings[file.name] || file.name;
    const title = file.values.title || file.values.short_title || unnamed;
    open = { ...begin(file), title, place: main };
    const form = make("form", { class: "editor", "aria-label": "表单", submit: (event) => {
      event.preventDefault();
      save();
    } });
    const bar = make("div", { class: "bar" }, make("button", { type: "submit", class: "main" }, "保存"), button("放弃没保存的改动", discard, "quiet"), make("span", { class: "saved", "data-saved": true }), turn(), ways());
    form.append(bar, make("div", { "data-acts": true }, desk.acts(file, STEPS, open.said)), make("div", { "data-notes": true }), make("div", { class: "summary", "data-summary": true }));
    form.append(groups(), make("p", {}, button("改文件原文", () => asText(main, file.name), "quiet")));
    const frame = make("iframe", { class: "preview", title: "网页的样子" });
    main.textContent = "";
    main.append(make("p", { class: "back" }, make("a", { href: "#/" }, "← 一览"), make("span", { class: "hint" }, file.name)), make("h1", { tabindex: "-1" }, title), make("div", { class: "beside" }, form, make("section", { class: "shown", "aria-label": "网页的样子" }, make("h2", {}, "网页的样子"), frame)));
    open.showPage = desk.followed(form, frame);
    open.showPage(file.hasPage, file.isBehind);
    form.addEventListener("focusout", () => {
      if (open && open.held.length) setTimeout(left, LOOKED_AWAY, open);
    });
    form.addEventListener("focusout", (event) => open && open.left.add(event.target));
    desk.beside(frame, file).catch((error) => desk.tell(error.message, true));
    showFaults(open, file.faults);
    showSaved();
    if (file.isOtherwise) note("这个文件在别处改过了。保存的时候可以选用哪一份。");
    else if (file.isUnsaved && !isAgain) note("接着上次没保存的写。");
  }

  /** In a narrow window the form and the page take turns: the button between them. */
  function turn() {
    const other = button("看网页的样子", () => {
      const isPage = document.querySelector(".beside").classList.toggle("shows-page");
      other.textContent = isPage ? "回到表单" : "看网页的样子";
      window.scrollTo(0, 0);
    }, "quiet turn");
    return other;
  }

  const isEmptyGroup = ({ title, fields }) => title && fields.every((field) => desk.isEmpty(open.values[field.name]));

  /** The ways to what is written most, to each group in which something is filled in, and to the others, however long the form is. */
  function ways() {
    const [first, ...others] = open.groups;
    const long = first.fields.findIndex((field) => field.kind === "text" || field.kind === "list");
    const fields = others.length && long >= 0 ? first.fields.slice(long).filter((field) => field.isUsual) : [];
    const way = (words, act) => make("li", {}, button(words, act, "link"));
    const filled = others.filter((one) => !isEmptyGroup(one));
    const empty = others.length > filled.length ? [REST] : [];
    return make("nav", { class: "parts", "data-ways": true, "aria-label": "表单里的各部分", hidden: !others.length }, make("ul", {},
      ...fields.map((field) => way(field.label, () => go(partOf(open, [field.name])))),
      ...[...filled.map((one) => one.title), ...empty].map((title) => way(title, () => goToGroup(title)))));
  }

  function goToGroup(title) {
    const element = [...document.querySelectorAll("[data-group]")].find((one) => one.dataset.group === title);
    desk.unfold(element);
    element.firstChild.focus();
    element.scrollIntoView({ block: "center" });
  }

  /** A group of fields under its title, which says what is filled in; open where that is little. */
  function group({ title, fields }) {
    const made = desk.folded(fields, open.values, (field) => {
      const own = { get parts() { return open.parts; }, set parts(parts) { open.parts = parts; }, name: open.name, choices: open.choices, changed: () => touch(field.name) };
      const fixed = field.name === "number" ? { isFixed: true, required: false, hint: "" } : {};
      return desk.part({ ...field, note: open.notes[field.name], ...fixed }, open.values, own, () => []);
    });
    const body = make("div", { class: "fields" }, ...made);
    if (!title) return body;
    const filled = fields.filter((field) => !desk.isEmpty(open.values[field.name]));
    const count = (field) => (field.kind === "list" ? open.values[field.name].length : 0);
    const words = filled.map((field) => `${field.label}${count(field) ? `${count(field)}条` : ""}`).join("、");
    const isOpen = filled.length > 0 && !filled.some((field) => count(field) > desk.FEW);
    return make("details", { open: isOpen, "data-group": title }, make("summary", {}, title, make("span", { class: "hint" }, words ? `填了：${words}` : `${fields.length}项空着`)), body);
  }

  /** What is told when something was saved in which there are these faults. */
  function savedWords(faults) {
    const wrong = faults.filter((fault) => fault.isError).length;
    return wrong ? `已保存。还有${wrong}处错误，改正以前不能公开。` : "已保存。";
  }

  /** Show the faults that the form of *own* has now; what was told of them when it was saved follows. */
  function showState(own, { faults, isBehind }) {
    if (document.querySelector("[data-state]").textContent === savedWords(own.faults)) desk.tell(savedWords(faults));
    showFaults(own, faults);
    own.showPage(own.hasPage, isBehind);
  }

  /** The day to which a deadline was moved last is the deadline: it is written in its own field, too. */
  function followDeadline() {
    const last = (open.values.due_changes || []).slice(-1)[0];
    const to = last && last.value && last.value.to;
    const due = open.values.due && typeof open.values.due === "object" ? open.values.due : {};
    if (!to || due.date === to) return;
    const [year, month, day] = to.split("-").map(Number);
    const now = { date: to, text: `${year}年${month ? `${month}月` : ""}${day ? `${day}日` : ""}` };
    if (/^\d{4}(?:-\d\d){0,2}$/.test(to)) open.values.due = Object.assign(due, now); // the form's own record: its boxes write into it
    open.dirty.add("due");
    for (const name of Object.keys(now)) {
      const part = partOf(open, ["due", name]);
      if (part && part.control.matches("input, textarea")) part.control.value = due[name] || "";
    }
  }

  function touch(name) {
    open.dirty.add(name);
    if (name === "due_changes") followDeadline();
    open.isUnsaved = true;
    showSaved("正在记……");
    clearTimeout(open.timer);
    if (!open.since) open.since = Date.now();
    open.timer = setTimeout(() => keep(), Math.max(0, Math.min(PAUSE, open.since + LONGEST - Date.now())));
  }

  /** Tell what became of the form of *own*, with its title if another page is shown by now. */
  const tellOf = (own, words, isWrong) => desk.tell(own.place.isConnected ? words : `${own.title}：${words}`, isWrong);

  /** Keep what has been typed; one request at a time, and once more if more was typed meanwhile. */
  async function keep(own = open) {
    if (!own) return;
    clearTimeout(own.timer);
    if (own.sending) {
      await own.sending;
      if (own.dirty.size) await keep(own);
      return;
    }
    if (!own.dirty.size) return;
    own.sending = send(own);
    await own.sending;
    own.sending = null;
  }

  async function send(own) {
    const names = [...own.dirty];
    const order = new Map();
    const values = {};
    for (const name of names) {
      values[name] = desk.sent(own.values[name], (entry) => order.set(entry, null));
      number(own.values[name], order);
    }
    own.dirty.clear();
    own.since = 0;
    try {
      const answer = await desk.ask("keep", { name: own.name, version: own.version, values });
      order.forEach((place, entry) => (entry.origin = place));
      own.version = answer.version;
      own.isUnsaved = answer.isUnsaved;
      if (own === open) {
        showState(own, answer);
        showSaved(answer.isUnsaved ? `${clock()} 已经记下，还没有保存` : "");
      }
    } catch (error) {
      names.forEach((name) => own.dirty.add(name));
      if (own === open) showSaved("没有记下来");
      tellOf(own, error.message, true);
      if (!error.status || error.status === NO_ROOM) own.timer = setTimeout(() => keep(own), PAUSE * 6);
    }
  }

  /** Note in *order* the place of every item that is sent, in the list that the file will have. */
  function number(value, order) {
    if (Array.isArray(value)) {
      value.filter((entry) => order.has(entry)).forEach((entry, place) => order.set(entry, place));
      value.forEach((entry) => number(entry.value, order));
    } else if (value && typeof value === "object") {
      Object.values(value).forEach((one) => number(one, order));
    }
  }

  /**
   * Do *work* with the form that is open: nothing else can be done there until it has ended, and *doing* says that it goes on.
   * Whoever leaves meanwhile is told how it ended, and the page that is shown by then stays.
   */
  async function during(doing, work, isRedrawn = true) {
    const own = open;
    if (!own || own.isBusy) return;
    own.isBusy = true;
    desk.tell(`${doing}……`);
    let controls = [];
    const press = own.place.contains(document.activeElement) && document.activeElement.matches("button") ? document.activeElement : null;
    const said = make("span", { class: "hint" }, ` ${doing}……`);
    if (press) press.after(said); // whoever has scrolled does not see the head
    try {
      await keep(own);
      if (own.dirty.size) return;
      if (isRedrawn) {
        controls = [...own.place.querySelectorAll("form.editor button, form.editor input, form.editor textarea, form.editor select")].filter((one) => !one.disabled);
        controls.forEach((one) => (one.disabled = true)); // what is typed now would be lost when the form is drawn again
      }
      desk.tell(`${doing}……`);
      const [words, isWrong] = [].concat(await work(own));
      tellOf(own, words, isWrong);
    } catch (error) {
      controls.forEach((one) => (one.disabled = false));
      tellOf(own, error.message, true);
      if (own === open && error.answer && error.answer.differences) compare(error);
      if (own === open && error.answer && (error.answer.problems || []).length) refuse(error);
    } finally {
      own.isBusy = false;
      said.remove();
    }
  }

  /** Public words were changed: what that was has to be said, now or before it is published. */
  function explain(own, words) {
    const heading = make("h2", { tabindex: "-1" }, "改的是公开过的文字");
    note(make("div", {}, heading, make("p", {}, words), make("p", {}, own.state ? "写明改了什么，存下旧文字，读者看得到改动前后。" : "写明改了什么，记进“修订记录”，读者看得到。"), ...desk.explanation(STEPS, own.name, Boolean(own.state)),
      make("p", {}, button("先只保存，公开以前再写明", () => save(null, null, true), "quiet"))));
    heading.focus();
    heading.scrollIntoView({ block: "center" });
  }

  /** Save the form; where public words were changed, that is said first unless it *isPlain* that it comes later. */
  function save(chosen, other, isPlain) {
    return during("正在保存", async (own) => {
      if (!own.isUnsaved) return "没有要保存的改动。";
      const { words } = chosen || isPlain || !own.isPublic ? { words: "" } : await desk.ask("changes", { name: own.name });
      if (words) {
        if (own.place.isConnected) explain(own, words);
        return ["还没有保存：先写明公开过的文字改了什么。", true];
      }
      const answer = await desk.ask("save", { name: own.name, version: own.version, chosen: chosen || null, other: other || null });
      own.version = answer.version;
      own.isUnsaved = own.dirty.size > 0;
      if (own === open && chosen) await reopen(own);
      else if (own === open) showState(own, answer);
      if (own.place.isConnected) {
        showSaved(`${clock()} 已保存`);
        document.querySelector("[data-notes]").textContent = "";
      }
      return savedWords(answer.faults);
    }, Boolean(chosen));
  }

  /** Show what both sides changed, to choose from. */
  function compare(error) {
    const { differences, other } = error.answer;
    const chosen = {};
    const one = ({ name, label, mine, theirs }) => {
      chosen[name] = "mine";
      const choice = (whose, words, text) => {
        const id = desk.nextId();
        const radio = make("input", { type: "radio", name: `d-${name}`, id, checked: whose === "mine", change: () => (chosen[name] = whose) });
        return make("div", { class: "choice" }, radio, make("label", { for: id }, words), make("pre", { tabindex: "0", "aria-label": `${label}，${words}` }, text || "（没有填）"));
      };
      return make("fieldset", {}, make("legend", {}, label), choice("mine", "我填的", mine), choice("theirs", "别人改的", theirs));
    };
    const heading = make("h2", { tabindex: "-1" }, "这个文件在别处也改过");
    note(make("div", {}, heading, make("p", {}, error.message), ...differences.map(one), button("合在一起保存", () => save(chosen, other), "main")));
    heading.focus();
  }

  /** Add an item to a list, or fill in a field of a group, and go there: the first step of a guided act. */
  function add(name, start, focus) {
    const field = [].concat(...open.groups.map((group) => group.fields)).find((one) => one.name === name);
    if (field.kind === "list") open.values[name] = [...(open.values[name] || []), { value: start, origin: null }];
    else open.values[name] = Object.assign(start, open.values[name]);
    touch(name);
    redraw();
    const places = open.parts.filter((part) => part.path()[0] === name && part.path()[part.path().length - 1] === focus);
    if (places.length) go(places[places.length - 1]);
  }

  /** Draw the groups again from what the form holds. */
  function redraw() {
    const form = document.querySelector("form.editor");
    const old = form.querySelector("[data-groups]");
    open.parts = [];
    old.replaceWith(groups());
    form.querySelector("[data-ways]").replaceWith(ways());
  }

  /** All groups; those in which nothing is filled in are folded together behind the others. */
  function groups() {
    const empty = open.groups.filter(isEmptyGroup);
    const names = empty.map((one) => one.title).join("、");
    const rest = make("details", { "data-group": REST, hidden: !empty.length }, make("summary", {}, REST, make("span", { class: "hint" }, `${empty.length}组：${names}`)), ...empty.map(group));
    return make("div", { "data-groups": true }, ...open.groups.filter((one) => !isEmptyGroup(one)).map(group), rest);
  }

  /** Run a command on what is saved, and show the form as it is then. */
  function act(action) {
    return during("正在核对", async (own) => {
      const answer = await desk.ask(action, { name: own.name });
      await reopen(own);
      return answer.words;
    });
  }

  /** Say in every issue of which empty fields were filled that they were. */
  function supplement() {
    return during("正在添补充记录", async (own) => {
      const answer = await desk.ask("supplement");
      if (await reopen(own)) note(make("pre", { class: "said", tabindex: "0", "aria-label": "补充记录" }, answer.words));
      return [answer.words.split("\n")[0], !answer.isDone];
    });
  }

  /** Save a change of public words: the old text is kept, and readers are told what was changed and why. */
  function revise(said, reason) {
    return during("正在保存", async (own) => {
      await desk.ask("revise", { name: own.name, note: said, reason });
      own.isUnsaved = false;
      desk.forgetTyped(...desk.saidOf(own.name));
      if (await reopen(own)) note(`修订记录添了一条：“${said.replace(/“/g, "‘").replace(/”/g, "’")}”。公开以后，读者看得到${own.state ? "改动前后" : "它"}。`);
      return own.state ? "已保存。旧文字存好了，修订记录添了一条。" : "已保存，修订记录添了一条。";
    });
  }

  /** Type what is public in the place of all that was changed since; it is not saved by that. */
  function unpublish() {
    return during("正在取公开的样子", async (own) => {
      const answer = await desk.ask("restore", { name: own.name, version: own.version });
      await reopen(own);
      return answer.isUnsaved ? `回到了公开的样子，还没有保存。保存才算数，“放弃没保存的改动”就回来。${answer.words}` : "和公开的一样。";
    });
  }

  async function discard() {
    if (open.isBusy) return;
    if (!open.isUnsaved && !open.dirty.size) {
      desk.tell("没有要放弃的改动。");
      return;
    }
    if (!window.confirm("没保存的改动会丢掉，回到上次保存的样子。确定吗？")) return;
    const own = open;
    clearTimeout(own.timer);
    if (own.sending) await own.sending;
    own.dirty.clear();
    await during("正在放弃", async () => {
      await desk.ask("discard", { name: own.name });
      desk.forgetTyped(...desk.saidOf(own.name));
      await reopen(own);
      return "回到了上次保存的样子。";
    });
  }

  /** Draw the form of *own* again from what the desk has of it; false if another page is shown by now. */
  async function reopen(own) {
    if (own === open) await show(own.place, own.name, true);
    return own.place.isConnected;
  }

  function note(content) {
    const place = document.querySelector("[data-notes]");
    place.textContent = "";
    place.append(make("div", { class: "note" }, content));
  }

  /** Show why something was refused below what else is said: what was typed there is still wanted. */
  function refuse(error) {
    const place = document.querySelector("[data-notes]");
    place.querySelectorAll("[data-refused]").forEach((one) => one.remove());
    place.append(desk.refused(error));
  }

  function showSaved(words) {
    const place = document.querySelector("[data-saved]");
    if (place) place.textContent = words === undefined ? (open.isUnsaved ? "有没保存的改动" : "") : words;
  }

  /** Show what was held back in the form of *own*, once one has gone on from the box that it is about. */
  function left(own) {
    if (own === open) showFaults(own, own.faults);
  }

  /** Go to the field at the path *field* (photos.0.alt), or to what is around it; false if no form is open. */
  function goTo(field) {
    const revising = open && field === "revisions" && open.place.querySelector("[data-acts] details.act");
    if (revising) { // what was changed is said there; the entry is made by that
      revising.open = true;
      revising.querySelector("input").focus();
      return true;
    }
    const part = open && partOf(open, field.split(".").map((step) => (/^\d+$/.test(step) ? Number(step) : step)));
    if (part) go(part);
    return Boolean(part);
  }

  /** Show the file called *name* in *main*. */
  async function show(main, name, isAgain) {
    const file = await desk.ask("form", { name });
    if (!main.isConnected) return; // something else was asked for meanwhile
    if (file.values) draw(main, file, isAgain);
    else await asText(main, name);
  }

  /** Show the text of a file in the place of its form: the only way where its YAML cannot be read. */
  async function asText(main, name) {
    await keep();
    if (open && open.dirty.size) return; // it could not be kept
    open = null;
    text = await desk.raw(main, name, () => {
      text = null;
      return show(main, name);
    });
  }

  /** Leave the form; false if somebody would rather stay. */
  function leave() {
    if (text && text.isUnsaved()) {
      if (!window.confirm(LEAVING)) return false;
      text.keep();
    }
    text = null;
    if (open && !open.isBusy && (open.isUnsaved || open.dirty.size)) {
      if (!window.confirm(LEAVING)) return false;
      keep();
    }
    open = null;
    return true;
  }

  /** Once the site has followed, the issue may be further on its way: no draft any more, public. */
  desk.listen(async (news) => {
    if (!open || news.kind !== "followed") return;
    const own = open;
    const file = await desk.ask("form", { name: own.name });
    if (own !== open) return;
    own.hasPage = file.hasPage;
    if (file.version === own.version && !own.dirty.size) showState(own, file); // its photographs are seen by now
    if (file.state === own.state && file.isPublic === own.isPublic) return;
    own.state = file.state;
    own.isPublic = file.isPublic;
    const place = document.querySelector("[data-acts]");
    const at = [...place.querySelectorAll("input")].indexOf(document.activeElement);
    place.textContent = "";
    place.append(desk.acts(file, STEPS, own.said));
    const control = place.querySelectorAll("input")[at];
    if (!control) return;
    control.focus(); // somebody was writing there
    control.setSelectionRange(control.value.length, control.value.length);
  });

  desk.listen(async (news) => {
    if (!open || open.isBusy || news.kind !== "edited" || !news.names.includes(open.name)) return;
    const own = open;
    const file = await desk.ask("form", { name: own.name });
    if (own !== open || own.isBusy) return;
    if (file.isOtherwise) note("这个文件刚才在别处改过了。保存的时候可以选用哪一份。");
    else if (file.version !== own.version && !own.dirty.size && !own.sending && !file.isUnsaved) {
      await reopen(own);
      desk.tell("这个文件在别处改过，已经换上新的内容。");
    }
  });

  window.addEventListener("beforeunload", (event) => {
    const isForm = open && (open.isUnsaved || open.dirty.size);
    if (!isForm && !(text && text.isUnsaved())) return;
    if (isForm) keep();
    else text.keep();
    event.preventDefault();
    event.returnValue = "";
  });
  document.addEventListener("keydown", (event) => {
    if (open && (event.ctrlKey || event.metaKey) && event.key === "s") {
      event.preventDefault();
      if (document.activeElement.matches("input[type=text]")) document.activeElement.dispatchEvent(new Event("change")); // a day is shown as it is saved
      save();
    }
  });

  Object.assign(desk, { editor: { goTo, leave, show } });
}

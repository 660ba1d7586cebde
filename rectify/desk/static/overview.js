// 一览: rounds and issues with their states, what is to be done next; to filter, sort and find.
"use strict";
{
  const desk = window.rectifyDesk;
  const { make } = desk;
  const SHOWN = 200;
  const ORDERS = [["number", "按序号"], ["todo", "要办的在前"], ["state", "按公开情况"]];
  const wanted = { words: "", state: "", round: "", order: "number", shown: SHOWN };
  let last = null;
  let isCounting = false;
  let imported = null; // the round of the last proof sheet

  const urgency = (row) => row.mistakes * 1000 + (row.isUnsaved ? 100 : 0) + row.doubts;

  /** The rows that are asked for, in the order asked for. */
  function chosen(rows) {
    const words = wanted.words.trim();
    const matching = rows.filter((row) => {
      const isState = !wanted.state || row.state === wanted.state || (wanted.state === "!" && urgency(row));
      return isState && (!words || `${row.number} ${row.title} ${row.status}`.includes(words));
    });
    if (wanted.order === "todo") matching.sort((one, other) => urgency(other) - urgency(one) || one.number - other.number);
    if (wanted.order === "state") matching.sort((one, other) => last.states.indexOf(one.state) - last.states.indexOf(other.state) || one.number - other.number);
    return matching;
  }

  function counted(number, words) {
    return number ? make("strong", { class: words === "错误" ? "wrong" : "doubt" }, `${number}处${words}`) : "";
  }

  /** What is to be done in a file: mistakes and doubts counted, and whether something is not saved. */
  function marks(row) {
    const all = [counted(row.mistakes, "错误"), counted(row.doubts, "提醒"), row.isUnsaved ? make("strong", { class: "doubt" }, "没保存") : ""].filter(Boolean);
    return all.reduce((some, one) => [...some, some.length ? "，" : "", one], []);
  }

  function line(row) {
    return make("tr", {},
      make("td", { class: "number" }, String(row.number)),
      make("th", { scope: "row" }, make("a", { href: `#/${row.name}` }, row.title || (row.state === "读不了" ? "（标题读不出来）" : "（还没有标题）"))),
      make("td", {}, row.status || "待填"),
      make("td", {}, make("span", { class: "tag" }, row.state)),
      make("td", {}, ...marks(row)));
  }

  function table(round, rows) {
    const heads = ["序号", "标题", "整改状态", "公开情况", "要办的"].map((words) => make("th", { scope: "col" }, words));
    const body = make("tbody", {}, ...rows.slice(0, wanted.shown).map(line));
    return make("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": `${round.title}的问题` },
      make("table", {}, make("caption", {}, `${rows.length}个问题`), make("thead", {}, make("tr", {}, ...heads)), body));
  }

  function section(round) {
    const rows = chosen(round.issues);
    const own = round.file;
    const isOfImport = round.id === imported && round.issues.some((row) => row.state === "草稿");
    const proof = isOfImport ? make("a", { href: "#/proof", "data-proof": true }, "核对导入的校样") : "";
    const about = make("p", {}, make("a", { href: `#/${own.name}` }, "改这一轮的情况"), "　", proof, proof ? "　" : "", ...marks(own));
    const rest = rows.length - wanted.shown;
    const more = rest > 0 ? make("button", { type: "button", click: () => {
      wanted.shown += SHOWN;
      draw();
    } }, `再显示${Math.min(rest, SHOWN)}个`) : null;
    const empty = rows.length ? null : make("p", {}, round.issues.length ? "没有符合条件的问题。" : "还没有问题。");
    const add = make("button", { type: "button", class: "quiet", click: (event) => begin("issue", { round_id: round.id }, event.currentTarget, "正在添……") }, "添一个问题");
    return make("section", { "aria-label": round.title }, make("h2", {}, `${round.title}（${round.id}）`), about, empty || table(round, rows), more, make("p", {}, add));
  }

  /** Have a file made by the command `new`, and go to its form; *press* says so meanwhile. Gives the error, if there is one. */
  async function begin(action, given, press, doing) {
    const words = press.textContent;
    const at = location.hash;
    press.disabled = true;
    press.textContent = doing;
    desk.tell(doing);
    try {
      const made = await desk.ask(action, given);
      desk.tell("");
      if (made.name && location.hash === at) location.hash = `#/${made.name}`;
      return null;
    } catch (error) {
      desk.tell(error.message, true);
      return error;
    } finally {
      press.disabled = false;
      press.textContent = words;
    }
  }

  const KINDS = [["巡察", "xuncha"], ["巡视", "xunshi"], ["审计", "shenji"], ["督查", "ducha"], ["督察", "ducha"], ["检查", "jiancha"], ["考核", "kaohe"]];

  /** An address for a round with this title: its year and its kind; empty where neither is there. */
  function proposed(title) {
    const year = (/(?:19|20)\d\d/.exec(title) || [""])[0];
    const kind = (KINDS.find(([word]) => title.includes(word)) || ["", title ? "zhenggai" : ""])[1];
    const name = [year, /回头看/.test(title) ? `${kind}-huitoukan` : kind].filter(Boolean).join("-");
    const isTaken = (word) => last && last.rounds.some((round) => round.id === word);
    let number = 1;
    while (isTaken(number > 1 ? `${name}-${number}` : name)) number += 1;
    return number > 1 ? `${name}-${number}` : name;
  }

  /** A line to fill in, with its own place for what is wrong with it. */
  function asked(label, hint) {
    const id = desk.nextId();
    const control = make("input", { id, type: "text", autocomplete: "off", "aria-describedby": `${id}h ${id}w` });
    const faults = make("ul", { class: "faults", id: `${id}w` });
    const refuse = (words) => {
      faults.textContent = "";
      control.toggleAttribute("aria-invalid", false);
      if (!words) return;
      control.setAttribute("aria-invalid", "true");
      faults.append(make("li", { class: "wrong" }, words));
      control.focus();
    };
    return { control, refuse, element: make("div", { class: "field" }, make("label", { for: id }, label), make("p", { class: "hint", id: `${id}h` }, hint), control, faults) };
  }

  const TYPED = ["新开一轮 名称", "新开一轮 网址"];

  function newRound() {
    const title = asked("新一轮的名称", "例如 2026年巡察整改；菜单和列表里这样叫它，以后可以改");
    const name = asked("网址里的名字", "按名称先写了一个，可以改；只用英文小写字母、数字和连字符。公开以后不再改");
    [title, name].forEach((one, place) => desk.keepTyped(one.control, TYPED[place]));
    let isOwn = Boolean(name.control.value); // the address is as somebody typed it
    title.control.addEventListener("input", () => {
      if (!isOwn) name.control.value = proposed(title.control.value);
    });
    name.control.addEventListener("input", () => (isOwn = Boolean(name.control.value)));
    const press = make("button", { class: "main" }, "新开一轮");
    const form = make("form", { submit: async (event) => {
      event.preventDefault();
      [name, title].forEach((one) => one.refuse(""));
      const error = await begin("begin", { round_id: name.control.value.trim(), title: title.control.value }, press, "正在新开……");
      if (!error) desk.forgetTyped(...TYPED);
      else ({ title, round_id: name }[error.answer.field] || title).refuse(error.message);
    } }, title.element, name.element, make("p", {}, press));
    return make("details", { open: TYPED.some(desk.isTyped) }, make("summary", {}, "新开一轮"), form);
  }

  function select(label, name, options) {
    const id = desk.nextId();
    const control = make("select", { id }, ...options.map(([value, words]) => make("option", { value, selected: wanted[name] === value }, words)));
    control.addEventListener("change", () => {
      wanted[name] = control.value;
      draw();
    });
    return make("div", {}, make("label", { for: id }, label), control);
  }

  function filters() {
    const id = desk.nextId();
    const find = make("input", { id, type: "search", value: wanted.words, autocomplete: "off" });
    find.addEventListener("input", () => {
      wanted.words = find.value;
      draw();
    });
    const rounds = [["", "全部"], ...last.rounds.map((round) => [round.id, round.title])];
    const states = [["", "全部"], ["!", "有要办的"], ...last.states.map((state) => [state, state])];
    return make("form", { class: "filters", role: "search", "aria-label": "找问题", submit: (event) => event.preventDefault() },
      make("div", {}, make("label", { for: id }, "找（序号、标题、状态）"), find),
      select("轮次", "round", rounds), select("公开情况", "state", states), select("排列", "order", ORDERS));
  }

  function draw() {
    const place = document.querySelector("[data-rounds]");
    if (!place) return;
    const mark = (one) => [one.closest("section, [data-rounds]").getAttribute("aria-label"), one.hash || one.getAttribute("aria-label") || one.textContent].join();
    const at = place.contains(document.activeElement) && mark(document.activeElement);
    const shared = last.shared.map((row) => make("p", {}, make("a", { href: `#/${row.name}` }, desk.settings[row.name]), "　", ...marks(row)));
    place.textContent = "";
    place.append(...shared, ...last.rounds.filter((round) => !wanted.round || round.id === wanted.round).map(section));
    const again = at && [...place.querySelectorAll("a, button, [tabindex]")].find((one) => mark(one) === at); // where one was before the list was drawn again
    if (again) again.focus({ preventScroll: true });
  }

  /** Show the list in *main*. */
  async function show(main) {
    if (await desk.first(main)) return;
    last = await desk.askList();
    main.textContent = "";
    main.append(make("h1", { tabindex: "-1" }, "一览"), make("p", { class: "next" }, last.next), last.rounds.length ? filters() : make("p", {}, "还没有内容。", make("a", { href: "#/import" }, "导入通报或者台账"), "，或者在下面新开一轮，一个一个填。"), make("div", { "data-rounds": true }), newRound());
    draw();
    count();
    findProof(); // nobody waits for it: an import may be going on before it is answered
  }

  /** Show the way to the proof sheet at the round that it is of. */
  async function findProof() {
    const { round } = await desk.ask("proof").catch(() => ({ round: imported }));
    if (round === imported) return;
    imported = round;
    const place = document.querySelector("[data-rounds]");
    if (place && !place.contains(document.activeElement)) draw();
  }

  /** Have the doubts of all issues counted once all pages are made, some at a time, as long as the list is shown. */
  async function count() {
    if (isCounting) return;
    isCounting = true;
    await desk.started;
    let answer = { more: true };
    let isNew = false;
    while (answer.more && document.querySelector(".next")) {
      answer = await desk.ask("look").catch(() => ({ more: false }));
      isNew = isNew || answer.isNew;
    }
    isCounting = false;
    if (isNew) await renew();
  }

  /** Show what is new, and leave the filters and where one is. */
  async function renew() {
    const next = document.querySelector(".next");
    if (!next) return;
    last = await desk.ask("overview");
    if (!next.isConnected) return; // another view was asked for since
    next.textContent = last.next;
    draw();
    count();
  }

  desk.views[""] = show;
  Object.assign(desk, { overview: { proposed, renew } });
}

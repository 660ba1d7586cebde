// 一览: rounds and issues with their states, what is to be done next; to filter, sort and find.
"use strict";
{
  const desk = window.rectifyDesk;
  const { make } = desk;
  const SHOWN = 200;
  const ORDERS = [["number", "按序号"], ["todo", "要办的在前"], ["state", "按公开情况"]];
  const wanted = { words: "", state: "", round: "", order: "number", shown: SHOWN };
  let last = null;
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
    const add = make("button", { type: "button", class: "quiet", click: () => begin("issue", round.id) }, "添一个问题");
    return make("section", { "aria-label": round.title }, make("h2", {}, `${round.title}（${round.id}）`), about, empty || table(round, rows), more, make("p", {}, add));
  }

  /** Have a file made by the command `new`, and go to its form. */
  async function begin(action, id) {
    try {
      const made = await desk.ask(action, { round_id: id });
      if (made.name) location.hash = `#/${made.name}`;
    } catch (error) {
      desk.tell(error.message, true);
    }
  }

  function newRound() {
    const id = desk.nextId();
    const name = make("input", { id, type: "text", autocomplete: "off", required: true, pattern: "[a-z0-9]+(-[a-z0-9]+)*", "aria-describedby": `${id}h` });
    const hint = make("p", { class: "hint", id: `${id}h` }, "用在网址里，只用英文小写、数字和连字符，例如 2026-xuncha；公开以后不再改");
    const form = make("form", { submit: (event) => {
      event.preventDefault();
      begin("begin", name.value);
    } }, make("label", { for: id }, "新一轮的名字"), hint, name, make("button", { class: "main" }, "新开一轮"));
    return make("details", {}, make("summary", {}, "新开一轮"), form);
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
    last = await desk.ask("overview");
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

  /** Have the doubts of all issues counted, some at a time, as long as the list is shown. */
  async function count() {
    let answer = { more: true };
    while (answer.more && document.querySelector(".next")) {
      answer = await desk.ask("look").catch(() => ({ more: false }));
    }
    await renew();
  }

  /** Show what is new, and leave the filters and where one is. */
  async function renew() {
    const next = document.querySelector(".next");
    if (!next) return;
    last = await desk.ask("overview");
    if (!next.isConnected) return; // another view was asked for since
    next.textContent = last.next;
    draw();
  }

  desk.views[""] = show;
  Object.assign(desk, { overview: { renew } });
}

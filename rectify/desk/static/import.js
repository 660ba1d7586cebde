// 导入: files become drafts by the command `import`; then 校样, the proof sheet: to tick, to correct, to approve.
"use strict";
{
  const desk = window.rectifyDesk;
  const { button, make } = desk;
  const SHEET = "/__rectify__/desk/proof";
  const KINDS = ".docx,.odt,.pdf,.ofd,.txt,.html,.htm,.mht,.xlsx,.xls,.et,.ods,.csv,.doc,.wps,.rtf";
  const HINT = "docx、xlsx、wps、et、pdf（有文字的）、ofd、txt、网页等；分成几个文件的，按顺序一起选";
  const FITTED = 60; // a sheet of so many issues is as tall as it is, without a window of its own to scroll in
  const FEW = 12; // so many problems are shown without being asked for
  const TYPED = "导入 轮次的名字";
  let showsSource = false;
  let handed = []; // files of the first step, which are imported at once

  /** Files that are chosen, in their order, each with a button that takes it away; `tokens` hands them over once. */
  function chosenFiles(changed, files = []) {
    const list = make("ol", { class: "chosen" });
    const draw = () => {
      list.textContent = "";
      list.append(...files.map((one, place) => make("li", {}, make("span", {}, one.file.name), " ", make("button", { type: "button", class: "quiet", "aria-label": `不要 ${one.file.name}`, click: () => {
        files.splice(place, 1);
        draw();
      } }, "不要"))));
      if (changed) changed(files.length);
    };
    const place = desk.dropPlace({ label: "把通报或者台账拖到这里，或者选文件", hint: HINT, accept: KINDS }, (added) => {
      files.push(...added.map((file) => ({ file, token: null })));
      draw();
      desk.tell(`选了${files.length}个文件。`);
    });
    if (files.length) draw();
    const tokens = async () => {
      for (const one of files) one.token = one.token || await desk.handOver(one.file);
      return files.map((one) => one.token);
    };
    return { element: make("div", {}, place, list), files, tokens };
  }

  /** Put in the place of what people call a round the name that it has in addresses. */
  function shorten(name) {
    const title = name.value.trim();
    if (/^[\w-]*$/.test(title)) return;
    name.value = desk.overview.proposed(title);
    name.dispatchEvent(new Event("input"));
    desk.tell(`“${title}”在网址里写成 ${name.value}，可以改。`);
  }

  async function showImport(main) {
    const result = make("div", { "data-imported": true });
    const chosen = chosenFiles(() => (result.textContent = ""), handed);
    const isAtOnce = handed.length > 0;
    handed = [];
    const id = desk.nextId();
    const name = desk.keepTyped(make("input", { id, type: "text", autocomplete: "off", "aria-describedby": `${id}h` }), TYPED);
    const go = (update) => async () => {
      result.textContent = "";
      if (!chosen.files.length) {
        desk.tell("先选好文件。", true);
        return;
      }
      desk.tell("正在导入……");
      try {
        const files = await chosen.tokens();
        follow(await desk.ask("take", { files, round_id: name.value.trim() || null, update }));
      } catch (error) {
        for (const one of chosen.files) one.token = error.status === 404 ? null : one.token;
        refuse(error);
      }
    };
    const follow = (job) => desk.follow(result, job, ({ answer, refusal, problems }) => {
      if (refusal) refuse(Object.assign(new Error(refusal), { answer: { problems } }));
      else if (answer.isAsking) ask(answer.words);
      else arrive();
    });
    const arrive = () => {
      desk.forgetTyped(TYPED);
      if (result.isConnected) location.hash = "#/proof";
      desk.tell("导入好了，都是草稿。");
    };
    const ask = (words) => {
      const heading = make("h2", { tabindex: "-1" }, "这一轮已经有了，还没有动");
      const again = chosen.files.length ? button("按上面更新", go(true), "main") : "再选一次文件，才能更新。";
      result.append(heading, make("pre", { class: "said", tabindex: "0", "aria-label": "和现有文件的不同" }, words), make("p", {}, "按上面更新，您自己改过的地方会留着。"), make("p", {}, again));
      desk.tell("这一轮已经有了，先看看有什么不同。");
      heading.focus();
    };
    const refuse = (error) => {
      result.textContent = "";
      result.append(desk.refused(error));
      desk.tell("没有导入，原因写在下面。", true);
      if (!error.message.includes("“轮次的名字”")) return;
      round_.open = true; // the notice does not say its year
      name.value = name.value || (/例如 (\d{4}-[a-z-]+)/.exec(error.message) || ["", ""])[1];
      name.focus();
    };
    name.addEventListener("change", () => shorten(name));
    const { round } = await desk.ask("proof");
    const round_ = make("details", {}, make("summary", {}, "自己定轮次的名字"), make("div", { class: "field" }, make("label", { for: id }, "轮次的名字"), make("p", { class: "hint", id: `${id}h` }, "写 2026年巡察，或者直接写用在网址里的名字，例如 2026-xuncha；不写就据日期来定"), name));
    main.textContent = "";
    main.append(make("h1", { tabindex: "-1" }, "导入"), make("p", {}, "一个问题变成一份草稿，文字一字不改；核对、审好以后才能公开。"),
      ...(round ? [make("p", {}, make("a", { href: "#/proof" }, "上一次导入的校样"))] : []), chosen.element, round_, make("p", {}, button("导入", go(false), "main")), result);
    const job = await desk.ask("job");
    if (job.isRunning && job.name === "take") follow(job); // it was begun before somebody went to another page
    else if (isAtOnce) go(false)();
  }

  /** Import the *files* that the first step has chosen, each with the word by which the server knows it. */
  function takeFirst(files) {
    handed = [...files];
    location.hash = "#/import";
  }

  const isFitted = (states) => states.size <= FITTED;
  const bare = (words) => words.replace(/\s/g, "");

  /** What the file of an issue says now in the place of what was imported: by what its fields are called. */
  function renew(article, texts) {
    for (const row of article.querySelectorAll(".row")) {
      const now = texts[row.querySelector("dt").textContent];
      const old = row.querySelector("dd");
      if (!now || bare(now.join("")) === bare(old.textContent)) continue;
      old.textContent = "";
      const made = (name, words) => Object.assign(article.ownerDocument.createElement(name), { textContent: words });
      old.append(...now.map((words) => made("p", words)), made("b", now.length ? "（导入以后改过）" : "（删去了）"));
    }
  }

  /** The proof sheet in *frame* as a part of the desk: its own end, a command for the terminal, gives way to our buttons. */
  function adopt(frame, states, texts, changed) {
    const sheet = frame.contentDocument;
    const hide = (selector) => sheet.querySelectorAll(selector).forEach((one) => (one.hidden = true));
    hide("#approve, nav a[href='#approve']");
    hide("#site, nav a[href='#site']");
    if (!changed || isFitted(states)) hide("#bar");
    for (const article of sheet.querySelectorAll("article.issue")) {
      const number = Number(article.id.slice(1));
      const state = states.get(number);
      const head = article.querySelector(".head");
      const box = head.querySelector("input");
      if (box && state && state.state !== "草稿") {
        box.checked = false;
        box.dispatchEvent(new Event("change"));
        box.parentElement.replaceWith(Object.assign(sheet.createElement("span"), { textContent: "已经批准过" }));
      }
      if (texts[number]) renew(article, texts[number]);
      if (isFitted(states)) article.style.contentVisibility = "visible"; // its height is known before one comes to it
      if (!changed || !state) continue;
      const link = sheet.createElement("a");
      Object.assign(link, { href: `/__rectify__/desk/#/${state.name}`, target: "_top", textContent: "在表单里改" });
      link.setAttribute("aria-label", `在表单里改第${number}号`);
      link.addEventListener("click", () => (showsSource = true));
      head.append(" ", link);
    }
    if (changed) sheet.addEventListener("change", changed);
  }

  async function statesOf(round) {
    const { rounds } = await desk.ask("overview");
    const own = rounds.find((one) => one.id === round);
    return new Map((own ? own.issues : []).map((row) => [row.number, row]));
  }

  /** Offer in *place* to register the departments of the *sheet* that are none of the *known* ones. */
  function offerDepartments(place, sheet, known) {
    const words = (sheet.querySelector("#site pre") || { textContent: "" }).textContent;
    const pairs = [...words.matchAll(/- id: (\S+)\n\s*name: (.+)/g)].map((match) => [match[1], match[2].trim()]).filter(([, name]) => !known.includes(name));
    if (pairs.length) place.append(`原文里有${pairs.length}个部门还没有登记。 `, button("登记这些部门", async () => {
      try {
        desk.tell((await desk.ask("register", { departments: pairs })).words);
        place.textContent = "";
      } catch (error) {
        desk.tell(error.message, true);
      }
    }, "quiet"));
  }

  /** The round of the last proof sheet, and what the import said, if that was done since this desk was opened. */
  async function lastImport() {
    const [{ round }, job] = await Promise.all([desk.ask("proof"), desk.ask("job")]);
    return { round, said: job.name === "take" && job.answer && !job.answer.isAsking ? job.answer.words : "" };
  }

  async function showProof(main) {
    const { round, said } = await lastImport();
    main.textContent = "";
    main.append(make("h1", { tabindex: "-1" }, "校样"));
    if (!round) {
      main.append(make("p", {}, "还没有导入过。"), make("p", {}, make("a", { href: "#/import" }, "去导入")));
      return;
    }
    const [states, { texts, departments }] = await Promise.all([statesOf(round), desk.ask("edits")]);
    const result = make("div", { "data-accepted": true });
    const frame = make("iframe", { class: "sheet", title: "校样：每个问题旁边是它的原文", src: SHEET });
    const ticked = () => [...frame.contentDocument.querySelectorAll("input[data-issue]")].filter((box) => box.checked).map((box) => Number(box.dataset.issue));
    const all = button("", async () => {
      result.textContent = "";
      desk.tell("正在核对……");
      result.append(make("p", {}, "正在核对，请等一会儿……"));
      try {
        const answer = await desk.ask("accept", { round_id: round, numbers: ticked() });
        await showProof(main);
        desk.tell(answer.words);
      } catch (error) {
        result.textContent = "";
        result.append(desk.refused(error));
        desk.tell("没有批准，原因写在下面。", true);
      }
    }, "main");
    const count = () => {
      const some = ticked().length;
      all.textContent = some ? `审好了，批准勾选的${some}个` : "先勾选读过的问题";
      all.disabled = !some;
    };
    const next = button("下一个没读的", () => {
      const top = frame.getBoundingClientRect().top - bar.offsetHeight - 8;
      const boxes = [...frame.contentDocument.querySelectorAll("input[data-issue]")].filter((box) => !box.checked);
      const place = (box) => top + box.closest("article").getBoundingClientRect().top;
      const box = boxes.find((one) => place(one) > 8) || boxes[0];
      if (!box) return;
      window.scrollTo(0, window.scrollY + place(box));
      box.focus({ preventScroll: true });
    }, "quiet");
    const bar = make("div", { class: "bar" }, all, isFitted(states) ? next : null);
    const register = make("p", {});
    frame.addEventListener("load", () => {
      adopt(frame, states, texts, count);
      count();
      const sheet = frame.contentDocument.documentElement;
      if (isFitted(states)) new ResizeObserver(() => (frame.style.height = `${sheet.offsetHeight + 8}px`)).observe(sheet);
      if (!register.childNodes.length) offerDepartments(register, frame.contentDocument, departments);
    });
    if (said) main.append(make("pre", { class: "said", tabindex: "0", "aria-label": "导入的结果" }, said));
    const lacking = make("div", { "data-lacking": true });
    showLacking(lacking);
    main.append(lacking, make("p", {}, "逐个核对：左边是写进文件的，改过就是改过以后的；右边是原文；不对的，在表单里改；读过的打勾。审好了的批准，别的仍是草稿。"), make("p", {}, make("a", { href: `#/content/${round}/round.yaml` }, "改这一轮的情况（标题、日期、类别）")), register, bar, result, frame);
  }

  /** Show in *place* what still has to be filled in, with the way to each field; it is asked again when something has changed. */
  async function showLacking(place) {
    const { problems } = await desk.ask("lacking").catch(() => ({ problems: [] }));
    const isOpen = problems.length <= FEW || (place.firstChild && place.firstChild.open);
    place.textContent = "";
    if (problems.length) place.append(make("details", { open: isOpen }, make("summary", {}, `公开以前还要补、要改的：${problems.length}处`), desk.problems(problems)));
  }

  desk.listen((news) => {
    const place = document.querySelector("[data-lacking]");
    if (place && news.kind === "followed") showLacking(place);
  });

  /** Fill *frame*, beside the form of *file*, with its page; or, for an issue that was imported, with its source if that is wanted. */
  async function beside(frame, file) {
    if (!showsSource) frame.src = `/${file.page}`;
    const match = /^content\/([a-z0-9-]+)\/(\d+)\.yaml$/.exec(file.name);
    const { round } = match ? await desk.ask("proof") : {};
    if (!match || round !== match[1]) {
      if (showsSource) frame.src = `/${file.page}`;
      return;
    }
    const [states, { texts }] = await Promise.all([statesOf(match[1]), desk.ask("edits")]);
    const anchor = `${SHEET}#i${Number(match[2])}`;
    const choices = [[false, "网页"], [true, "原文"]].map(([isSource, words]) => button(words, () => {
      showsSource = isSource;
      show();
    }, "quiet"));
    const show = () => {
      choices.forEach((one, place) => one.setAttribute("aria-pressed", String(Boolean(place) === showsSource)));
      frame.title = frame.parentElement.querySelector("h2").textContent = showsSource ? "原文" : "网页的样子";
      frame.src = showsSource ? anchor : `/${file.page}`;
    };
    frame.addEventListener("load", () => {
      if (!frame.contentDocument || frame.contentWindow.location.pathname !== SHEET) return;
      adopt(frame, states, texts, null);
      const place = frame.contentDocument.getElementById(anchor.split("#")[1]);
      if (place) place.scrollIntoView();
    });
    frame.before(make("p", { class: "steps" }, ...choices));
    if (showsSource) show();
    else choices.forEach((one, place) => one.setAttribute("aria-pressed", String(!place)));
  }

  Object.assign(desk.views, { import: showImport, proof: showProof });
  Object.assign(desk, { beside, chosenFiles, takeFirst });
}

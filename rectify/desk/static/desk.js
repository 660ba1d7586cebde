// Which part of the desk is shown: the address after # says it.
"use strict";
{
  const desk = window.rectifyDesk;
  const main = document.querySelector("main");
  const LOOK = 500; // milliseconds between two questions how far the start is
  let shown = null;
  let renewing = 0;

  const wanted = () => decodeURIComponent(location.hash.replace(/^#\/?/, ""));

  async function show() {
    const name = wanted();
    const [file, field] = name.split("@"); // a field in a form: content/…/002.yaml@photos.0.alt
    if (name === shown) return;
    if (shown && shown.split("@")[0] === file && field && desk.editor.goTo(field)) {
      shown = name;
      return;
    }
    if (shown && !desk.editor.leave()) {
      history.replaceState(null, "", `#/${shown}`);
      return;
    }
    const isFirst = shown === null;
    shown = name;
    if (document.querySelector("[data-state]").dataset.state !== location.hash) desk.tell("");
    for (const link of document.querySelectorAll("nav a[href^='#']")) {
      if (link.hash === `#/${file}`) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
    const place = desk.make("div", {}, desk.make("p", {}, "正在打开……")); // its own: what comes late does not replace what was asked for since
    main.textContent = "";
    main.append(place);
    try {
      await (desk.views[name] ? desk.views[name](place) : desk.editor.show(place, file));
    } catch (error) {
      place.textContent = "";
      place.append(desk.make("h1", { tabindex: "-1" }, "打不开"), desk.make("p", {}, error.message), desk.make("p", {}, desk.make("a", { href: "#/" }, "回到一览")));
    }
    if (name !== shown) return;
    const heading = main.querySelector("h1");
    document.title = `${heading ? heading.textContent : ""} - 工作台`;
    if (field && desk.editor.goTo(field)) return;
    if (isFirst) return;
    window.scrollTo(0, 0); // the link that was followed is gone, the place in the page stays
    if (heading) heading.focus();
  }

  /** Say what the desk does at its start, and how far it is, until all pages are there. */
  async function followStart() {
    const place = document.querySelector("[data-starting]");
    const [words, bar, count] = place.children;
    for (let now = await desk.ask("starting"); !now.isMade; now = await desk.ask("starting")) {
      const hint = now.isRead ? "表单现在就可以填；网页生成了才看得到，打开着的先生成。" : "读完就看得到一览。";
      const said = `${now.doing}……${hint}`;
      place.hidden = false;
      if (words.textContent !== said) words.textContent = said; // read aloud once for each stage
      if (now.total) bar.max = now.total;
      if (now.total) bar.value = now.done;
      else bar.removeAttribute("value");
      count.textContent = now.total ? `${now.done} / ${now.total}` : now.done ? `${now.done}个问题` : "";
      await new Promise((done) => setTimeout(done, LOOK));
    }
    if (place.hidden) return;
    place.hidden = true;
    desk.tell("网页都生成好了。");
  }

  /** Say in the head whose site is open, and in which folder it lies. */
  async function showPlace() {
    const { name, folder, path } = await desk.ask("place");
    const place = document.querySelector("[data-place]");
    place.textContent = name ? `工作台：${name}` : "工作台";
    place.append(" ", desk.make("span", { class: "hint", title: path }, `文件夹 ${folder}`));
  }

  desk.listen((news) => {
    if (news.kind === "edited" && news.names.includes("site.yaml")) showPlace().catch(() => {});
  });
  desk.listen((news) => {
    if (wanted() || news.kind !== "followed") return;
    clearTimeout(renewing);
    renewing = setTimeout(() => desk.overview.renew().catch(() => {}), 200);
  });
  document.querySelector("[data-skip]").addEventListener("click", (event) => {
    event.preventDefault();
    main.focus();
  });
  window.addEventListener("hashchange", show);
  showPlace().catch(() => {});
  desk.started = followStart().catch(() => {}); // what cannot be asked is told by what else is asked
  show();
}

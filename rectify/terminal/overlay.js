// Puts the new page in the place of the old one, and what is wrong over the last good one. The server
// puts this script into the pages that it serves, before livereload.js, which takes it as a plugin;
// built files never hold it.
(() => {
  "use strict";

  const ADDRESS = "/__rectify__/problems.json";
  const DISMISSED = "rectify-dismissed";
  const STYLE = `
    :host { all: initial; }
    dialog, button { font: 16px/1.6 system-ui, "Microsoft YaHei", "PingFang SC", "Noto Sans CJK SC", sans-serif; }
    dialog { --ink: #1b1b1b; --paper: #fff; --soft: #595959; --wrong: #b10e1e; --mark: #ffe2e2; --line: #d0d0d0;
      box-sizing: border-box; width: min(60rem, 100% - 2rem); max-width: none; max-height: calc(100% - 4rem);
      margin: 2rem auto; padding: 0; overflow: auto; color: var(--ink); background: var(--paper);
      border: 1px solid var(--line); border-top: 6px solid var(--wrong); border-radius: 4px; }
    dialog::backdrop { background: rgb(0 0 0 / 50%); }
    .top { position: sticky; top: 0; display: flex; gap: 1rem; align-items: center; justify-content: space-between;
      padding: .75rem 1.25rem; background: var(--paper); border-bottom: 1px solid var(--line); }
    h1 { margin: 0; font-size: 1.125rem; }
    ol { margin: 0; padding: 0; list-style: none; }
    li { padding: 1rem 1.25rem; border-bottom: 1px solid var(--line); }
    p { margin: 0 0 .25rem; overflow-wrap: anywhere; }
    .place, pre { font-family: ui-monospace, Consolas, Menlo, "Noto Sans Mono CJK SC", monospace; }
    .place, .last { color: var(--soft); font-size: .875rem; }
    .message { font-weight: 700; color: var(--wrong); }
    pre { margin: .5rem 0 0; padding: .5rem .75rem; overflow: auto; font-size: .875rem; border: 1px solid var(--line); }
    .number { display: inline-block; min-width: 3ch; margin-right: 1.5ch; text-align: right; color: var(--soft); }
    .wrong { font-weight: 700; }
    mark { color: inherit; background: var(--mark); outline: 2px solid var(--wrong); }
    .last { margin: 0; padding: .75rem 1.25rem; }
    button { min-height: 44px; padding: .25rem 1rem; color: var(--ink, #1b1b1b); background: transparent;
      border: 1px solid currentColor; border-radius: 4px; cursor: pointer; white-space: nowrap; }
    button:focus-visible, dialog:focus-visible { outline: 3px solid #0b57d0; outline-offset: 2px; }
    button[data-again] { position: fixed; z-index: 2147483647; right: 1rem; bottom: 1rem; color: #fff;
      background: #b10e1e; border-color: #fff; }
    @media (prefers-color-scheme: dark) {
      dialog { --ink: #f2f2f2; --paper: #1c1c1e; --soft: #b8b8b8; --wrong: #ff8a80; --mark: #5c1a1a; --line: #4a4a4a; }
      button:focus-visible, dialog:focus-visible { outline-color: #8ab4f8; }
    }
    @media print { :host { display: none; } }`;

  let host = null;

  /** An element with a text or children. */
  function make(name, attributes, ...children) {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.append(...children);
    return element;
  }

  function line({ number, parts }) {
    const wrong = parts.length > 1;
    const texts = wrong ? [parts[0], make("mark", {}, parts[1]), parts[2]] : parts;
    const count = make("span", { class: "number", "aria-hidden": "true" }, String(number));
    return make("span", wrong ? { class: "wrong" } : {}, count, ...texts, "\n");
  }

  function problem({ place, code, message, remedy, lines }) {
    const item = make("li", {}, make("p", { class: "place" }, `${place} ${code}`), make("p", { class: "message" }, message));
    if (remedy) item.append(make("p", {}, `→ ${remedy}`));
    if (lines.length) item.append(make("pre", { tabindex: "0", "aria-label": `${place} 前后的文字` }, ...lines.map(line)));
    return item;
  }

  function clear() {
    if (host) host.remove();
    host = null;
  }

  function place() {
    host = make("div", { id: "rectify-overlay" });
    const shadow = host.attachShadow({ mode: "open" });
    shadow.append(make("style", {}, STYLE));
    document.documentElement.append(host);
    return shadow;
  }

  /** A small button that brings dismissed mistakes back, or shows what is not filled in yet. */
  function remind(told) {
    clear();
    const what = told.wrong ? "处错误" : "处待填";
    const button = make("button", { type: "button", "data-again": "" }, `还有 ${told.count} ${what}`);
    button.addEventListener("click", () => show(told));
    place().append(button);
  }

  function show(told) {
    clear();
    const close = make("button", { type: "button" }, "关闭（Esc）");
    const words = told.wrong
      ? [`有 ${told.count} 处错误，页面还是改动以前的样子`, "改好并保存以后，这个窗口会自己消失。"]
      : [`有 ${told.count} 处待填，公开以前补上`, "填好并保存以后，页面和这里会跟着变。"];
    const title = make("h1", { id: "title" }, words[0]);
    const rest = told.count - told.problems.length;
    const last = `${rest ? `另有 ${rest} 处没有列出。` : ""}${words[1]}`;
    const dialog = make(
      "dialog",
      { role: "alertdialog", "aria-labelledby": "title", "aria-describedby": "first", lang: "zh-CN", tabindex: "-1" },
      make("div", { class: "top" }, title, close),
      make("ol", {}, ...told.problems.map(problem)),
      make("p", { class: "last" }, last),
    );
    const first = dialog.querySelector(".message");
    if (first) first.id = "first";
    const dismiss = (event) => {
      event.preventDefault();
      sessionStorage.setItem(DISMISSED, String(told.revision));
      remind(told);
    };
    close.addEventListener("click", dismiss);
    dialog.addEventListener("cancel", dismiss);
    dialog.addEventListener("keydown", (event) => event.key === "Escape" && dismiss(event));
    place().append(dialog);
    if (dialog.showModal) dialog.showModal();
    else dialog.setAttribute("open", "");
    dialog.focus();
  }

  async function look() {
    let told;
    try {
      told = await (await fetch(ADDRESS, { cache: "no-store" })).json();
    } catch {
      return; // the server has ended
    }
    if (!told.count) clear();
    else if (!told.wrong || sessionStorage.getItem(DISMISSED) === String(told.revision)) remind(told);
    else show(told);
  }

  let asked = 0;

  /** What a link or script leads to, whatever was added to have it loaded anew. */
  const goal = (element) => new URL(element.href || element.src, location.href).pathname;

  /** Put the page as it is now into this window: quicker than loading it, and the place is kept. */
  async function renew() {
    const turn = (asked += 1);
    let next;
    try {
      const answer = await fetch(location.href, { cache: "no-store" });
      next = new DOMParser().parseFromString(await answer.text(), "text/html");
    } catch {
      return; // the server has ended
    }
    if (turn !== asked) return; // a newer one is on its way
    const stays = [...document.head.querySelectorAll('script, link[rel="stylesheet"]')];
    const kept = new Set(stays.map(goal));
    if ([...next.querySelectorAll('script, link[rel="stylesheet"]')].some((one) => !kept.has(goal(one)))) {
      location.reload(); // scripts want a new start
      return;
    }
    for (const old of [...document.head.children]) if (!stays.includes(old)) old.remove();
    for (const one of [...next.head.children]) if (!one.matches('script, link[rel="stylesheet"]')) document.head.append(one);
    document.body.replaceWith(document.adoptNode(next.body));
  }

  window.LiveReloadPluginRectify = class {
    static identifier = "rectify";
    static version = "1.0";

    /** Take over what livereload.js would answer by loading the whole page. */
    reload(path) {
      if (path === ADDRESS) look();
      else if (path.endsWith(".html")) renew();
      else return false;
      return true;
    }
  };

  if (document.currentScript.hasAttribute("data-wrong")) look();
})();

// What all of the desk's scripts use: making elements, asking the server, hearing its news.
"use strict";
{
  const AT = "/__rectify__/desk/";
  const heard = [];

  /** An element with attributes (functions are listeners) and children. */
  function make(name, attributes, ...children) {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes || {})) {
      if (typeof value === "function") element.addEventListener(key, value);
      else if (value !== null && value !== undefined && value !== false) element.setAttribute(key, value === true ? "" : value);
    }
    element.append(...children.filter((child) => child !== null && child !== undefined));
    return element;
  }

  /** A button with these words, of a *kind* that the style sheet knows (`main`, `quiet`, `link`), or none. */
  function button(words, act, kind) {
    return make("button", { type: "button", class: kind || null, click: act }, words);
  }

  /** Ask the server; the answer, or an Error with its words in `message` and all it said in `answer`. */
  async function ask(action, words) {
    let reply;
    try {
      reply = await fetch(`${AT}api/${action}`, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify(words || {}),
        cache: "no-store",
      });
    } catch (error) {
      throw Object.assign(new Error("工作台没有回答，也许终端里已经关了。填的内容还在这一页上，重新打开工作台再保存。"), { status: 0, answer: {} });
    }
    const answer = await reply.json().catch(() => ({}));
    if (reply.ok) return answer;
    throw Object.assign(new Error(answer.words || `没有完成（${reply.status}）。`), { status: reply.status, answer });
  }

  /** Have *hear* called with every piece of news from now on. */
  function listen(hear) {
    heard.push(hear);
  }

  /** Hear the news; where nobody tells them any more, the desk has ended, and that is said at once. */
  function connect() {
    const socket = new WebSocket(`ws://${location.host}${AT}news`);
    const ended = document.querySelector("[data-ended]");
    socket.addEventListener("open", () => (ended.hidden = true));
    socket.addEventListener("message", (event) => heard.forEach((hear) => hear(JSON.parse(event.data))));
    socket.addEventListener("close", () => {
      if (!isLeaving) ended.hidden = false;
      setTimeout(connect, 2000);
    });
  }

  let isLeaving = false; // a page that is being left is no desk that has ended
  window.addEventListener("pagehide", () => (isLeaving = true));
  window.addEventListener("pageshow", () => (isLeaving = false));

  /** Tell, in the head of the page and to screen readers, what has just been done; it holds until another page is asked for. */
  function tell(words, isWrong) {
    const place = document.querySelector("[data-state]");
    place.textContent = words;
    place.dataset.state = location.hash;
    place.classList.toggle("is-wrong", Boolean(isWrong));
  }

  /** The list, on its way while the other scripts are still loaded, where it is the view that is opened first. */
  let early = location.hash.length > "#/".length ? null : ask("overview");
  if (early) early.catch(() => {}); // told by whoever takes it

  /** The list as the server has it. */
  function askList() {
    const answer = early || ask("overview");
    early = null;
    return answer;
  }

  connect();
  window.rectifyDesk = { ask, askList, button, listen, make, tell, views: Object.create(null) }; // views: what is shown at #/name, a function of <main>
}

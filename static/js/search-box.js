// The search box at the top of every page: a form that also suggests (ARIA 1.2 combobox with a listbox).
(function (world) {
  "use strict";

  const Rectify = (world.Rectify = world.Rectify || {});
  const SUGGESTIONS = 7;
  /** Milliseconds without a key before a large site is asked, and the letters it takes. */
  const PAUSE = 120;
  const FEWEST = 2;
  const HAN = /[\u3400-\u9fff\uf900-\ufaff]/;

  /** A new element with a class and, perhaps, words. */
  function made(name, className, words) {
    const element = document.createElement(name);
    element.className = className;
    if (words !== undefined) element.textContent = words;
    return element;
  }

  /** Put *parts*, [text, isMatch] each, into *element*, matches as <mark>. */
  function show(element, parts) {
    element.textContent = "";
    for (const [text, isMatch] of parts) {
      if (isMatch) element.appendChild(made("mark", "", text));
      else element.appendChild(document.createTextNode(text));
    }
    return element;
  }

  /** What the page of *result* is to mark: the reader's *text*, or what its pinyin stood for. */
  function toMark(result, text) {
    if (HAN.test(text)) return text;
    const matches = result.titleParts.concat(result.snippet).filter((part) => part[1]);
    const words = matches.map((part) => part[0]).filter((word) => HAN.test(word));
    return words.length > 0 ? Array.from(new Set(words)).slice(0, 3).join(" ") : text;
  }

  /** Where *result* of a search for *text* leads. */
  function addressOf(result, text) {
    const words = toMark(result, text.trim());
    const query = words ? "?q=" + encodeURIComponent(words) : "";
    return siteRoot() + result.path + query + (result.anchor ? "#" + result.anchor : "");
  }

  function siteRoot() {
    return document.documentElement.dataset.root || "";
  }

  /** Suggest in *form* while people type. */
  function enhance(form) {
    const input = form.querySelector("input[name=q]");
    const list = made("div", "search-box__list");
    const status = made("p", "visually-hidden");
    let index = null;
    let composing = false;
    let chosen = -1;
    let dismissed = false;
    let timer = 0;
    let silence = () => {}; // makes the question on its way silent

    list.id = input.id + "-list";
    list.hidden = true;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", "搜索建议");
    status.setAttribute("role", "status");
    form.appendChild(list);
    form.appendChild(status);
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-controls", list.id);
    input.setAttribute("aria-expanded", "false");

    function wake() {
      if (index) return;
      Rectify.open(
        (loaded) => {
          index = loaded;
          // The reader may have typed on, or gone elsewhere, in the meantime.
          if (document.activeElement === input && !composing && !dismissed) suggest();
        },
        () => {}, // the form still leads to the search page
      );
    }

    function options() {
      return list.children;
    }

    function close() {
      hush();
      list.hidden = true;
      input.setAttribute("aria-expanded", "false");
      choose(-1);
    }

    function hush() {
      clearTimeout(timer);
      silence();
    }

    function choose(place) {
      if (chosen >= 0 && options()[chosen]) options()[chosen].setAttribute("aria-selected", "false");
      chosen = place;
      if (place < 0) {
        input.removeAttribute("aria-activedescendant");
        return;
      }
      const option = options()[place];
      option.setAttribute("aria-selected", "true");
      input.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    }

    /** Suggest for what stands in the box; *then* when it is done. */
    function suggest(then) {
      const text = input.value.trim();
      dismissed = false;
      hush();
      choose(-1);
      if (!index || text === "") {
        status.textContent = "";
        close();
        return;
      }
      if (!index.isInstant && text.length < FEWEST && !HAN.test(text)) {
        close();
        return;
      }
      const ask = () => {
        silence = index.ask(text, {}, SUGGESTIONS, (answer) => {
          draw(answer, text);
          if (then) then();
        });
      };
      if (index.isInstant) ask();
      else timer = setTimeout(ask, PAUSE);
    }

    function draw(answer, text) {
      const results = [].concat(...answer.tiers.map((tier) => tier.results));
      list.textContent = "";
      if (!answer.normal || results.length === 0) {
        status.textContent = "没有建议，按回车键搜索";
        close();
        return;
      }
      results.forEach((result) => list.appendChild(option(result, text)));
      list.appendChild(everything(text));
      list.hidden = false;
      input.setAttribute("aria-expanded", "true");
      status.textContent = results.length + "条建议，用上下箭头键选择";
    }

    function blank(className, address) {
      const link = made("a", "search-box__option" + className);
      link.id = list.id + "-" + options().length;
      link.href = address;
      link.tabIndex = -1;
      link.setAttribute("role", "option");
      link.setAttribute("aria-selected", "false");
      return link;
    }

    function option(result, text) {
      const link = blank("", addressOf(result, text));
      const number = made("span", "search-box__number", result.number);
      number.setAttribute("aria-hidden", "true");
      link.appendChild(number);
      const words = made("span", "search-box__words");
      const parts = result.titleParts;
      words.appendChild(show(made("span", "search-box__title"), parts));
      if (!parts.some((part) => part[1])) words.appendChild(show(made("span", "search-box__snippet"), result.snippet));
      link.appendChild(words);
      link.appendChild(made("span", "search-box__status", result.status));
      return link;
    }

    function everything(text) {
      const link = blank(" search-box__option--all", form.getAttribute("action") + "?q=" + encodeURIComponent(text));
      link.textContent = "查看“" + text + "”的全部结果";
      return link;
    }

    function move(step) {
      if (list.hidden) {
        suggest(() => !list.hidden && go(step));
        return;
      }
      go(step);
    }

    function go(step) {
      // -1 is the box itself: going round passes through it.
      const places = options().length + 1;
      choose(((chosen + 1 + step + places) % places) - 1);
    }

    input.addEventListener("focus", wake);
    input.addEventListener("blur", close);
    input.addEventListener("compositionstart", () => {
      composing = true;
    });
    input.addEventListener("compositionend", () => {
      composing = false;
      suggest();
    });
    input.addEventListener("input", (event) => {
      if (!composing && !event.isComposing) suggest();
    });
    input.addEventListener("keydown", (event) => {
      if (composing || event.isComposing || event.keyCode === 229) return;
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        move(event.key === "ArrowDown" ? 1 : -1);
      } else if (event.key === "Escape" && !list.hidden) {
        event.preventDefault(); // only closes; a second Escape empties the box, as browsers do
        dismissed = true;
        close();
      } else if (event.key === "Enter" && chosen >= 0) {
        event.preventDefault();
        options()[chosen].click();
      }
    });
    // Pressing on a suggestion must not take the focus, or the list would close under the finger.
    list.addEventListener("mousedown", (event) => event.preventDefault());
    if (document.activeElement === input) wake();
  }

  Rectify.searchBox = { enhance, show, addressOf, toMark, siteRoot, made };
  if (typeof module !== "undefined") module.exports = Rectify.searchBox;
})(typeof window === "undefined" ? globalThis : window);

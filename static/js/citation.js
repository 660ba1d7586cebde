// Citations: today as the day of reading, copying and saving with one click, links of single paragraphs.
"use strict";

{
  const { make } = Rectify.dom;
  const { address, copy, save } = Rectify.clipboard;

  /** Today by the reader's own clock, as a form of citation wants it. */
  function today(shape) {
    const now = new Date();
    const iso = new Date(now - now.getTimezoneOffset() * 60000).toISOString().slice(0, 10);
    if (shape === "parts") return iso.split("-").map(Number).join(", ");
    return shape === "slashes" ? iso.replace(/-/g, "/") : iso;
  }

  /** "整改措施第2段的链接" */
  function nameOf(link) {
    return link.getAttribute("aria-label").replace("复制", "");
  }

  const all = (section, name) => section.querySelectorAll(".citation__" + name);

  /** Today, and the address of the paragraph that the reader came for, if any. */
  function refresh(section) {
    const goal = document.getElementById(location.hash.slice(1)); // :target is not yet set while a page loads
    const chosen = goal && goal.closest(".paragraph");
    const [hint] = all(section, "hint");
    all(section, "day").forEach((day) => (day.textContent = today(day.dataset.shape)));
    all(section, "url").forEach((url) => (url.textContent = address() + (chosen ? "#" + chosen.id : "")));
    hint.textContent = "引用日期是今天。";
    if (!chosen) return;
    hint.append("网址指到" + nameOf(chosen.lastElementChild).replace("的链接", "。"));
    hint.append(make("a", { href: "#yinyong", textContent: "改为引用整页" }));
  }

  /** Say *words* to screen readers, also if they are the same as before. */
  function say(section, words) {
    const [status] = all(section, "told");
    status.textContent = "";
    setTimeout(() => (status.textContent = words), 50);
  }

  /** Buttons below one *form* of citation. */
  function addButtons(section, form) {
    const text = form.querySelector("pre");
    const name = form.querySelector("summary").textContent;
    const suffix = text.dataset.suffix;
    const ways = form.appendChild(make("p", { className: "citation__ways" }));

    function button(words, act) {
      const one = make("button", { className: "plain-button", textContent: words });
      one.setAttribute("aria-label", words + "（" + name + "）");
      one.addEventListener("click", () => {
        refresh(section);
        act();
      });
      ways.append(one, " ");
    }

    button("复制引文", () =>
      copy(text.textContent, (isCopied) => {
        if (!isCopied) getSelection().selectAllChildren(text);
        say(section, isCopied ? "已复制" + name + "引文。" : "没有复制成功，请按 Ctrl+C。");
      }),
    );
    if (!suffix) return;
    const file = address().replace(".html", "").split("/").filter(Boolean).slice(-2).join("-") + "." + suffix;
    button("存成文件", () => save(text.textContent + "\n", file));
  }

  /** Copy the address of the paragraph whose number is *link*. */
  function copyLink(section, link) {
    copy(address() + link.getAttribute("href"), (isCopied) => {
      if (!isCopied) return;
      link.classList.add("paragraph__number--copied");
      setTimeout(() => link.classList.remove("paragraph__number--copied"), 2000);
      say(section, "已复制" + nameOf(link));
    });
  }

  Rectify.citation = function (section) {
    all(section, "form").forEach((form) => addButtons(section, form));
    document.addEventListener("click", (event) => {
      const link = event.target.closest(".paragraph__number");
      if (link) copyLink(section, link);
    });
    // The same words to be seen and to be heard: a title of its own would be read after each name.
    document.querySelectorAll(".paragraph__number").forEach((link) => {
      link.title = "复制" + nameOf(link);
      link.setAttribute("aria-label", link.title);
    });
    const ways = document.querySelector(".page-ways");
    if (ways) Rectify.pageWays(ways);
    addEventListener("hashchange", () => refresh(section));
    refresh(section);
  };
}

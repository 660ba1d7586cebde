// Citations: today as the day of reading, copying and saving with one click, links of single paragraphs.
(function (world) {
  "use strict";

  const Rectify = (world.Rectify = world.Rectify || {});
  const make = (name, traits) => Object.assign(document.createElement(name), traits);

  /** Today by the reader's own clock, as a form of citation wants it. */
  function today(shape) {
    const now = new Date();
    const iso = new Date(now - now.getTimezoneOffset() * 60000).toISOString().slice(0, 10);
    if (shape === "parts") return iso.split("-").map(Number).join(", ");
    return shape === "slashes" ? iso.replace(/-/g, "/") : iso;
  }

  /** Copy as browsers did before they had a clipboard, and still do on addresses they do not trust. */
  function copyByHand(text) {
    const focused = document.activeElement;
    const area = document.body.appendChild(make("textarea", { value: text, className: "visually-hidden" }));
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    focused.focus({ preventScroll: true });
    return done;
  }

  function copy(text, told) {
    const byHand = () => told(copyByHand(text));
    if (world.isSecureContext && navigator.clipboard) navigator.clipboard.writeText(text).then(() => told(true), byHand);
    else byHand();
  }

  function save(text, name) {
    const href = URL.createObjectURL(new Blob([text.replace(/\n/g, "\r\n")], { type: "text/plain" }));
    make("a", { href, download: name }).click();
  }

  /** "整改措施第2段的链接" */
  function nameOf(link) {
    return link.getAttribute("aria-label").replace("复制", "");
  }

  function enhance(section) {
    const page = document.querySelector("link[rel=canonical]").href;
    const all = (name) => section.querySelectorAll(".citation__" + name);
    const find = (name) => all(name)[0];

    /** Today, and the address of the paragraph that the reader came for, if any. */
    function refresh() {
      const goal = document.getElementById(location.hash.slice(1)); // :target is not yet set while a page loads
      const chosen = goal && goal.closest(".paragraph");
      const hint = find("hint");
      all("day").forEach((day) => (day.textContent = today(day.dataset.shape)));
      all("url").forEach((url) => (url.textContent = chosen ? page + "#" + chosen.id : page));
      hint.textContent = "引用日期是今天。";
      if (!chosen) return;
      hint.append("网址指到" + nameOf(chosen.firstElementChild).replace("的链接", "。"));
      hint.append(make("a", { href: "#yinyong", textContent: "改为引用整页" }));
    }

    function tell(words) {
      find("told").textContent = "";
      setTimeout(() => (find("told").textContent = words), 50);
    }

    all("form").forEach((form) => {
      const text = form.querySelector("pre");
      const name = form.querySelector("summary").textContent;
      const suffix = text.dataset.suffix;
      const ways = form.appendChild(make("p", { className: "citation__ways" }));

      function button(words, act) {
        const one = make("button", { className: "plain-button", textContent: words });
        one.setAttribute("aria-label", words + "（" + name + "）");
        one.addEventListener("click", () => {
          refresh();
          act();
        });
        ways.append(one, " ");
      }

      button("复制引文", () =>
        copy(text.textContent, (done) => {
          if (!done) getSelection().selectAllChildren(text);
          tell(done ? "已复制" + name + "引文。" : "没有复制成功，请按 Ctrl+C。");
        }),
      );
      if (!suffix) return;
      const file = page.replace(".html", "").split("/").filter(Boolean).slice(-2).join("-") + "." + suffix;
      button("存成文件", () => save(text.textContent + "\n", file));
    });

    document.addEventListener("click", (event) => {
      const link = event.target.closest(".paragraph__number");
      if (!link) return;
      copy(page + link.getAttribute("href"), (done) => {
        if (!done) return;
        link.classList.add("paragraph__number--copied");
        setTimeout(() => link.classList.remove("paragraph__number--copied"), 2000);
        tell("已复制" + nameOf(link));
      });
    });
    // The same words to be seen and to be heard: a title of its own would be read after each name.
    document.querySelectorAll(".paragraph__number").forEach((link) => {
      link.title = "复制" + nameOf(link);
      link.setAttribute("aria-label", link.title);
    });
    addEventListener("hashchange", refresh);
    refresh();
  }

  /** Copy the page's address, print it: what readers look for beside its title (G-15). */
  function ways(row) {
    const [link, print, told] = row.children;
    link.addEventListener("click", () =>
      copy(document.querySelector("link[rel=canonical]").href, (done) => {
        told.textContent = done ? "已复制" : "没有复制成功，请从地址栏复制。";
        setTimeout(() => (told.textContent = ""), 4000);
      }),
    );
    print.addEventListener("click", () => world.print());
  }

  Rectify.cite = { enhance, ways };
})(window);

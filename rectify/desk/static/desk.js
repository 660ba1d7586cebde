// Which part of the desk is shown: the address after # says it.
"use strict";
{
  const desk = window.rectifyDesk;
  const main = document.querySelector("main");
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
  show();
}

// Asks before a link leads to a site that is no public body's (G-23). Without this script it simply leads there.
"use strict";

{
  const { make } = Rectify.dom;

  function isExternal(link) {
    const own = document.querySelector("link[rel=canonical]");
    const home = [location.hostname, own && new URL(own.href).hostname];
    return /^https?:$/.test(link.protocol) && !home.includes(link.hostname) && !/(^|\.)gov\.cn$/.test(link.hostname);
  }

  function ask(link) {
    const name = document.querySelector('meta[name="SiteName"]').content;
    const words = "您访问的链接即将离开“" + name + "”网站，是否继续？";
    const question = make("p", { className: "leaving__question", id: "leaving", textContent: words });
    const dialog = make("dialog", { className: "leaving" });
    const address = make("p", { className: "leaving__address", textContent: link.href });
    const ways = make("p", { className: "leaving__ways" });
    const onward = make("a", { className: "plain-button plain-button--beside", href: link.href, rel: link.rel, textContent: "继续访问" });
    const stay = make("button", { className: "plain-button plain-button--beside", type: "button", autofocus: true, textContent: "放弃" });
    dialog.setAttribute("aria-labelledby", question.id);
    stay.addEventListener("click", () => dialog.close());
    onward.addEventListener("click", () => dialog.close());
    dialog.addEventListener("close", () => dialog.remove());
    ways.append(stay, onward);
    dialog.append(question, address, ways);
    document.body.append(dialog);
    dialog.showModal();
  }

  /** Listen for links of the whole page. */
  function watch() {
    if (!window.HTMLDialogElement) return;
    document.addEventListener("click", (event) => {
      const link = event.target.closest("a[href]");
      const isPlain = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
      if (!link || !isPlain || event.defaultPrevented || link.closest(".leaving") || !isExternal(link)) return;
      event.preventDefault();
      ask(link);
    });
  }

  Rectify.externalLinks = { watch };
}

// The question before a link leads to a site that is no public body's: see external-links.js.
"use strict";

{
  const { make } = Rectify.dom;

  /** Ask whether *link* shall be followed. */
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

  Rectify.leaving = ask;
}

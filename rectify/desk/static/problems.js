// What is wrong, told in one way on all pages: where, in the words of the form and as the way there, what, and how to mend it.
"use strict";
{
  const desk = window.rectifyDesk;
  const { make } = desk;
  const KINDS = [["错误", "wrong"], ["提醒", "doubt"]];

  /** The address of the field at *where* in the form of *file*. */
  function wayTo({ file, where }) {
    return `#/${file}${where.length ? `@${where.join(".")}` : ""}`;
  }

  /** One problem as an item of a list, called a *name* if that is not just a mistake or a reminder. */
  function problem(one, name) {
    const [kind, look] = KINDS[one.isError ? 0 : 1];
    const place = one.file ? make("a", { href: wayTo(one) }, one.place) : one.place;
    return make("li", { title: one.code || null }, make("strong", { class: look }, name || kind), "：", place, make("br", {}), `${one.message}${one.remedy ? `。${one.remedy}` : ""}`);
  }

  /** A list of problems; nothing where there are none. */
  function problems(list, name) {
    return list && list.length ? make("ul", { class: "found" }, ...list.map((one) => problem(one, name))) : "";
  }

  /** Why something was refused: the problems with the ways to them, and what else was said. */
  function refused(error) {
    const found = error.answer ? error.answer.problems : [];
    return make("div", { "data-refused": true }, problems(found), error.message ? make("pre", { class: "said wrong", tabindex: "0", "aria-label": "没有完成的原因" }, error.message) : "");
  }

  Object.assign(desk, { problems, refused });
}

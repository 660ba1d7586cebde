// The page beside a form: it follows to where one writes, and says why it is not there yet.
"use strict";
{
  const desk = window.rectifyDesk;
  const { make } = desk;
  const ENOUGH = 12; // signs by which a text is found on the page
  const NOT_YET = "这一页还没有：必填的填好、错误改正以后，就看得到。";
  const BEHIND = "有错误没有改正，这里还是改动以前的样子。";

  /** The place on the page *shown* that says what stands in *control*, or else the heading of what it belongs to. */
  function placeOf(shown, control) {
    const words = control.tagName === "SELECT" ? "" : (control.value || "").replace(/[*#>\s]+/g, "").slice(0, ENOUGH);
    const says = (element, text) => text && element.textContent.replace(/\s+/g, "").includes(text);
    const found = [...shown.querySelectorAll("main h1, main p, main li, main dd, main td, main figcaption")].filter((one) => says(one, words));
    if (found.length) return found.reduce((best, one) => (one.textContent.length < best.textContent.length ? one : best));
    const around = control.closest("fieldset.list, fieldset.record, .field");
    const name = around && around.querySelector("legend, label").firstChild;
    return name && [...shown.querySelectorAll("main h2, main h3, main dt, main th")].find((one) => says(one, name.textContent.trim()));
  }

  /** Have the page in *frame* follow the focus in *form*; gives a function that is told whether there is such a page, and whether mistakes keep it as it was. */
  function followed(form, frame) {
    const why = make("p", { class: "hint", role: "status", hidden: true });
    const go = () => {
      const shown = frame.contentDocument;
      const control = document.activeElement;
      if (!shown || !shown.body || !form.contains(control) || !/^(?:INPUT|TEXTAREA|SELECT)$/.test(control.tagName)) return;
      const place = placeOf(shown, control);
      if (place) frame.contentWindow.scrollTo(0, frame.contentWindow.scrollY + place.getBoundingClientRect().top - frame.clientHeight / 3);
    };
    form.addEventListener("focusin", go);
    frame.addEventListener("load", go);
    frame.before(why);
    return (isThere, isBehind) => {
      if (isThere && frame.hidden) frame.contentWindow.location.reload();
      const words = isThere ? BEHIND : NOT_YET;
      if (why.textContent !== words) why.textContent = words;
      why.hidden = isThere && !isBehind;
      frame.hidden = !isThere;
    };
  }

  Object.assign(desk, { followed });
}

// Controls for single values, made from the description of the model's fields.
"use strict";
{
  const { make } = window.rectifyDesk;
  const TALL = 2;
  const WRITTEN = "写网址"; // what a menu leads to is no page of the site that has a name
  const MANY = 8; // of more words to choose from, those that are not chosen are folded away
  let count = 0;

  const SHORT = ["choice", "date", "number"]; // two of these stand side by side

  const nextId = () => `f${(count += 1)}`;

  /** The marks beside a field's name: that it has to be filled in, and when. */
  function mark(field) {
    if (field.required) return make("span", { class: "must" }, "必填");
    return field.needed ? make("span", { class: "must" }, field.needed === "公开前" ? "公开前必填" : `${field.needed}必填`) : null;
  }

  /** A day as files have it, from the ways in which people write one; other words as they are. */
  function asDay(text) {
    const match = /^(\d{4})\s*[年./-]\s*(?:(\d{1,2})\s*(?:[月./-]\s*(?:(\d{1,2})\s*日?)?)?)?$/.exec(text.trim());
    if (!match) return text;
    return [match[1], ...match.slice(2).filter(Boolean).map((part) => part.padStart(2, "0"))].join("-");
  }

  function grow(area) {
    if (!area.offsetWidth) return; // it is folded away
    area.style.height = "auto";
    area.style.height = `${area.scrollHeight + 4}px`;
  }

  // What was folded away has no height before it is seen; in another width texts have other lines.
  document.addEventListener("toggle", (event) => event.target.open && event.target.querySelectorAll("textarea:not(.raw)").forEach(grow), true);
  window.addEventListener("resize", () => document.querySelectorAll("form.editor textarea:not(.raw)").forEach(grow));

  function area(field, value, attributes, changed) {
    const control = make("textarea", { ...attributes, rows: TALL, spellcheck: "false" }, value || "");
    control.addEventListener("input", () => {
      grow(control);
      changed(control.value);
    });
    setTimeout(() => grow(control));
    return control;
  }

  function choice(choices, value, attributes, changed, holds) {
    const known = choices.some(([word]) => word === value);
    const options = [["", holds ? `${holds}（没有选，就是它）` : "（没有选）"], ...choices, ...(value && !known ? [[value, `${value}（没有这一项）`]] : [])];
    const control = make("select", attributes, ...options.map(([word, words]) => make("option", { value: word, selected: word === (value || "") }, words)));
    control.addEventListener("change", () => changed(control.value || null));
    return control;
  }

  /** A box that is ticked as it holds: what the file does not say holds by default. */
  function flag(value, attributes, changed, holds) {
    const control = make("input", { ...attributes, type: "checkbox", checked: value ? value === "true" : holds });
    control.addEventListener("change", () => changed(control.checked === Boolean(holds) ? null : String(control.checked)));
    return control;
  }

  const MOMENT = /^\d{4}-\d\d-\d\d \d\d:\d\d$/;

  /** A minute as files have it, from the ways in which people write one (2026年11月30日上午9点); other words as they are. */
  function asMoment(text) {
    const match = /^(.+?[日号]|[\d./-]{6,10})\s*(上午|中午|下午|晚上)?\s*(\d{1,2})\s*(?:[:：点时]\s*(\d{1,2})?\s*分?)$/.exec(text.trim());
    const day = match ? asDay(match[1].replace("号", "日")) : "";
    if (!/^\d{4}-\d\d-\d\d$/.test(day)) return text;
    const hour = Number(match[3]) + (/下午|晚上/.test(match[2] || "") && Number(match[3]) < 12 ? 12 : 0);
    return `${day} ${String(hour).padStart(2, "0")}:${(match[4] || "").padStart(2, "0")}`;
  }

  /** A minute: typed in any usual way, chosen from the browser's calendar, or this one. */
  function moment(value, attributes, changed) {
    const control = make("input", { ...attributes, type: "text", value: value || "", autocomplete: "off", placeholder: "例如 2026年11月30日 9:00" });
    const picker = make("input", { type: "datetime-local", "aria-label": "从日历里选" });
    const take = (words) => {
      control.value = asMoment(words);
      picker.value = MOMENT.test(control.value) ? control.value.replace(" ", "T") : "";
      changed(control.value || null);
    };
    const now = () => {
      const here = new Date();
      take(new Date(here.getTime() - here.getTimezoneOffset() * 60000).toISOString().slice(0, 16).replace("T", " "));
    };
    control.addEventListener("input", () => changed(asMoment(control.value) || null));
    for (const name of ["blur", "change"]) control.addEventListener(name, () => asMoment(control.value) !== control.value && take(control.value));
    picker.addEventListener("change", () => take(picker.value.replace("T", " ")));
    if (MOMENT.test(control.value)) picker.value = control.value.replace(" ", "T");
    const more = make("p", { class: "moment" }, picker, make("button", { type: "button", class: "quiet", click: now }, "填现在的时间"));
    return { control, more };
  }

  function line(field, value, attributes, changed) {
    const read = field.kind === "date" ? asDay : (text) => text;
    const control = make("input", { ...attributes, type: "text", value: value || "", autocomplete: "off", inputmode: field.kind === "number" ? "numeric" : null });
    const show = () => {
      if (read(control.value) === control.value) return;
      control.value = read(control.value);
      changed(control.value);
    };
    for (const name of ["blur", "change"]) control.addEventListener(name, show);
    control.addEventListener("input", () => changed(read(control.value) || null));
    return control;
  }

  /** A page of the site, chosen by its name, or an address that is written beside it. */
  function goal(choices, value, attributes, changed) {
    const isKnown = !value || choices.some(([word]) => word === value);
    const options = [["", "（没有选）"], ...choices, [WRITTEN, "别的网页，写网址"]];
    const control = make("select", attributes, ...options.map(([word, words]) => make("option", { value: word, selected: word === (isKnown ? value || "" : WRITTEN) }, words)));
    const more = make("input", { type: "text", "aria-label": "网址", value: isKnown ? "" : value, hidden: isKnown, autocomplete: "off", placeholder: "https://……" });
    const take = () => {
      more.hidden = control.value !== WRITTEN;
      changed((more.hidden ? control.value : more.value.trim()) || null);
    };
    control.addEventListener("change", take);
    more.addEventListener("input", take);
    return { control, more };
  }

  /** The link to where else something is mended, in the settings or in the round's own file; *name* is the file that is open. */
  function wayTo(way, name) {
    const isRound = way && way.startsWith("round.yaml");
    if (!way || name.endsWith(way.split("@")[0])) return "";
    return make("a", { href: `#/${isRound ? name.replace(/[^/]*$/, way) : way}` }, isRound ? "去这一轮的情况" : "去设置");
  }

  /** That nothing is registered yet to choose from, with the way to where that is done. */
  function register(kind) {
    if (kind === "category") {
      const round = location.hash.replace(/[^/]*$/, "round.yaml@categories");
      return make("p", { class: "hint" }, "这一轮还没有写类别。", make("a", { href: round }, "先在这一轮里写类别"), "；通报没有分类的，空着。");
    }
    if (kind === "topics") return make("p", { class: "hint" }, "这一轮还没有写话题。");
    return make("p", { class: "hint" }, "还没有登记部门。", make("a", { href: "#/site.yaml@departments" }, "先在设置里登记部门"), "。");
  }

  /** One value with its name and hint, where its faults will stand; *changed* is called with its text. */
  function single(field, value, choices, changed) {
    const id = nextId();
    const byDefault = typeof field.holds === "string" && field.kind !== "choice" ? `不填就是“${field.holds}”` : "";
    const words = [field.hint, byDefault, field.note].filter(Boolean).join("；");
    const attributes = { id, "data-field": field.name || null, "aria-describedby": `${words ? `${id}h ` : ""}${id}w` };
    let control;
    let more = null;
    if (field.kind === "moment") ({ control, more } = moment(value, attributes, changed));
    else if (field.kind === "goal") ({ control, more } = goal(field.choices, value, attributes, changed));
    else if (field.kind === "text") control = area(field, value, attributes, changed);
    else if (field.kind === "choice") control = choice(field.choices || choices[field.registered] || [], value, attributes, changed, field.holds);
    else if (field.kind === "flag") control = flag(value, attributes, changed, field.holds);
    else control = line(field, value, attributes, changed);
    if (field.name === "number" && field.isFixed) control.readOnly = true;
    const way = field.registered && field.registered !== "file" && !(choices[field.registered] || []).length ? register(field.registered) : null;
    const label = make("label", { for: id }, field.label, way ? null : mark(field)); // where there is nothing to choose, nothing is required
    const hint = words ? make("p", { class: "hint", id: `${id}h` }, words) : null;
    const faults = make("ul", { class: "faults", id: `${id}w` });
    const isFlag = field.kind === "flag";
    const size = isFlag ? "is-flag" : field.isFixed ? "is-narrow" : SHORT.includes(field.kind) ? "is-short" : "";
    const element = make("div", { class: `field ${size}` }, isFlag ? control : label, isFlag ? label : hint, isFlag ? hint : control, more, way, faults);
    if (field.kind === "colour") window.rectifyDesk.showColour(control, faults);
    return { element, control, faults };
  }

  /** Words of which several may hold, from those that are registered: boxes to tick. */
  function words(field, entries, choices, changed) {
    const meanings = new Map(choices[field.registered] || []);
    const listed = [...meanings.keys()];
    const chosen = entries.map((entry) => entry.value);
    const all = [...listed, ...chosen.filter((word) => word && !listed.includes(word))];
    const id = nextId();
    const faults = make("ul", { class: "faults", id: `${id}w` });
    const box = (word) => {
      const own = nextId();
      const control = make("input", { type: "checkbox", id: own, checked: chosen.includes(word) });
      control.addEventListener("change", () => {
        const at = entries.findIndex((entry) => entry.value === word);
        if (control.checked && at < 0) entries.push({ value: word, origin: null });
        if (!control.checked && at >= 0) entries.splice(at, 1);
        changed();
      });
      return make("li", {}, control, make("label", { for: own }, listed.includes(word) ? meanings.get(word) : `${word}（没有登记）`));
    };
    const boxes = (some) => make("ul", { class: "boxes" }, ...some.map(box));
    const others = all.filter((word) => !chosen.includes(word));
    const shown = all.length > MANY ? [boxes(all.filter((word) => chosen.includes(word))), make("details", { class: "rare" }, make("summary", {}, `选${field.label}（另有${others.length}个）`), boxes(others))] : [boxes(all)];
    const empty = listed.length ? null : register(field.registered);
    const legend = make("legend", {}, field.label, mark(field));
    const element = make("fieldset", { class: "field", "aria-describedby": `${id}w` }, legend, empty, ...shown, faults);
    return { element, control: element, faults };
  }

  Object.assign(window.rectifyDesk, { asDay, asMoment, mark, single, wayTo, words, nextId });
}

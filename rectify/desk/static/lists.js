// Records and lists of a form: what they hold, how their items are added, moved and taken away.
"use strict";
{
  const desk = window.rectifyDesk;
  const { make } = desk;
  const FEW = 3; // of a list of more, each item is one line until it is unfolded
  const LINE = 60;

  /** Whether nothing is filled in, in a value of any kind. */
  function isEmpty(value) {
    if (value === null || value === undefined || value === "") return true;
    if (Array.isArray(value)) return value.every((entry) => isEmpty(entry.value));
    return typeof value === "object" && Object.values(value).every(isEmpty);
  }

  /** The value as it is sent: new items in which nothing is filled in are left out; *note* hears of each item that is sent. */
  function sent(value, note) {
    if (Array.isArray(value)) {
      const kept = value.filter((entry) => !isEmpty(entry.value) || (entry.origin !== null && typeof entry.value === "object"));
      kept.forEach(note);
      return kept.map((entry) => ({ value: sent(entry.value, note), origin: entry.origin }));
    }
    if (value && typeof value === "object") {
      const fields = {};
      for (const [name, one] of Object.entries(value)) fields[name] = sent(one, note);
      return fields;
    }
    return value === undefined || value === "" ? null : value;
  }

  /** A part of a form for the *field* of the record *holder*; *form* knows choices, hears of changes, and finds parts by path. */
  function part(field, holder, form, path) {
    const { name } = field;
    if (field.kind === "record") return record(field, holder, form, path);
    if (field.kind === "list" || field.kind === "words") {
      if (!Array.isArray(holder[name])) holder[name] = [];
      if (field.kind === "list") return list(field, holder[name], form, path);
      const made = desk.words(field, holder[name], form.choices, form.changed);
      form.parts.push({ path: () => [...path(), name], ...made });
      return made.element;
    }
    const made = desk.single(field, holder[name], form.choices, (value) => {
      holder[name] = value;
      form.changed();
    });
    form.parts.push({ path: () => [...path(), name], ...made });
    return made.element;
  }

  function record(field, holder, form, path) {
    const { name } = field;
    if (!holder[name] || typeof holder[name] !== "object") holder[name] = {};
    const inner = () => [...path(), name];
    const faults = make("ul", { class: "faults" });
    const hint = field.hint ? make("p", { class: "hint" }, field.hint) : null;
    const element = make("fieldset", { class: "record" }, make("legend", {}, field.label, desk.mark(field)), hint, faults, make("div", { class: "fields" }, ...folded(field.fields, holder[name], (one) => part(one, holder[name], form, inner))));
    form.parts.push({ path: inner, element, control: element, faults });
    return element;
  }

  /** A value as if it had been typed anew: what it came from is not in the kept text any more. */
  function anew(value) {
    if (Array.isArray(value)) return value.map((entry) => ({ value: anew(entry.value), origin: null }));
    if (!value || typeof value !== "object") return value;
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, anew(one)]));
  }

  /** A list whose items can be added, moved, taken away and put back, by keyboard too. */
  function list(field, entries, form, path) {
    const rows = make("ol", { class: "items" });
    const faults = make("ul", { class: "faults" });
    const inner = () => [...path(), field.name];
    const back = ({ entry, place, name }) => make("li", { class: "gone" }, `${name}删去了。 `, make("button", { type: "button", class: "quiet", "data-back": true, "aria-label": `放回${name}`, click: () => {
      entries.splice(place, 0, { value: anew(entry.value), origin: null });
      draw({ place, what: "input, textarea, select" });
      form.changed();
      desk.tell(`${name}放回来了。`);
    } }, "放回来"));
    const draw = (focus, gone) => {
      form.parts = form.parts.filter((one) => !rows.contains(one.element));
      rows.textContent = "";
      entries.forEach((entry, place) => rows.append(item(field, entries, entry, place, form, inner, draw)));
      if (focus && rows.children[focus.place]) unfold(rows.children[focus.place]);
      if (gone) rows.insertBefore(back(gone), rows.children[gone.place] || null);
      const row = focus && rows.children[focus.place];
      const tools = row && [...row.querySelectorAll(".tools")].pop(); // those before are of lists within the item
      const target = !row ? add : tools ? tools.querySelector(focus.what) || row.querySelector(focus.what) || tools.querySelector("button:not([disabled])") : row.querySelector(focus.what);
      if (focus) target.focus();
    };
    const add = make("button", { type: "button", class: "quiet", click: () => {
      entries.push({ value: field.item.kind === "record" ? {} : "", origin: null });
      draw({ place: entries.length - 1, what: "input, textarea, select" });
      form.changed();
    } }, `添一条${field.label}`);
    const files = desk.isFiles(field) ? desk.attachPlace(field, form, (value, what) => {
      entries.push({ value, origin: null });
      draw({ place: entries.length - 1, what });
      form.changed();
    }) : null;
    draw();
    const hint = field.hint ? make("p", { class: "hint" }, field.hint) : null;
    const element = make("fieldset", { class: "list" }, make("legend", {}, field.label, desk.mark(field)), hint, faults, rows, files, add);
    form.parts.push({ path: inner, element, control: element, faults });
    return element;
  }

  /** The elements that *draw* makes of *fields*: what few records have and this one has not is folded away behind the others. */
  function folded(fields, holder, draw) {
    const isRare = (field) => !field.isUsual && isEmpty(holder[field.name]);
    const rare = fields.filter(isRare);
    const usual = fields.filter((field) => !isRare(field)).map(draw);
    if (!rare.length) return usual;
    const names = rare.map((field) => field.label).join("、");
    return [...usual, make("details", { class: "rare" }, make("summary", {}, usual.length ? `还可以填：${names}` : names), make("div", { class: "fields" }, ...rare.map(draw)))];
  }

  /** The texts of a value in one line. */
  function inOneLine(value) {
    if (Array.isArray(value)) return "";
    const words = value && typeof value === "object" ? Object.values(value).map(inOneLine).filter(Boolean).join(" ") : String(value || "").replace(/\s+/g, " ");
    return words.length > LINE ? `${words.slice(0, LINE)}……` : words;
  }

  /** An item of a long list, folded into one line that says what stands in it. */
  function line(body, entry, place, picture) {
    const words = make("span", {});
    const say = () => (words.textContent = `第${place + 1}条：${inOneLine(entry.value) || "（空着）"}`);
    say();
    return make("details", { class: "entry", toggle: say }, make("summary", {}, picture, words), body);
  }

  /** Unfold what is around *element*, and a folded item that it is. */
  function unfold(element) {
    for (let around = element.querySelector(":scope > .entry") || element; around; around = around.parentElement) if (around.tagName === "DETAILS") around.open = true;
  }

  function item(field, entries, entry, place, form, path, draw) {
    const own = () => [...path(), entry.origin];
    const name = `${field.label}第${place + 1}条`;
    if (field.item.kind === "record" && (!entry.value || typeof entry.value !== "object")) entry.value = {};
    const fields = field.item.kind === "record" ? folded(field.item.fields, entry.value, (one) => part(one, entry.value, form, own)) : [word(field, entry, form, own, name)];
    const move = (step) => () => {
      entries.splice(place, 1);
      entries.splice(place + step, 0, entry);
      draw({ place: place + step, what: step < 0 ? "[data-up]:not([disabled])" : "[data-down]:not([disabled])" });
      form.changed();
      desk.tell(`${field.label}：移到了第${place + step + 1}条。`);
    };
    const drop = () => {
      entries.splice(place, 1);
      if (isEmpty(entry.value)) draw({ place: Math.max(place - 1, 0), what: "[data-drop]" });
      else draw({ place, what: "[data-back]" }, { entry, place, name });
      form.changed();
      desk.tell(`${name}删去了。`);
    };
    const tools = make("p", { class: "tools" },
      make("button", { type: "button", class: "quiet", "data-up": true, disabled: place === 0, "aria-label": `${name}上移`, click: move(-1) }, "上移"),
      make("button", { type: "button", class: "quiet", "data-down": true, disabled: place === entries.length - 1, "aria-label": `${name}下移`, click: move(1) }, "下移"),
      make("button", { type: "button", class: "quiet", "data-drop": true, "aria-label": `删去${name}`, click: drop }, "删去"));
    const faults = make("ul", { class: "faults" });
    const body = make("div", { class: "item fields", role: "group", "aria-label": name }, faults, ...fields, tools);
    const picture = field.name === "photos" ? desk.thumbnail(form, entry.value) : null;
    const row = make("li", {}, desk.isFiles(field) || entries.length > FEW ? line(body, entry, place, picture) : body);
    form.parts.push({ path: own, element: row, control: row, faults });
    return row;
  }

  function word(field, entry, form, path, name) {
    const made = desk.single({ ...field.item, name: "", label: name, hint: "" }, entry.value, form.choices, (value) => {
      entry.value = value;
      form.changed();
    });
    form.parts.push({ path, ...made });
    return made.element;
  }

  Object.assign(desk, { FEW, folded, isEmpty, part, sent, unfold });
}

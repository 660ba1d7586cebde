// The first step in an empty folder: what only the bureau knows is asked, and read from its notice where that says it.
"use strict";
{
  const desk = window.rectifyDesk;
  const { make } = desk;
  const NAME = "organiser.name";
  const typed = (name) => `新建 ${name}`;

  /** A question with its control; both, and where its faults stand, are noted in *parts* by the field. */
  function field([name, label, hint], parts) {
    const id = desk.nextId();
    const part = {
      usual: hint,
      control: make("input", { id, type: "text", autocomplete: "off", required: name === NAME, "aria-describedby": `${id}h ${id}w` }),
      hint: make("p", { class: "hint", id: `${id}h` }, hint),
      faults: make("ul", { class: "faults", id: `${id}w` }),
    };
    desk.keepTyped(part.control, typed(name));
    parts.set(name, part);
    const must = name === NAME ? make("span", { class: "must" }, "必填") : null;
    return make("div", { class: "field" }, make("label", { for: id }, label, must), part.hint, part.control, part.faults);
  }

  /** Fill in what the notice says, and offer its departments. */
  async function read(own) {
    own.result.textContent = "";
    if (!own.chosen.files.length) {
      desk.tell("先选好文件。", true);
      return;
    }
    desk.tell("正在读……");
    try {
      own.files = await own.chosen.tokens();
      const answer = await desk.ask("findings", { files: own.files });
      own.parts.forEach((part, name) => {
        const [value, evidence] = answer.found[name] || ["", ""];
        if (!part.control.value) part.control.value = value;
        const said = evidence ? `原文：${evidence}` : "原文里没有找到，知道的请填。";
        part.hint.textContent = [part.usual, said].filter(Boolean).join("。");
      });
      offer(own, answer);
      const count = Object.keys(answer.found).length;
      desk.tell(`原文里找到${count}项，填在下面，请核对；没有找到的${own.parts.size - count}项，知道的请填。`);
      own.parts.get(NAME).control.focus();
    } catch (error) {
      own.files = [];
      own.result.append(make("pre", { class: "said wrong", tabindex: "0", "aria-label": "没有完成的原因" }, error.message));
      desk.tell("没有读成，原因写在下面。", true);
    }
  }

  function offer(own, { departments, undiallable }) {
    own.offered.textContent = "";
    own.box = make("input", { id: desk.nextId(), type: "checkbox", checked: true });
    if (departments.length) own.offered.append(make("div", { class: "field is-flag" }, own.box, make("label", { for: own.box.id }, "登记原文里的部门"), make("p", { class: "hint" }, departments.join("、"))));
    own.offered.append(...undiallable.map((phone) => make("p", { class: "hint" }, `电话 ${phone} 没有区号，外地人打不通，没有用。`)));
  }

  async function create(own, main) {
    const answers = {};
    own.parts.forEach(({ control, faults }, name) => {
      answers[name] = control.value;
      faults.textContent = "";
    });
    desk.tell("正在建……");
    try {
      if (own.chosen.files.length && !own.files.length) own.files = await own.chosen.tokens();
      await desk.ask("create", { answers, files: own.files.length ? own.files : null, departments: own.box ? own.box.checked : false });
      desk.forgetTyped(...[...own.parts.keys()].map(typed));
      desk.tell("建好了。");
      if (own.files.length) desk.takeFirst(own.chosen.files);
      else await desk.views[""](main);
    } catch (error) {
      const part = own.parts.get(error.answer && error.answer.field);
      if (part) {
        part.faults.append(make("li", { class: "wrong" }, error.message));
        part.control.focus();
      }
      desk.tell(error.message, true);
    }
  }

  /** Show the first step in *main*, if there is no project yet. */
  async function first(main) {
    const { isNew, questions } = await desk.ask("start");
    if (!isNew) return false;
    const own = { parts: new Map(), files: [], box: null, offered: make("div", {}), result: make("div", {}) };
    own.chosen = desk.chosenFiles(() => (own.files = []));
    const form = make("form", { class: "editor", "aria-label": "本单位", novalidate: true, submit: (event) => {
      event.preventDefault();
      create(own, main);
    } }, ...questions.map((one) => field(one, own.parts)), own.offered, make("p", {}, make("button", { class: "main" }, "建好网站")));
    main.textContent = "";
    main.append(make("h1", { tabindex: "-1" }, "新建本单位的网站"), make("p", {}, "这里还没有网站。有通报的，先选通报，下面能填的会填好；没有的，直接填。不知道的空着，以后在“设置”里补。"),
      make("h2", {}, "通报或者台账（可以没有）"), own.chosen.element, make("p", {}, make("button", { type: "button", class: "quiet", click: () => read(own) }, "从里面找单位、电话和部门")), own.result,
      make("h2", {}, "本单位"), form);
    return true;
  }

  Object.assign(desk, { first });
}

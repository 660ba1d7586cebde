// The main colour while it is typed: samples in each theme, with their contrast in numbers and words.
"use strict";
{
  const desk = window.rectifyDesk;
  const { make } = desk;
  const PAUSE = 150;

  function sample(one) {
    const chips = one.papers.map((paper) => {
      const chip = make("span", { class: "chip" }, "公开");
      chip.style.color = one.colour; // set by script: no style may stand in the page
      chip.style.backgroundColor = paper;
      return chip;
    });
    return make("li", {}, ...chips, ` ${one.theme} ${one.colour}　对比度 ${one.contrast}：1，`, make("strong", { class: one.contrast < 4.5 ? "wrong" : "" }, one.level));
  }

  /** Show below *before* what the colour in *control* looks like, as it is typed; it may be chosen by eye, too. */
  function showColour(control, before) {
    const id = desk.nextId();
    const list = make("ul", { class: "samples", "aria-label": "这个颜色的样子和对比度" });
    const spoken = make("p", { class: "hint", role: "status" });
    const eye = make("input", { type: "color", id, value: /^#[0-9a-f]{6}$/i.test(control.value) ? control.value : "#1a4f8b" });
    const take = (colour) => {
      control.value = colour;
      control.dispatchEvent(new Event("input"));
    };
    const better = make("button", { type: "button", class: "quiet", hidden: true, click: () => take(better.value) });
    let timer = 0;
    const show = async () => {
      const asked = control.value;
      const { samples, better: nearest } = await desk.ask("colours", { colour: asked }).catch(() => ({ samples: [], better: null }));
      if (asked !== control.value) return;
      list.textContent = "";
      list.append(...samples.map(sample));
      spoken.textContent = samples.length ? `浅色底上对比度 ${samples[0].contrast}：1，${samples[0].level}` : asked ? "写成 #1a4f8b 这样：# 和六位数字或字母" : "没有写，用程序的颜色";
      better.hidden = !nearest;
      better.value = nearest || "";
      better.textContent = nearest ? `换成够深的 ${nearest}` : "";
      if (samples.length) eye.value = asked.toLowerCase();
    };
    eye.addEventListener("input", () => take(eye.value));
    control.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(show, PAUSE);
    });
    before.before(make("div", { class: "colours" }, make("p", { class: "eye" }, eye, make("label", { for: id }, "看着选")), spoken, list, better));
    show();
  }

  Object.assign(desk, { showColour });
}

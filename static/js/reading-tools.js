// Reading tools in the head of every page: size, colours, spacing and pointer, kept from page to page.
"use strict";

{
  const chosen = document.documentElement.dataset;
  const { KEY, NAMES, apply } = Rectify.reading; // before-paint.js
  /** What 长者模式 sets at once (E-01). */
  const ELDER = { size: "huge", spacing: "wide", pointer: "big" };

  function keep() {
    const text = [KEY, ...NAMES.filter((name) => chosen[name]).map((name) => name + "=" + chosen[name])].join(" ");
    Rectify.storage.write(KEY, text);
    if (location.protocol === "file:") window.name = text;
  }

  function set(name, value) {
    if (value) chosen[name] = value;
    else delete chosen[name];
  }

  /** Call *ready* once the browser has a voice that speaks Chinese; voices may come late. */
  function whenItSpeaks(ready) {
    const speech = window.speechSynthesis;
    if (!speech) return;
    let isKnown = false;
    function look() {
      if (isKnown || !speech.getVoices().some((voice) => /^(zh|cmn)/i.test(voice.lang))) return;
      isKnown = true;
      ready();
    }
    speech.onvoiceschanged = look;
    look();
  }

  function enhance(tools) {
    const part = (name) => tools.querySelector('[data-reading="' + name + '"]');
    const inputs = Array.from(tools.querySelectorAll("input"));
    const [elder, more, panel, aloud] = ["elder", "more", "panel", "aloud"].map(part);
    const isElder = () => Object.keys(ELDER).every((name) => chosen[name] === ELDER[name]);

    function draw() {
      inputs.forEach((input) => (input.checked = input.value === (chosen[input.name] || "")));
      elder.setAttribute("aria-pressed", isElder());
    }

    /** After letters have grown, what was pressed stays under the finger. */
    function change(pressed, act) {
      const before = pressed.getBoundingClientRect().top;
      act();
      keep();
      draw();
      scrollBy(0, pressed.getBoundingClientRect().top - before);
    }

    inputs.forEach((input) => {
      input.addEventListener("change", () => change(input, () => set(input.name, input.checked && input.value)));
    });
    elder.addEventListener("click", () => {
      const isOn = isElder();
      change(elder, () => Object.keys(ELDER).forEach((name) => set(name, !isOn && ELDER[name])));
    });
    part("reset").addEventListener("click", (event) => change(event.target, () => NAMES.forEach((name) => set(name))));
    more.addEventListener("click", () => {
      panel.hidden = !panel.hidden;
      more.setAttribute("aria-expanded", !panel.hidden);
    });
    tools.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || panel.hidden) return;
      more.click();
      more.focus();
    });
    // Another page of the site, or this one before it was left, may have been set otherwise.
    const anew = () => {
      apply();
      draw();
    };
    addEventListener("storage", (event) => event.key === KEY && anew());
    addEventListener("pageshow", (event) => event.persisted && anew());
    whenItSpeaks(() => (aloud.hidden = false));
    aloud.addEventListener("click", () => Rectify.need("speech", () => Rectify.speech.start(aloud)));
    draw();
  }

  Rectify.readingTools = enhance;
}

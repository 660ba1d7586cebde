// The bar of buttons at the foot of the window while the page is read aloud, and the mark on what is read.
"use strict";

{
  const { make } = Rectify.dom;
  const { storage } = Rectify;
  const KEY = "rectify.rate";
  const RATES = { 慢: 0.75, 正常: 1, 快: 1.3, 很快: 1.7 };
  const root = document.documentElement.classList;
  const bar = make("div", { className: "speech-bar" });
  const pace = make("select", { className: "speech-bar__select" });

  bar.setAttribute("role", "region");
  bar.setAttribute("aria-label", "朗读");
  Object.keys(RATES).forEach((name) => pace.append(new Option(name, name)));
  pace.value = storage.read(KEY);
  if (!pace.value) pace.value = "正常";

  /** Show the bar with *acts*, what its buttons do by their words; *change* is called when the pace is another. */
  function show(acts, change) {
    const label = make("label", { className: "speech-bar__rate", textContent: "语速 " });
    bar.textContent = "";
    for (const textContent of Object.keys(acts)) {
      const one = make("button", { className: "plain-button plain-button--beside", type: "button", textContent });
      one.addEventListener("click", acts[textContent]);
      bar.append(one);
    }
    pace.onchange = () => {
      storage.write(KEY, pace.value);
      change();
    };
    label.append(pace);
    bar.append(label);
    document.body.append(bar);
    root.add("has-speech-bar");
    bar.firstChild.focus({ preventScroll: true });
  }

  /** The first button says what it does next. */
  function showPause(isPaused) {
    bar.firstChild.textContent = isPaused ? "继续" : "暂停";
  }

  /** Mark *block* as what is read, in sight; null: nothing is. */
  function mark(block) {
    document.querySelectorAll(".is-read-aloud").forEach((one) => one.classList.remove("is-read-aloud"));
    if (!block) return;
    block.classList.add("is-read-aloud");
    const box = block.getBoundingClientRect();
    if (box.top < 0 || box.bottom > innerHeight - bar.offsetHeight) block.scrollIntoView({ block: "center" });
  }

  function remove() {
    mark(null);
    bar.remove();
    root.remove("has-speech-bar");
  }

  Rectify.speechBar = { show, showPause, mark, remove, rate: () => RATES[pace.value] };
}

// Reading aloud with the browser's own voice, paragraph by paragraph, each marked while it is read (E-03).
(function (world) {
  "use strict";

  const Rectify = (world.Rectify = world.Rectify || {});
  const speech = world.speechSynthesis;
  const KEY = "rectify.rate";
  const RATES = { 慢: 0.75, 正常: 1, 快: 1.3, 很快: 1.7 };
  const BLOCKS = "h1 h2 h3 h4 p li dt dd caption th td summary".split(" ");
  const SILENT = "nav, form, button, [hidden], [aria-hidden=true], .citation, .print-only, .table-region thead";
  /** Voices from afar fall silent in the middle of long texts: they are given a sentence or two at a time. */
  const LONGEST = 120;
  const make = (name, traits) => Object.assign(document.createElement(name), traits);

  /** The innermost blocks of the main part that have words to be seen. */
  function blocks() {
    return Array.from(document.querySelectorAll(BLOCKS.map((name) => "main " + name).join())).filter(
      (one) => one.getClientRects().length > 0 && !one.querySelector(BLOCKS.join()) && !one.closest(SILENT) && words(one) !== "",
    );
  }

  function words(block) {
    return block.innerText.replace(/\s+/g, " ").trim();
  }

  /** *text* in pieces that end where a speaker would breathe. */
  function pieces(text) {
    const cut = [];
    for (const sentence of text.match(/[^。！？；;]+[。！？；;”’）]*|[。！？；;]+/g) || [text]) {
      const last = cut.length - 1;
      if (last >= 0 && cut[last].length + sentence.length <= LONGEST) cut[last] += sentence;
      else cut.push(...(sentence.match(/.{1,120}(?:[，、：,]|$)|.{1,120}/g) || []));
    }
    return cut;
  }

  function rate() {
    try {
      return RATES[localStorage.getItem(KEY)] ? localStorage.getItem(KEY) : "正常";
    } catch (refused) {
      return "正常";
    }
  }

  /** Start reading, with a bar of buttons at the foot of the window; *opener* has the focus again at the end. */
  function start(opener) {
    if (document.querySelector(".speech-bar")) return;
    const all = blocks();
    const voices = speech.getVoices();
    const voice = voices.find((one) => /^(zh|cmn)[-_](cn|hans)/i.test(one.lang)) || voices.find((one) => /^(zh|cmn)/i.test(one.lang));
    const bar = make("div", { className: "speech-bar" });
    let place = 0; // block
    let piece = 0; // of its pieces
    let round = 0; // whatever an earlier round still says is not listened to
    let isPaused = false;

    function mark(block) {
      document.querySelectorAll(".is-read-aloud").forEach((one) => one.classList.remove("is-read-aloud"));
      if (!block) return;
      block.classList.add("is-read-aloud");
      const box = block.getBoundingClientRect();
      if (box.top < 0 || box.bottom > world.innerHeight - bar.offsetHeight) block.scrollIntoView({ block: "center" });
    }

    function speak() {
      const mine = (round += 1);
      speech.cancel();
      if (place >= all.length) {
        stop();
        return;
      }
      mark(all[place]);
      const rest = pieces(words(all[place]));
      if (piece >= rest.length) {
        go(1);
        return;
      }
      const utterance = new SpeechSynthesisUtterance(rest[piece]);
      Object.assign(utterance, { lang: "zh-CN", rate: RATES[pace.value] });
      if (voice) utterance.voice = voice;
      utterance.onend = () => {
        if (mine !== round) return;
        piece += 1;
        speak();
      };
      utterance.onerror = (event) => mine === round && event.error !== "interrupted" && event.error !== "canceled" && stop();
      speech.speak(utterance);
    }

    /** Not the browser's own pause, which on phones often never ends: the sentence is begun again. */
    function pause(wanted) {
      isPaused = wanted;
      hold.textContent = isPaused ? "继续" : "暂停";
      if (isPaused) {
        round += 1;
        speech.cancel();
      } else speak();
    }

    function go(step) {
      place = Math.max(0, place + step);
      piece = 0;
      if (isPaused) pause(false);
      else speak();
    }

    function stop() {
      round += 1;
      speech.cancel();
      mark(null);
      document.removeEventListener("keydown", key);
      bar.remove();
      document.documentElement.classList.remove("has-speech-bar");
      opener.focus({ preventScroll: true });
    }

    function key(event) {
      if (event.key === "Escape" && !event.defaultPrevented) stop();
    }

    function button(text, act) {
      const one = make("button", { className: "plain-button plain-button--beside", type: "button", textContent: text });
      one.addEventListener("click", act);
      bar.append(one);
      return one;
    }

    bar.setAttribute("role", "region");
    bar.setAttribute("aria-label", "朗读");
    const hold = button("暂停", () => pause(!isPaused));
    button("停止", stop);
    button("上一段", () => go(-1));
    button("下一段", () => go(1));
    const label = make("label", { className: "speech-bar__rate", textContent: "语速 " });
    const pace = make("select", { className: "speech-bar__select" });
    Object.keys(RATES).forEach((name) => pace.append(new Option(name, name)));
    pace.value = rate();
    pace.addEventListener("change", () => {
      try {
        localStorage.setItem(KEY, pace.value);
      } catch (refused) {
        // It holds for this page.
      }
      if (!isPaused) speak();
    });
    label.append(pace);
    bar.append(label);
    document.body.append(bar);
    document.documentElement.classList.add("has-speech-bar");
    document.addEventListener("keydown", key);
    world.addEventListener("pagehide", () => speech.cancel());
    hold.focus({ preventScroll: true });
    speak();
  }

  Rectify.speech = { start, pieces };
})(window);

// Reading aloud with the browser's own voice, paragraph by paragraph, each marked while it is read (E-03).
"use strict";

{
  const speech = speechSynthesis;
  const bar = Rectify.speechBar;
  const BLOCKS = "h1 h2 h3 h4 p li dt dd caption th td summary".split(" ");
  const SILENT = "nav, form, button, [hidden], [aria-hidden=true], .citation, .notice-banner, .print-only, .table-region thead";
  /** Voices from afar fall silent in the middle of long texts: they are given a sentence or two at a time. */
  const MAX_PIECE = 120;
  let opener; // has the focus again at the end
  let voice;
  let all; // blocks
  let place; // of the block that is read
  let piece; // of its pieces
  let isPaused;
  let round = 0; // whatever an earlier round still says is not listened to

  /** The innermost blocks of the main part that have words to be seen. */
  function blocks() {
    return Array.from(document.querySelectorAll(BLOCKS.map((name) => "main " + name).join())).filter(
      (one) => one.getClientRects().length > 0 && !one.querySelector(BLOCKS.join()) && !one.closest(SILENT) && words(one) !== "",
    );
  }

  function words(block) {
    return block.innerText.replace(/\s+/g, " ").trim();
  }

  /** The words of *block* in pieces that end where a speaker would breathe. */
  function pieces(block) {
    const text = words(block);
    const cut = [];
    for (const sentence of text.match(/[^。！？；;]+[。！？；;”’）]*|[。！？；;]+/g) || [text]) {
      const last = cut.length - 1;
      if (last >= 0 && cut[last].length + sentence.length <= MAX_PIECE) cut[last] += sentence;
      else cut.push(...(sentence.match(/.{1,120}(?:[，、：,]|$)|.{1,120}/g) || []));
    }
    return cut;
  }

  function hush() {
    round += 1;
    speech.cancel();
  }

  function speak() {
    hush();
    if (place >= all.length) {
      stop();
      return;
    }
    bar.mark(all[place]);
    const rest = pieces(all[place]);
    if (piece >= rest.length) {
      go(1);
      return;
    }
    const mine = round;
    const utterance = new SpeechSynthesisUtterance(rest[piece]);
    Object.assign(utterance, { lang: "zh-CN", rate: bar.rate() });
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
  function pause(isWanted) {
    isPaused = isWanted;
    bar.showPause(isPaused);
    if (isPaused) hush();
    else speak();
  }

  function go(step) {
    place = Math.max(0, place + step);
    piece = 0;
    if (isPaused) pause(false);
    else speak();
  }

  function stop() {
    hush();
    document.removeEventListener("keydown", press);
    bar.remove();
    opener.focus({ preventScroll: true });
  }

  function press(event) {
    if (event.key === "Escape" && !event.defaultPrevented) stop();
  }

  /** Start reading from the top, unless it is going on; *button* has been pressed for it. */
  function start(button) {
    if (document.querySelector(".speech-bar")) return;
    const voices = speech.getVoices();
    voice = voices.find((one) => /^(zh|cmn)[-_](cn|hans)/i.test(one.lang)) || voices.find((one) => /^(zh|cmn)/i.test(one.lang));
    opener = button;
    all = blocks();
    place = 0;
    piece = 0;
    isPaused = false;
    bar.show({ 暂停: () => pause(!isPaused), 停止: stop, 上一段: () => go(-1), 下一段: () => go(1) }, () => isPaused || speak());
    document.addEventListener("keydown", press);
    speak();
  }

  addEventListener("pagehide", () => speech.cancel());
  Rectify.speech = { start };
}

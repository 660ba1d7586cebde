// The search box at the top of every page: a form that also suggests.
"use strict";

{
  const MAX_SUGGESTIONS = 7;
  /** Milliseconds without a key before a large site is asked, and the letters it takes. */
  const PAUSE = 120;
  const MIN_LETTERS = 2;

  class SearchBox {
    constructor(form) {
      this.input = form.querySelector("input[name=q]");
      this.list = new Rectify.Suggestions(form, this.input);
      this.index = null;
      this.isDismissed = false;
      this.timer = 0;
      this.silence = () => {}; // makes the question on its way silent
      this.isComposing = Rectify.dom.onTyping(this.input, () => this.suggest());
      this.input.addEventListener("focus", () => this.load());
      this.input.addEventListener("blur", () => this.close());
      this.input.addEventListener("keydown", (event) => this.press(event));
      if (document.activeElement === this.input) this.load();
    }

    /** Load the index, once; if it does not come, the form still leads to the search page. */
    load() {
      if (this.index) return;
      Rectify.need("search", () =>
        Rectify.search.load((index) => {
          this.index = index;
          // The reader may have typed on, or gone elsewhere, in the meantime.
          if (document.activeElement === this.input && !this.isComposing({}) && !this.isDismissed) this.suggest();
        }),
      );
    }

    hush() {
      clearTimeout(this.timer);
      this.silence();
    }

    close() {
      this.hush();
      this.list.close();
    }

    /** Suggest for what stands in the box; *then* when it is done. */
    suggest(then) {
      const text = this.input.value.trim();
      const { index } = this;
      this.isDismissed = false;
      this.hush();
      this.list.choose(-1);
      if (!text) this.list.status.textContent = "";
      if (!index || !text || (!index.isInstant && text.length < MIN_LETTERS && !Rectify.searchLinks.HAN.test(text))) {
        this.close();
        return;
      }
      const ask = () => {
        this.silence = index.ask(text, {}, MAX_SUGGESTIONS, (answer) => {
          this.show(answer, text);
          if (then) then();
        });
      };
      if (index.isInstant) ask();
      else this.timer = setTimeout(ask, PAUSE);
    }

    show(answer, text) {
      const results = [].concat(...answer.tiers.map((tier) => tier.results));
      if (answer.normal && results.length > 0) {
        this.list.show(results, text);
        return;
      }
      this.list.status.textContent = "没有建议，按回车键搜索";
      this.close();
    }

    move(step) {
      if (this.list.isOpen) this.list.move(step);
      else this.suggest(() => this.list.isOpen && this.list.move(step));
    }

    press(event) {
      const { list } = this;
      if (this.isComposing(event) || event.keyCode === 229) return;
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        this.move(event.key === "ArrowDown" ? 1 : -1);
      } else if (event.key === "Escape" && list.isOpen) {
        event.preventDefault(); // only closes; a second Escape empties the box, as browsers do
        this.isDismissed = true;
        this.close();
      } else if (event.key === "Enter" && list.chosen >= 0) {
        event.preventDefault();
        list.options[list.chosen].click();
      }
    }
  }

  Rectify.searchBox = (form) => new SearchBox(form);
}

// The list below a search box (ARIA 1.2: the listbox of a combobox): what it shows, and which option is chosen.
"use strict";

{
  const { make, fill } = Rectify.dom;
  const part = (name, textContent) => make("span", { className: "search-box__" + name, textContent });

  class Suggestions {
    constructor(form, input) {
      const list = make("div", { className: "search-box__list", id: input.id + "-list", hidden: true });
      const status = make("p", { className: "visually-hidden" });
      list.setAttribute("role", "listbox");
      list.setAttribute("aria-label", "搜索建议");
      status.setAttribute("role", "status");
      form.append(list, status);
      input.setAttribute("role", "combobox");
      input.setAttribute("aria-autocomplete", "list");
      input.setAttribute("aria-controls", list.id);
      input.setAttribute("aria-expanded", "false");
      // Pressing on a suggestion must not take the focus, or the list would close under the finger.
      list.addEventListener("mousedown", (event) => event.preventDefault());
      Object.assign(this, { form, input, list, status, options: list.children, chosen: -1 });
    }

    get isOpen() {
      return !this.list.hidden;
    }

    open(isOpen) {
      this.list.hidden = !isOpen;
      this.input.setAttribute("aria-expanded", isOpen);
    }

    close() {
      this.open(false);
      this.choose(-1);
    }

    /** Show *results* of a search for *text*, one at least, and the way to all of them. */
    show(results, text) {
      this.list.textContent = "";
      const { addressOf } = Rectify.searchLinks; // which comes with the search
      for (const result of results) this.add("", addressOf(result, text)).append(...this.parts(result));
      const all = this.add(" search-box__option--all", this.form.getAttribute("action") + "?q=" + encodeURIComponent(text));
      all.textContent = "查看“" + text + "”的全部结果";
      this.open(true);
      this.status.textContent = results.length + "条建议，用上下箭头键选择";
    }

    /** A new option that leads to *href*. */
    add(className, href) {
      const id = this.list.id + "-" + this.options.length;
      const link = make("a", { className: "search-box__option" + className, id, href, tabIndex: -1 });
      link.setAttribute("role", "option");
      link.setAttribute("aria-selected", "false");
      return this.list.appendChild(link);
    }

    /** What the option of *result* consists of. */
    parts({ number, titleParts, snippet, status }) {
      const first = part("number", number);
      const words = part("words");
      first.setAttribute("aria-hidden", "true");
      words.append(fill(part("title"), titleParts));
      if (!titleParts.some((one) => one[1])) words.append(fill(part("snippet"), snippet));
      return [first, words, part("status", status)];
    }

    /** Choose the option at *place*; -1 is the box itself. */
    choose(place) {
      const { input, options } = this;
      if (options[this.chosen]) options[this.chosen].setAttribute("aria-selected", "false");
      this.chosen = place;
      if (place < 0) {
        input.removeAttribute("aria-activedescendant");
        return;
      }
      const option = options[place];
      option.setAttribute("aria-selected", "true");
      input.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    }

    /** Choose the next option or the one before, round and round through the box. */
    move(step) {
      const places = this.options.length + 1;
      this.choose(((this.chosen + 1 + step + places) % places) - 1);
    }
  }

  Rectify.Suggestions = Suggestions;
}

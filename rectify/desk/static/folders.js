// A folder of this computer is chosen by looking: places, the folders in one, a new one; the path may be typed all the same.
"use strict";
{
  const desk = window.rectifyDesk;
  const { button, make } = desk;

  /** The panel that shows one folder; `show` asks for another. */
  class Chooser {
    constructor(control, opener) {
      this.control = control;
      this.opener = opener;
      this.folder = "";
      this.heading = make("h2", { tabindex: "-1" });
      this.list = make("ul", { class: "folders" });
      this.wrong = make("p", { class: "wrong", role: "alert" });
      this.above = button("上一层", () => this.show(this.aboveFolder || null), "quiet");
      this.take = button("就用这个文件夹", () => this.choose(), "main");
      this.name = make("input", { type: "text", id: desk.nextId(), autocomplete: "off" });
      this.fresh = make("form", { class: "moment", "aria-label": "新建文件夹", submit: (event) => this.create(event) }, make("label", { for: this.name.id }, "在这里新建文件夹"), this.name, make("button", { class: "quiet" }, "新建"));
      this.element = make("section", { class: "note", "aria-label": "选文件夹", keydown: (event) => event.key === "Escape" && this.close() },
        this.heading, make("p", { class: "steps" }, this.take, this.above, button("不选了", () => this.close(), "quiet")), this.wrong, this.list, this.fresh);
    }

    /** Show the *folder*, or the places to begin at; what cannot be shown is told, and what was shown stays. */
    async show(folder) {
      await this.draw(desk.ask("folders", { folder }));
    }

    async draw(asked) {
      this.wrong.textContent = "";
      let answer;
      try {
        answer = await asked;
      } catch (error) {
        this.wrong.textContent = error.message;
        return;
      }
      this.folder = answer.folder;
      this.aboveFolder = answer.above;
      this.heading.textContent = answer.folder || "从哪里找起";
      for (const one of [this.take, this.above, this.fresh]) one.hidden = !answer.folder;
      this.list.textContent = "";
      this.list.append(...answer.folders.map((one) => make("li", {}, button(one.name, () => this.show(one.folder), "link"), answer.folder ? "" : make("span", { class: "hint" }, ` ${one.folder}`))));
      if (answer.isMore) this.list.append(make("li", { class: "hint" }, "还有更多，没有列出来；可以把路径写在上面。"));
      if (answer.folder && !answer.folders.length) this.list.append(make("li", { class: "hint" }, "里面没有别的文件夹。"));
      this.heading.focus();
    }

    async create(event) {
      event.preventDefault();
      const before = this.folder;
      await this.draw(desk.ask("newfolder", { folder: before, name: this.name.value }));
      if (this.folder === before) this.name.focus();
      else this.name.value = "";
    }

    choose() {
      this.control.value = this.folder;
      this.control.dispatchEvent(new Event("input"));
      this.close();
      desk.tell(`选了 ${this.folder}`);
    }

    close() {
      this.element.remove();
      this.opener.setAttribute("aria-expanded", "false");
      this.opener.focus();
    }
  }

  /** The button that opens, below itself, the choice of a folder for *control*. */
  function folderButton(control) {
    let chooser = null;
    const opener = button("选文件夹……", () => {
      if (chooser && chooser.element.isConnected) {
        chooser.close();
        return;
      }
      chooser = new Chooser(control, opener);
      opener.after(chooser.element);
      opener.setAttribute("aria-expanded", "true");
      chooser.show(control.value.trim() || null).then(() => chooser.folder || chooser.list.childNodes.length || chooser.show(null));
    }, "quiet");
    opener.setAttribute("aria-expanded", "false");
    return opener;
  }

  Object.assign(desk, { folderButton });
}

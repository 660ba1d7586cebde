// A table to take along: made in the page, so that it works from a folder, too.
"use strict";

{
  const { make } = Rectify.dom;

  /** A cell; what a spreadsheet would take for a formula becomes text. */
  function cell(value) {
    const text = String(value === undefined ? "" : value);
    return '"' + (/^[=+\-@\t\r]/.test(text) ? "'" : "") + text.replace(/"/g, '""') + '"';
  }

  /** The text of a file for *question* on *day* with *rows*, the first of them the heads. */
  function textOf(question, day, rows) {
    const lines = [["查询", question], ["日期", day]].concat(rows);
    return "\ufeff" + lines.map((line) => line.map(cell).join(",")).join("\r\n") + "\r\n";
  }

  function today() {
    const now = new Date();
    return [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, "0")).join("-");
  }

  /** Let the reader save *rows*, found for *question* today. */
  function save(question, rows) {
    const href = URL.createObjectURL(new Blob([textOf(question, today(), rows)], { type: "text/csv;charset=utf-8" }));
    const name = question.replace(/[\\/:*?"<>|\s]+/g, " ").trim().slice(0, 40);
    const link = make("a", { href, download: name + "-" + today() + ".csv" });
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(href), 1000);
  }

  /** Below *list*, a button that saves the rows that the page shows. */
  function offer(list) {
    const rowOf = (row) => {
      const link = row.querySelector(".issue-row__title");
      const text = (name) => (row.querySelector(name) || { textContent: "" }).textContent.trim();
      const number = Number((/\d+/.exec(text(".issue-row__number")) || [0])[0]);
      return [number, text(".issue-row__official") || link.textContent.trim(), text(".issue-row__status"), text(".issue-row__date"), link.href];
    };
    const rows = Array.from(list.querySelectorAll(".issue-row"), rowOf);
    if (rows.length === 0) return;
    const button = make("button", { className: "plain-button", type: "button", textContent: "下载这些（CSV）" });
    const heads = [["编号", "问题", "整改状态", "公布或更新", "网址"]];
    const title = document.querySelector("h1").textContent.replace(/\s+/g, " ").trim();
    button.addEventListener("click", () => save(title, heads.concat(rows)));
    const line = make("p", { className: "search__way" });
    line.append(button);
    list.append(line);
  }

  Rectify.csv = { textOf, save, offer };
}

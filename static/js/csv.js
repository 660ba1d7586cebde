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

  /** The results of *answer* as rows of a table, below its heads. */
  function rowsOf(answer) {
    const address = (result) => new URL(Rectify.searchLinks.siteRoot() + result.path, location.href).href;
    const row = (one, tier) => [one.number, one.title, one.status, one.category, one.date, tier.label, address(one)];
    const rows = answer.tiers.map((tier) => tier.results.map((result) => row(result, tier)));
    return [["编号", "问题", "整改状态", "类别", "公布或更新", "怎样找到", "网址"]].concat(...rows);
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

  Rectify.csv = { rowsOf, textOf, save };
}

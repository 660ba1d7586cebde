// Below a list, a button that saves the rows that the page shows; what writes the file loads when it is pressed.
"use strict";

{
  const { make } = Rectify.dom;

  Rectify.listDownload = function (list) {
    const rowOf = (row) => {
      const link = row.querySelector(".issue-row__title");
      const text = (name) => (row.querySelector(name) || { textContent: "" }).textContent.trim();
      const number = Number((/\d+/.exec(text(".issue-row__number")) || [0])[0]);
      const title = text(".issue-row__official") || link.textContent.trim();
      return [number, title, text(".issue-row__status"), text(".issue-row__date"), link.href];
    };
    const rows = Array.from(list.querySelectorAll(".issue-row"), rowOf);
    if (rows.length === 0) return;
    const button = make("button", { className: "plain-button", type: "button", textContent: "下载这些（CSV）" });
    const heads = [["编号", "问题", "整改状态", "公布或更新", "网址"]];
    const title = document.querySelector("h1").textContent.replace(/\s+/g, " ").trim();
    button.addEventListener("click", () => Rectify.need("csv", () => Rectify.csv.save(title, heads.concat(rows))));
    const line = make("p", { className: "search__way" });
    line.append(button);
    list.append(line);
  };
}

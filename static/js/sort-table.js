// Tables that are sorted by any of their columns: buttons in the heads, up and down in turn, the order said aloud.
"use strict";

{
  const { make } = Rectify.dom;
  const key = (row, column) => row.cells[column].dataset.sort || row.cells[column].textContent;
  const compare = (one, other) => one - other || one.localeCompare(other, "zh");

  Rectify.sortTable = function (table) {
    const [body] = table.tBodies;
    const heads = Array.from(table.tHead.rows[0].cells);
    const status = table.caption.appendChild(make("span"));
    status.setAttribute("role", "status");
    heads.forEach((head, column) => {
      const button = make("button", { type: "button", className: "figure-table__sort" });
      button.append(...head.childNodes);
      head.append(button);
      button.onclick = () => {
        const isDown = head.getAttribute("aria-sort") === "ascending";
        heads.forEach((other) => other.removeAttribute("aria-sort"));
        head.setAttribute("aria-sort", isDown ? "descending" : "ascending");
        const order = (one, other) => compare(key(one, column), key(other, column)) * (isDown ? -1 : 1);
        body.append(...Array.from(body.rows).sort(order));
        status.textContent = `（按“${button.textContent}”${isDown ? "从大到小" : "从小到大"}排列）`;
      };
    });
  };
}

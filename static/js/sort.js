// Tables that are sorted by any of their columns: buttons in the heads, up and down in turn, the order said aloud.
(function (world) {
  "use strict";

  const Rectify = (world.Rectify = world.Rectify || {});
  const key = (row, column) => row.cells[column].dataset.sort || row.cells[column].textContent;

  Rectify.sortTable = function (table) {
    const [body] = table.tBodies;
    const heads = Array.from(table.tHead.rows[0].cells);
    const said = table.caption.appendChild(document.createElement("span"));
    said.setAttribute("role", "status");
    heads.forEach((head, column) => {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "figure-table__sort";
      button.append(...head.childNodes);
      head.append(button);
      button.onclick = () => {
        const down = head.getAttribute("aria-sort") === "ascending";
        heads.forEach((other) => other.removeAttribute("aria-sort"));
        head.setAttribute("aria-sort", down ? "descending" : "ascending");
        const order = (one, other) => key(one, column) - key(other, column) || key(one, column).localeCompare(key(other, column), "zh");
        body.append(...Array.from(body.rows).sort((one, other) => (down ? order(other, one) : order(one, other))));
        said.textContent = `（按“${button.textContent}”${down ? "从大到小" : "从小到大"}排列）`;
      };
    });
  };
})(typeof window === "undefined" ? globalThis : window);

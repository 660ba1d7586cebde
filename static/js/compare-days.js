// Compares the totals of any two publications; they lie beside the record in a plain script.
"use strict";

{
  const { make } = Rectify.dom;

  const signed = (change) => (change === 0 ? "不变" : (change > 0 ? "+" : "") + change);

  /** A *time*, "2025-12-02 09:30", for the head of a column: broken only after year, month and day, since columns are narrow. */
  function parts(time) {
    const [day, clock] = time.split(" ");
    const [year, month, date] = day.split("-").map(Number);
    return [`${year}年`, `${month}月`, `${date}日`, clock].map((textContent) => make("span", { className: "nobr", textContent }));
  }

  function row(kind, cells) {
    const line = make("tr");
    line.append(
      ...cells.map((text, place) => {
        const isHead = kind === "th" || place === 0;
        const cell = make(isHead ? "th" : "td");
        cell.append(...[].concat(text));
        cell.className = place ? (isHead ? "table__number-head" : "table__number") : isHead && kind === "th" ? "table__head" : "table__row-head";
        if (isHead) cell.scope = kind === "th" ? "col" : "row";
        return cell;
      }),
    );
    return line;
  }

  /** The table of a round: its counts on both days. */
  function table(title, [before, now], days) {
    const made = make("table", { className: "table" });
    made.append(make("caption", { className: "table__caption", textContent: title }));
    made.append(row("th", ["项目", ...days.map(parts), "增减"]));
    Object.keys(Object.assign({}, now, before)).forEach((word) => {
      const [a, b] = [before[word], now[word]];
      made.append(row("td", [word, a === undefined ? "没有" : a, b === undefined ? "没有" : b, signed((b || 0) - (a || 0))]));
    });
    return made;
  }

  /** The rounds of two days: each title with its counts on both. */
  function rounds(before, now) {
    const found = {};
    [before, now].forEach((day, place) =>
      day.forEach(([id, title, counts]) => {
        found[id] = found[id] || ["", [{}, {}]];
        found[id][0] = title;
        found[id][1][place] = counts;
      }),
    );
    return Object.keys(found).map((id) => found[id]);
  }

  Rectify.compareDays = function (section) {
    const [from, to, button, told] = ["from", "to", "compare", "told"].map((name) => section.querySelector(`[data-days="${name}"]`));
    from.selectedIndex = Math.min(1, from.options.length - 1);
    button.addEventListener("click", () => {
      if (from.value === to.value) {
        told.textContent = "选的是同一次公开，没有可比的。请选两次。";
        return;
      }
      Rectify.record.open("published.times.js", (days) => {
        const chosen = [from.value, to.value].sort();
        told.textContent = days ? "" : "取不到总数，请打开两天各自的页面。";
        if (days) told.append(...rounds(...chosen.map((day) => days[day])).map(([title, counts]) => table(title, counts, chosen)));
      });
    });
    section.hidden = false;
  };
}

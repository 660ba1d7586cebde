// Keeps which issues were ticked as read, and writes the command that approves them.
// The page is complete without it; where nothing can be kept, it works until the page is closed.
(() => {
  "use strict";

  const all = (selector) => Array.from(document.querySelectorAll(selector));
  const approve = document.getElementById("approve");
  const command = document.getElementById("command");
  const said = document.getElementById("said");
  const copy = document.getElementById("copy");
  const copied = document.getElementById("copied");
  const bar = document.getElementById("bar");
  const count = document.getElementById("count");
  const boxes = all("input[data-issue]");
  if (!boxes.length) return; // all were approved before
  const rows = new Map(all("tr[data-issue]").map((row) => [row.dataset.issue, row]));
  const start = `python3 build.py approve ${approve.dataset.round}`;

  /** Ascending numbers with neighbours together: 1-5 8. */
  function ranges(numbers) {
    const found = [];
    for (const number of numbers) {
      const last = found[found.length - 1];
      if (last && last[1] === number - 1) last[1] = number;
      else found.push([number, number]);
    }
    return found.map(([first, last]) => (first === last ? String(first) : `${first}-${last}`)).join(" ");
  }

  function stored() {
    try {
      return new Set((localStorage.getItem(approve.dataset.key) || "").split(" "));
    } catch (fault) {
      return new Set();
    }
  }

  function store(numbers) {
    try {
      localStorage.setItem(approve.dataset.key, numbers.join(" "));
    } catch (fault) {
      // kept nowhere: the boxes themselves still say it
    }
  }

  function show(box) {
    box.closest("article").classList.toggle("read", box.checked);
    rows.get(box.dataset.issue).classList.toggle("read", box.checked);
  }

  /** Write the command for what is ticked, and give the numbers. */
  function tell() {
    const ticked = boxes.filter((box) => box.checked).map((box) => Number(box.dataset.issue));
    ticked.sort((one, other) => one - other);
    command.textContent = ticked.length ? `${start} ${ranges(ticked)}` : "";
    command.hidden = copy.hidden = !ticked.length;
    copied.textContent = "";
    said.textContent = ticked.length
      ? `勾选了 ${ticked.length} 个问题，共 ${boxes.length} 个。在项目的文件夹里运行：`
      : "还没有勾选任何问题。核对一个，就在它的标题前勾上“读过”，这里会写出批准它们的命令。";
    count.textContent = `读过 ${ticked.length} / ${boxes.length}`;
    return ticked;
  }

  function next() {
    const here = boxes.findIndex((box) => box.getBoundingClientRect().top > 8);
    const from = boxes.indexOf(document.activeElement) + 1 || Math.max(here, 0);
    const box = boxes.slice(from).concat(boxes).find((one) => !one.checked);
    if (!box) return approve.scrollIntoView();
    box.focus({ preventScroll: true });
    return box.closest("article").scrollIntoView();
  }

  copy.addEventListener("click", () => {
    getSelection().selectAllChildren(command);
    const done = document.execCommand("copy"); // the newer way is shut to pages from disk in some browsers
    copied.textContent = done ? "已复制" : "已选中，请按 Ctrl+C 复制";
  });
  document.getElementById("next").addEventListener("click", next);
  const before = stored();
  for (const box of boxes) {
    box.checked = before.has(box.dataset.issue);
    if (box.checked) show(box);
    box.addEventListener("change", () => {
      show(box);
      store(tell());
    });
  }
  bar.hidden = false;
  tell();
})();

// Above a long table or list, a field that leaves only what holds the words typed into it; groups without any go, too.
"use strict";

{
  const OUT = "is-left-out";
  const plain = (text) => text.normalize("NFKC").toLowerCase();

  Rectify.narrow = function (row) {
    const [, input, status] = row.children;
    const items = Array.from(document.querySelectorAll(row.dataset.items), (item) => [item, plain(item.textContent)]);
    const groups = new Set(items.map(([item]) => item.closest("section")).filter(Boolean));

    function show() {
      const words = plain(input.value).split(/\s+/).filter(Boolean);
      let left = 0;
      for (const [item, text] of items) {
        const isLeft = words.every((word) => text.includes(word));
        item.classList.toggle(OUT, !isLeft);
        left += isLeft;
      }
      groups.forEach((one) => one.classList.toggle(OUT, !one.querySelector(`${row.dataset.items}:not(.${OUT})`)));
      if (words.length === 0) status.textContent = "";
      else status.textContent = left ? `显示${left}项，本页共${items.length}项。` : "这一页里没有。";
    }

    Rectify.dom.onTyping(input, show);
    show();
  };
}

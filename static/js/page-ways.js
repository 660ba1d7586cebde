// What readers look for beside a page's title: share it, copy its title and address, print it (G-15).
"use strict";

{
  const { address, copy } = Rectify.clipboard;
  const CODE = "#shouji";

  Rectify.pageWays = function (row) {
    const [share, link, print] = row.querySelectorAll("button");
    const status = row.lastElementChild;
    const title = document.querySelector("h1").textContent.trim();
    share.addEventListener("click", () => navigator.share({ title, url: address() }).catch(() => {})); // called off
    link.addEventListener("click", () =>
      copy(title + "\n" + address(), (isCopied) => {
        status.textContent = isCopied ? "已复制。" : "没有复制成功，请从地址栏复制。";
        setTimeout(() => (status.textContent = ""), 4000);
      }),
    );
    print.addEventListener("click", () => window.print());
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && location.hash === CODE) location.hash = row.id;
    });
  };
}

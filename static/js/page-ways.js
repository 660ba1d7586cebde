// Copy the page's address, print it: what readers look for beside its title (G-15).
"use strict";

{
  const { address, copy } = Rectify.clipboard;

  Rectify.pageWays = function (row) {
    const [link, print, status] = row.children;
    link.addEventListener("click", () =>
      copy(address(), (isCopied) => {
        status.textContent = isCopied ? "已复制" : "没有复制成功，请从地址栏复制。";
        setTimeout(() => (status.textContent = ""), 4000);
      }),
    );
    print.addEventListener("click", () => window.print());
  };
}

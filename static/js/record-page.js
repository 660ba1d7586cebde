// The page that checks the record: takes files from disk, fetches the site's own where it may, says what it found.
"use strict";

{
  const { make } = Rectify.dom;

  /** The text of a file that the reader chose. */
  const textOf = (file) => new Response(file).text();

  /** The site's own record, or nothing: pages opened from a folder may fetch nothing. */
  async function fetched() {
    if (location.protocol === "file:") return null;
    const answer = await fetch("published.jsonl", { cache: "no-store" });
    const text = await answer.text();
    return answer.ok ? text : null;
  }

  /** A finding as a part of the page. */
  function shown({ isSound, said, more }) {
    const part = make("div", { className: "finding " + (isSound ? "finding--sound" : "finding--wrong") });
    part.append(make("p", { className: "finding__said", textContent: (isSound ? "✓ " : "✗ ") + said }));
    more.forEach((line) => part.append(make("p", { className: "finding__more", textContent: line })));
    return part;
  }

  Rectify.recordCheck = function (section) {
    const part = (name) => section.querySelector(`[data-record="${name}"]`);
    const [old, pasted, today, told] = ["old", "pasted", "today", "told"].map(part);

    const tell = (...parts) => {
      told.textContent = "";
      told.append(...parts);
    };

    async function check() {
      const texts = await Promise.all(Array.from(old.files, textOf));
      if (pasted.value.trim()) texts.push(pasted.value.trim() + "\n");
      if (texts.length === 0) return tell("先选出您留着的文件，或者贴上检查点的四行字。");
      const now = today.files.length ? await textOf(today.files[0]) : await fetched();
      if (now === null) return tell("还要选出今天的公开记录：网站上 record 文件夹里的 published.jsonl。");
      return tell(...Rectify.journal.compare(texts, now).map(shown));
    }

    part("check").addEventListener("click", () => {
      tell("正在核对……");
      check().catch(() => tell("有一个文件读不了，或者网断了，请再试一次。"));
    });
    section.hidden = false;
  };
}

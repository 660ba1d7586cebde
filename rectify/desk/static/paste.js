// Pasting from Word, WPS, WeChat and web pages: clean text, and words for what was not pasted.
"use strict";
{
  const desk = window.rectifyDesk;
  const KINDS = [
    [/<(?:img|v:imagedata|svg)\b/i, "图片"],
    [/<(?:video|audio|iframe|mp-common-\w+)\b/i, "视频、声音"],
    [/<table\b/i, "表格的格子"],
    [/<a\s[^>]*href/i, "链接"],
    [/mso-comment|class="?MsoComment/i, "批注"],
    [/<(?:del|ins)\b/i, "修订的痕迹"],
    [/<(?:b|strong|em|i|u)\b|font-weight:\s*(?:bold|[6-9]00)/i, "粗体、斜体等格式"],
  ];
  const ITEM = /^(?:- |\d+[.)] )/;

  /** What of a piece that was copied elsewhere is not pasted, in words; empty if it was text alone. */
  const dropped = (html) => KINDS.filter(([form]) => form.test(html)).map(([, words]) => words).join("、");

  /** One line as people mean it: bullets of a font of signs are hyphens, invisible characters are gone. */
  function cleanLine(line, hasSigns) {
    const bullet = hasSigns ? /^\s*(?:[·•●◆■□▪\uf000-\uf0ff]|[lnuvØü§])\t\s*/ : /^\s*[·•●◆■□▪\uf000-\uf0ff][\t ]\s*/;
    return line
      .replace(bullet, "- ")
      .replace(/^\s*(\d+[.)、])\t\s*/, (_, mark) => (mark.endsWith("、") ? mark : `${mark} `))
      .replace(/^\s*([（(][一二三四五六七八九十\d]+[)）]|[一二三四五六七八九十]+、)\t\s*/, "$1")
      .replace(/[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\uf000-\uf0ff\ufffc]/g, "")
      .replace(/[\t\u00a0\u2000-\u200a\u202f]+/g, " ")
      .replace(/^[\s\u3000]+|[\s\u3000]+$/g, "");
  }

  /** The text of a piece on the clipboard, *plain* as its program gives it and as *html*, for many lines or for one. */
  function clean(plain, html, isOneLine) {
    const lines = plain.replace(/\r\n?|[\u000b\u000c\u2028\u2029]/g, "\n").split("\n").map((line) => cleanLine(line, /Wingdings|Symbol/i.test(html)));
    if (isOneLine) return lines.filter(Boolean).reduce((all, line) => (/[\w.,]$/.test(all) && /^\w/.test(line) ? `${all} ${line}` : all + line), "");
    const hasParagraphs = (html.match(/<p\b/gi) || []).length > 1;
    const parted = lines.reduce((all, line, place) => {
      const before = lines[place - 1];
      const isApart = hasParagraphs && place && line && before && !(ITEM.test(line) && ITEM.test(before));
      return [...all, ...(isApart ? [""] : []), line];
    }, []);
    return parted.join("\n").replace(/\n{3,}/g, "\n\n").replace(/^\n+|\n+$/g, "");
  }

  document.addEventListener("paste", (event) => {
    const control = event.target;
    const isLine = control.tagName === "INPUT" && /^(?:text|search)$/.test(control.type);
    if (!event.clipboardData || !(isLine || control.tagName === "TEXTAREA") || control.readOnly || control.classList.contains("raw")) return;
    const plain = event.clipboardData.getData("text/plain");
    const html = event.clipboardData.getData("text/html");
    const text = clean(plain, html, isLine);
    const lost = dropped(html);
    if (lost) desk.tell(`只贴了文字，没有贴：${lost}。`);
    if (text === plain) return;
    event.preventDefault();
    if (!document.execCommand("insertText", false, text)) { // the way that can be undone with Ctrl+Z
      control.setRangeText(text, control.selectionStart, control.selectionEnd, "end");
      control.dispatchEvent(new Event("input", { bubbles: true }));
    }
  });

  Object.assign(desk, { clean, dropped });
}

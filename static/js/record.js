// What the public record says, in words; receives what a publication has put beside it in plain scripts.
"use strict";

{
  const SAID = {
    发布: "整个网站公开了一次",
    公布: "首次公布",
    修订: "修订",
    进展: "报进展",
    改时限: "改了完成时限",
    补充: "补充",
    恢复公开: "恢复公开",
    换写法: "换写法",
    撤下: "撤下",
    新网址: "新网址",
    改网址: "改网址",
    清除: "清除误公开的旧文字",
    退回: "退回到以前的版本",
    校正时间: "校正时间",
  };
  const FORM = /^([^\n]{1,500})\n(0|[1-9]\d{0,11})\n([0-9a-f]{64})\n([\dT:+-]{25})\n$/;

  /** "2025-12-02T09:30:00+08:00" as people say it. */
  function when(time) {
    const [, year, month, day, clock] = /^(\d+)-(\d+)-(\d+)T(\d+:\d+)/.exec(time) || [];
    return year ? `${year}年${Number(month)}月${Number(day)}日 ${clock}` : String(time);
  }

  /** An entry of the record in a line. */
  function words(entry) {
    const parts = new Set([SAID[entry.事项] || entry.事项, entry.网址, entry.说明].filter(Boolean));
    return `第 ${entry.序号} 条，${when(entry.时间)}：${[...parts].join("，")}`;
  }

  /** The checkpoint in *text*, or nothing. */
  function checkpoint(text) {
    const [found, origin, entries, head, time] = FORM.exec(text.replace(/\r\n/g, "\n").trim() + "\n") || [];
    return found && { origin, entries: Number(entries), head, time };
  }

  /** Whether a line of the record says which text of a page is public. */
  const ofText = (entry) => Boolean(entry.写法 && entry.文本);

  let received = {};

  /** Called by the scripts beside the record. */
  function receive(values) {
    received = values;
  }

  /** Run the script at *path* of the record's folder, then call *done* with what it gave, or with nothing. */
  function open(path, done) {
    received = null;
    Rectify.run(document.documentElement.dataset.root + "record/" + path, () => done(received));
  }

  Rectify.record = { when, words, checkpoint, ofText, receive, open };
}

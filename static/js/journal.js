// Whether today's record goes on from what somebody kept of an earlier one: a checkpoint, a copy or a receipt.
"use strict";

{
  const { sha256 } = Rectify;
  const { when, words, checkpoint, ofText } = Rectify.record;

  const plain = (text) => text.replace(/^\ufeff/, "").replace(/\r\n/g, "\n");

  function json(text) {
    try {
      return JSON.parse(text);
    } catch (fault) {
      return null;
    }
  }

  /** A record: its lines, the digest of each, what each says, and what is wrong with it, if anything. */
  function read(text) {
    const lines = plain(text).split("\n");
    const record = { lines: [], heads: [], entries: [], fault: "" };
    if (lines.pop() !== "" || lines.length === 0) {
      record.fault = "最后一行不完整";
      return record;
    }
    const seal = json(lines.pop()) || {};
    let before = "0".repeat(64);
    for (const line of lines) {
      const entry = json(line);
      const number = record.lines.length + 1;
      if (!entry || entry.序号 !== number || entry.上一条 !== before) {
        record.fault = number > 1 ? `第 ${number} 条和第 ${number - 1} 条接不上，两条里有一条被改过` : "第 1 条不对";
        return record;
      }
      before = sha256(line + "\n");
      record.lines.push(line);
      record.heads.push(before);
      record.entries.push(entry);
    }
    if (seal.共 !== lines.length || seal.末条 !== before) record.fault = `最后一行和第 ${lines.length} 条对不上`;
    return record;
  }

  /** What was kept: a checkpoint, a record or a receipt, by its text. */
  function kept(text) {
    const point = checkpoint(plain(text));
    if (point) return { point };
    const receipt = json(plain(text));
    if (receipt && receipt.凭证 === 1) return { receipt };
    return /^\{"(?:序号|共)": ?\d/.test(plain(text)) ? { record: read(text) } : {};
  }

  const sound = (said, more) => ({ isSound: true, said, more: more || [] });
  const wrong = (said, more) => ({ isSound: false, said, more: more || [] });

  /** What was added to *record* after its first *count* entries, in words. */
  function added(record, count) {
    const rest = record.entries.slice(count);
    const many = rest.length > 20 ? [`……另有 ${rest.length - 20} 条`] : [];
    return rest.length ? [`那以后添了 ${rest.length} 条：`, ...rest.slice(0, 20).map(words), ...many] : ["那以后没有再添。"];
  }

  /** *record* held against a checkpoint; of *others*, those that still fit say from where on it was rewritten. */
  function againstPoint(point, record, others) {
    const { entries, head, origin, time } = point;
    const name = `检查点（${origin}，${when(time)}，${entries} 条）`;
    if (record.heads[entries - 1] === head) {
      return sound(`没有被改写：${name}以前的每一条，都和那时一样。`, added(record, entries));
    }
    if (record.lines.length < entries) {
      return wrong(`被改写过：${name}有 ${entries} 条，今天的公开记录只有 ${record.lines.length} 条，后面的被删了。`);
    }
    const fitting = others.filter((one) => one.entries < entries && record.heads[one.entries - 1] === one.head);
    const first = Math.max(0, ...fitting.map((one) => one.entries)) + 1;
    return wrong(`被改写过：${name}和今天的公开记录对不上。`, [
      `从第 ${first} 条到第 ${entries} 条，至少有一条被改过、删过或者换过。`,
      `检查点里第 ${entries} 条的校验码：${head}`,
      `今天第 ${entries} 条的校验码：${record.heads[entries - 1]}`,
    ]);
  }

  /** *record* held against an older copy of it. */
  function againstRecord(old, record) {
    if (old.fault) return wrong(`您留着的那一份公开记录自己就不完整：${old.fault}。它不能用来核对。`);
    const place = old.lines.findIndex((line, number) => line !== record.lines[number]);
    if (place < 0) {
      const said = `没有被改写：您留着的 ${old.lines.length} 条，今天都在，一个字没有变。`;
      return sound(said, added(record, old.lines.length));
    }
    const now = record.entries[place];
    return wrong(`被改写过：从第 ${place + 1} 条起，和您留着的那一份不一样。`, [
      `那时：${words(old.entries[place])}`,
      now ? `今天：${words(now)}` : "今天：没有这一条，后面的也没有了",
      `那时这一行：${old.lines[place]}`,
      ...(now ? [`今天这一行：${record.lines[place]}`] : []),
    ]);
  }

  /** What contradicts itself in a receipt, in words; empty if nothing does. */
  function forged(receipt) {
    const entries = Array.isArray(receipt.记录) ? receipt.记录.map(json) : [];
    const own = entries.filter(Boolean).filter(ofText);
    const point = checkpoint(String(receipt.检查点 || ""));
    if (own.length === 0) return "里面没有公开记录的那几行";
    if (sha256(String(receipt.核对文本)) !== receipt.文本) return "文字和它的校验码对不上";
    if (own[own.length - 1].文本 !== receipt.文本) return "文字的校验码不是公开记录里的那一个";
    if (!point) return "里面没有检查点";
    return entries.some((entry) => !entry || !(entry.序号 <= point.entries)) ? "公开记录的那几行比检查点还晚" : "";
  }

  /** *record* held against a receipt. */
  function againstReceipt(receipt, record, others) {
    const fault = forged(receipt);
    if (fault) return wrong(`这份凭证自己就不对：${fault}。它被改过，或者没有存完整。`);
    const page = receipt.网址;
    const missing = receipt.记录.filter((line) => record.lines[json(line).序号 - 1] !== line);
    const chain = againstPoint(checkpoint(receipt.检查点), record, others);
    if (missing.length || !chain.isSound) {
      const lines = missing.map((line) => `凭证里有、今天没有或者不同的：${words(json(line))}`);
      return wrong(`网站被改写过：关于 ${page} 的这份凭证，和今天的公开记录对不上。`, [...lines, chain.said, ...chain.more]);
    }
    const last = json(receipt.记录[receipt.记录.length - 1]).序号;
    const later = record.entries.slice(last).filter((entry) => entry.网址 === page);
    return sound(`凭证成立：${page} 上的这份文字确实公开过，公开记录从那时起没有被改写。`, [
      ...receipt.记录.map((line) => words(json(line))),
      ...(later.length ? ["那以后关于这一页又有：", ...later.map(words)] : ["那以后，这一页的文字没有变过。"]),
      chain.said,
    ]);
  }

  /** What *texts*, kept by somebody, say of *today*, the text of the record: one finding for the record, one for each. */
  function compare(texts, today) {
    const record = read(today);
    if (record.fault) return [wrong(`今天的公开记录自己就不完整：${record.fault}。它被改过，或者没有下载完整。`)];
    const all = texts.map(kept);
    const points = all.map((one) => one.point).filter(Boolean);
    return [
      sound(`今天的公开记录前后相接，共 ${record.lines.length} 条。`),
      ...all.map(({ point, record: old, receipt }) => {
        if (point) return againstPoint(point, record, points);
        if (old) return againstRecord(old, record);
        if (receipt) return againstReceipt(receipt, record, points);
        return wrong("有一份看不懂：不是检查点、公开记录，也不是凭证。");
      }),
    ];
  }

  Rectify.journal = { read, kept, compare };
}

// What a question says in figures and states: the number of an issue, a day, an amount, a paper, how far things are.
"use strict";

{
  const { asTier, isFound, without } = Rectify.tiers;
  const CHINESE = "〇一二三四五六七八九";
  const NUMERAL = "\\d{1,4}|[〇零一二两三四五六七八九十百]{1,7}";
  /** The number of an issue, alone or in a sentence; what stands before and after tells it from a day or a bus line. */
  const NUMBERS = [
    new RegExp("(?:^|[^月年度\\d〕)\\]】〇零一二两三四五六七八九十百-])第?(" + NUMERAL + ")号(?![文件令线楼院路馆店机门桥])"),
    new RegExp("第(" + NUMERAL + ")(?:个|条|项)(?:整改)?问题"),
    new RegExp("问题第?(" + NUMERAL + ")号?$"),
    /(?:编号|序号|\bno\.?|№|#)\s*[:：]?\s*(\d{1,4})(?!\d)/,
  ];
  const OPEN = ["ongoing", "not-done", "partly-done", "long-term"];
  const DONE = ["done", "done-long-term", "mostly-done"];
  /** Words for how far things are, and the states that they mean. */
  const STATES = [
    [/^(?:还|仍|至今|尚|都)?(?:没有?|未)(?:整改|改正|改|完成|解决|办|落实|销号)(?:完成|完|好|到位|解决|结)?(?:了|的)*(?:问题|事项)?$/, OPEN],
    [/^(?:正在?|还在|在)(?:推进|整改|进行|办理|处理|改)(?:中|的|着)*(?:问题|事项)?$|^(?:整改|推进|进行|办理|处理)中的?(?:问题|事项)?$/, ["ongoing"]],
    [/^正在$/, ["ongoing"]],
    [/^(?:已经?|全部|都)(?:整改|改正|改|办理|解决)?(?:完成|到位|好|完|办结|整改|解决|销号)(?:了|的)*(?:问题|事项)?$/, DONE],
    [/^(?:长期坚持|持续推进)(?:的)?(?:问题|事项)?$/, ["long-term", "done-long-term"]],
  ];

  /** A number in figures or in Chinese, up to 999. */
  function numberOf(text) {
    if (/^\d+$/.test(text)) return Number(text);
    const digits = Array.from(text, (one) => CHINESE.indexOf(one.replace("零", "〇").replace("两", "二")));
    if (!/[十百]/.test(text)) return digits.reduce((sum, digit) => sum * 10 + digit, 0);
    let sum = 0;
    let last = 0;
    Array.from(text).forEach((one, n) => {
      if (digits[n] >= 0) last = digits[n];
      else {
        sum += (last || Number(one === "十")) * (one === "百" ? 100 : 10);
        last = 0;
      }
    });
    return sum + last;
  }

  /** The number of the issue that *typed* asks for; 0 if none. */
  function issueIn(typed) {
    const text = typed.normalize("NFKC").toLowerCase().trim();
    const match = NUMBERS.map((one) => one.exec(text)).find(Boolean);
    return match ? numberOf(match[1]) : 0;
  }

  /** The states that words of *typed* mean, and the other words: { states, rest }. */
  function statesIn(typed) {
    const states = new Set();
    const rest = [];
    for (const word of typed.trim().split(/\s+/)) {
      const found = STATES.find(([pattern]) => pattern.test(word));
      if (found) found[1].forEach((one) => states.add(one));
      else rest.push(word);
    }
    return { states: Array.from(states), rest: rest.join(" ") };
  }

  /** What is in the states that *typed* names. */
  async function stated(session, typed) {
    const { states, rest } = statesIn(typed);
    if (states.length === 0) return [];
    const named = (await session.openFacets()).s.filter(([state]) => states.includes(state));
    if (named.length === 0) return [];
    const known = named.map(([state]) => state);
    const label = "整改状态：" + named.map(([, words]) => words).join("、");
    await session.read(rest);
    const groups = rest ? await session.whole(known) : [await session.everything(known)];
    const query = session.question.text;
    await session.read(typed);
    return [asTier(groups, "state", label, query)];
  }

  /** The tiers for *typed*, if it names an issue or a state; *own* are those of what holds it. */
  async function tiers(session, typed, own) {
    const number = issueIn(typed);
    const numbered = number ? [Object.assign(await session.numbered(number), { label: "编号相符" })] : [];
    const inState = await stated(session, typed);
    if (!isFound(numbered) && !isFound(inState)) return [];
    // Beside a word, one for how far things are may be meant as a word, too.
    const words = isFound(inState) && session.question.words.length > 1 ? own.slice(1) : [];
    const all = numbered.concat(own.slice(0, 1), inState, words);
    return all.map((tier, n) => without(tier, all.slice(0, n)));
  }

  const day = (year, month, date) =>
    (year ? Number(year) + "年" : "") + Number(month) + "月" + (date ? Number(date) + "日" : "");

  /** *typed* with its days, amounts and numbers of papers as official texts write them; the same if there are none. */
  function asWritten(typed) {
    return typed
      .normalize("NFKC")
      .replace(/[〇零一二三四五六七八九十]+(?=[年月日号])/g, (one) => String(numberOf(one)))
      .replace(/(\d{4})(\d{2})(\d{2})(?!\d)/g, (all, y, m, d) => (m > 0 && m < 13 && d > 0 && d < 32 ? day(y, m, d) : all))
      .replace(/(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})(?!\d)[日号]?/g, (all, y, m, d) => day(y, m, d))
      .replace(/(\d{4})\s*[-/.年]\s*(\d{1,2})(?:月(?!\d)|(?![\d月]))/g, (all, y, m) => (m > 0 && m < 13 ? day(y, m) : all))
      .replace(/(\d{1,2})月(\d{1,2})[日号]/g, (all, m, d) => day("", m, d))
      .replace(/^(\d{1,2})[-/.](\d{1,2})$/, (all, m, d) => (m > 0 && m < 13 && d > 0 && d < 32 ? day("", m, d) : all))
      .replace(/([\u4e00-\u9fff])\s*[[(〔【]?(\d{4})[\])〕】]?年?\s*第?(\d+)号/g, "$1〔$2〕$3号")
      .replace(/(\d号)(?:文件|文)$/, "$1")
      .replace(/(\d)(?:块钱|块|圆)/g, "$1元");
  }

  Rectify.facts = { issueIn, statesIn, tiers, asWritten };
}

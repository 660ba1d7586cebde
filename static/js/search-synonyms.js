// Other words for the same thing, and what of a spoken question carries no meaning.
"use strict";

{
  const { BARRIER } = Rectify.normal;
  const MAX_WORDS = 3; // of a question that are exchanged
  const MAX_READINGS = 6;
  /** What people say around the thing they mean. Longer ones first. */
  const FILLER = (
    "我想问一下 我想反映 我问一下 想问一下 请问一下 我想知道 就是想知道 帮我查一下 我想看看 是怎么回事 有没有人管 没有人管 没人管 有没有人 有人管吗 " +
    "什么时候 怎么处理 怎么解决 什么地方 哪个部门 一个事情 为什么 怎么办 没有人 有没有 是不是 能不能 会不会 要不要 可不可以 该找谁 谁负责 谁来管 " +
    "归谁管 管不管 行不行 对不对 好几回 好几天 好几个 一个月 不知道 怎么样 怎么会 到底 请问 你好 您好 师傅 麻烦 反映 我们 你们 他们 咱们 我家 你家 " +
    "门口 没有 没人 有人 怎么 什么 哪里 哪儿 哪个 为啥 咋办 应该 可以 一下 那个 这个 就是 老是 总是 天天 每天 一直 特别 现在 今天 昨天 已经 最后 " +
    "好久 事情 问题 情况 还是 或者 因为 所以 但是 然后 如果 需要 知道 告诉 帮忙 时候 之后 以后 之前 附近 旁边 这里 那里 这儿 那儿 有点 太多 真的 大家 自己 " +
    "随便 东西 起来 出来 过去 上去 下来 到现在 不了 不了解 不到 多少 几个 几天"
  ).split(" ");
  const PARTICLES = /[的了吗呢吧啊呀嘛喂嗯我你您他她它们谁很太也都又再就才把被让给跟和与及或是在着过得地个些么这那哪]+/g;

  /** The *lines* of a table, `word=other` in both directions or `word>other` in one, as a map from a word to others. */
  function read(lines, normal) {
    const table = new Map();
    const add = (word, other, isSame) => {
      if (!word || !other || word === other) return;
      table.set(word, (table.get(word) || []).concat(other));
      if (!isSame) table.wider.add(word + ">" + other);
    };
    table.wider = new Set(); // pairs of which the first is not quite the same
    for (const line of lines.split("\n")) {
      const [word, sign, others] = line.split(/([=>])/);
      for (const other of (others || "").split("、")) {
        add(normal(word), other, sign === "=");
        if (sign === "=") add(normal(other), word, true);
      }
    }
    return table;
  }

  /** The words of *table* in *text*, the longest first where they overlap: [start, word] each. */
  function wordsIn(text, table) {
    const found = [];
    const longest = Math.max(0, ...Array.from(table.keys(), (one) => one.length));
    for (let at = 0; at < text.length; at += 1) {
      for (let size = Math.min(longest, text.length - at); size > 0; size -= 1) {
        const word = text.substr(at, size);
        if (!table.has(word)) continue;
        found.push([at, word]);
        at += size - 1;
        break;
      }
    }
    return found;
  }

  const reasonOf = ([word, other], { wider }) => "“" + word + (wider && wider.has(word + ">" + other) ? "”也查“" : "”即“") + other + "”";

  /** *text* with its words exchanged for others: { text, said } each, the likeliest first. */
  function readingsOf(text, table) {
    let readings = [{ text: "", said: [] }];
    let at = 0;
    for (const [start, word] of wordsIn(text, table).slice(0, MAX_WORDS)) {
      const before = text.slice(at, start);
      const others = table.get(word);
      readings = [].concat(
        ...others.concat(word).map((other) =>
          readings.map((one) => ({ text: one.text + before + other, said: other === word ? one.said : one.said.concat([[word, other]]) })),
        ),
      );
      at = start + word.length;
    }
    const rest = text.slice(at);
    return readings
      .filter((one) => one.said.length > 0)
      .slice(0, MAX_READINGS)
      .map(({ text: own, said }) => ({ text: own + rest, said: said.map((pair) => reasonOf(pair, table)).join("，") }));
  }

  /** What of *text*, in normal form, may carry meaning: stretches of it. */
  function stretchesOf(text) {
    let rest = text;
    for (const filler of FILLER) rest = rest.split(filler).join(BARRIER);
    return rest.replace(PARTICLES, BARRIER).split(/[\n ]+/).filter(Boolean);
  }

  Rectify.synonyms = { read, wordsIn, readingsOf, stretchesOf };
}

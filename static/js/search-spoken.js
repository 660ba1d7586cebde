// What of a spoken question carries no meaning.
"use strict";

{
  const { BARRIER } = Rectify.normal;
  const MAX_HINTS = 3;
  const MISSING = 0.2; // of the characters of a question that carry meaning
  const FEW = 4; // so many of those all belong to what is asked
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

  /** *text*, in normal form, with a barrier for each character that carries no meaning. */
  function meant(text) {
    const blank = (words) => BARRIER.repeat(words.length);
    return FILLER.reduce((rest, filler) => rest.split(filler).join(blank(filler)), text).replace(PARTICLES, blank);
  }

  /** What of *text*, in normal form, may carry meaning: stretches of it. */
  const stretchesOf = (text) => meant(text).split(/[\n ]+/).filter(Boolean);

  /** For each character of *one*, a word of a question, 1 if it carries meaning, or 0. */
  function meaningOf(one) {
    if (!one.meaning) {
      const rest = meant(one.text);
      one.meaning = one.characters.map((_, n) => (rest[one.places[n]] === BARRIER ? 0 : 1));
    }
    return one.meaning;
  }

  /** How many characters that carry meaning may be missing in what answers *question* in part. */
  function mostMissing(question) {
    const size = [].concat(...question.words.map(meaningOf)).reduce((sum, own) => sum + own, 0);
    return size < FEW ? 0 : Math.max(1, Math.floor(size * MISSING));
  }

  /** Of *text*, in normal form, those words that the texts of *session* have, the rarest first: [word, count] each. */
  async function hintsOf(session, text) {
    const hints = new Map();
    for (const stretch of stretchesOf(text)) {
      const frequency = await session.frequencies([stretch]);
      const longest = (at) => {
        for (let end = stretch.length; end > at + 1; end -= 1) if (frequency(stretch.slice(at, end)) > 0) return end;
        return at + 1;
      };
      for (let at = 0, end; at < stretch.length; at = end) {
        end = longest(at);
        if (end > at + 1) hints.set(stretch.slice(at, end), frequency(stretch.slice(at, end)));
      }
    }
    return Array.from(hints).sort((one, other) => one[1] - other[1]).slice(0, MAX_HINTS);
  }

  Rectify.spoken = { stretchesOf, meaningOf, mostMissing, hintsOf };
}

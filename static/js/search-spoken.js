// What of a spoken question carries no meaning.
"use strict";

{
  const { BARRIER } = Rectify.normal;
  const MAX_HINTS = 3;
  const MISSING = 0.2; // of the characters of a question that carry meaning
  const FEW = 4; // so many of those all belong to what is asked
  /** What people say around the thing they mean: pronouns, adverbs, times and courtesies of everyday speech. Longer ones first. */
  const FILLER = (
    "我想问一下 就是想知道 帮我查一下 是怎么回事 有没有人管 我想反映 我问一下 想问一下 请问一下 我想知道 我想看看 没有人管 有没有人 有人管吗 什么时候 怎么处理 怎么解决 什么地方 哪个部门 一个事情 可不可以 " +
    "打听打听 打听一下 咨询一下 了解一下 不好意思 多长时间 给个说法 没人管 为什么 怎么办 没有人 有没有 是不是 能不能 会不会 要不要 该找谁 谁负责 谁来管 归谁管 管不管 行不行 对不对 好几回 好几天 好几个 " +
    "一个月 不知道 怎么样 怎么会 到现在 不了解 问一下 说一下 看一下 麻烦您 对不起 干什么 凭什么 一会儿 好几年 可以吗 有用吗 多会儿 啥时候 咋回事 怎么弄 怎么个 找哪个 哪去了 到底 请问 你好 您好 师傅 " +
    "麻烦 反映 我们 你们 他们 咱们 我家 你家 门口 没有 没人 有人 怎么 什么 哪里 哪儿 哪个 为啥 咋办 应该 可以 一下 那个 这个 就是 老是 总是 天天 每天 一直 特别 现在 今天 昨天 已经 最后 好久 " +
    "事情 问题 情况 还是 或者 因为 所以 但是 然后 如果 需要 知道 告诉 帮忙 时候 之后 以后 之前 附近 旁边 这里 那里 这儿 那儿 有点 太多 真的 大家 自己 随便 东西 起来 出来 过去 上去 下来 不了 " +
    "不到 多少 几个 几天 打听 问问 想问 我想 请教 咨询 看看 帮我 帮着 劳驾 打扰 谢谢 这么 那么 这样 那样 这些 那些 这种 那种 怎样 如何 为何 干嘛 别人 人家 必须 非常 当然 比较 其实 究竟 毕竟 " +
    "经常 常常 从来 至今 马上 到处 根本 干脆 简直 居然 竟然 反正 也许 可能 觉得 感觉 听说 看到 看见 希望 想要 能够 出去 进去 回来 过来 有的 有些 一些 一点 一样 一起 一次 一天 一年 半天 半年 " +
    "几年 多年 好多 许多 多久 晚上 早上 半夜 前天 明天 周末 最近 以前 后来 刚才 平时 平常 目前 当时 的话 似的 身边 这边 那边 楼下 楼上 对面 地方 虽然 而且 不过 只是 只有 于是 不仅 除了 对于 " +
    "关于 为了 行吗 好吗 对吗 能行 管用 归谁 谁管 谁来 哪家 哪天 是谁 找谁 去哪 上哪 往哪 在哪 跑哪 个事"
  ).split(" ");
  /** Particles, and words that only look as if they had one: 地下, 就医, 工地, 把关. */
  const PARTICLES = new RegExp(
    "((?:[工场土本外当基耕草绿荒田陆用占]地|地[下方点面址区块段上铁震板税名道]|就[业医诊餐学读近]|着[火急装手]|[沉执]着|过[期户路程敏滤渡境]|[通超经]过|" +
      "在[建编线岗册职]|[存现]在|个[人体税]|目的|[取获]得|得[分失罪]|把[关握手]|给[水付排]|[供补]给|[转出]让|被告|[解平温]和|和[解谐平]|参与|是否|太[阳平]|再生))|" +
      "[啥咋咱哎哦的了吗呢吧啊呀嘛喂嗯我你您他她它们谁很太也都又再就才把被让给跟和与及或是在着过得地个些么这那哪]",
    "g",
  );

  /** *text*, in normal form, with a barrier for each character that carries no meaning. */
  function meant(text) {
    const blank = (words) => BARRIER.repeat(words.length);
    return FILLER.reduce((rest, filler) => rest.split(filler).join(blank(filler)), text).replace(PARTICLES, (all, word) => word || BARRIER);
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

"""Hostile pieces of text, and how to make more of them. The same chance gives the same bytes."""

from __future__ import annotations

from random import Random
from typing import Final

MARK: Final = "zhuru"
"""Stands in whatever tries to become markup, so that it is found where it must not be."""

MARKUP: Final = (
    f"<img src=x onerror={MARK}()>",
    f"</script><script>{MARK}()</script>",
    f"]]><{MARK}>",
    f'" onmouseover="{MARK}()',
    f"' onfocus='{MARK}()' autofocus '",
    f"--><{MARK}><!--",
    f"</title><{MARK}>",
    f"&lt;{MARK}&gt; &#60;{MARK}&#62; &amp;lt;{MARK}&gt;",
    f"<{MARK}",
    f"<!DOCTYPE {MARK} [<!ENTITY a '{MARK}'>]>&a;",
    f"＜{MARK}＞ ﹤{MARK}﹥",
    f"{{{{ {MARK} }}}} {{% {MARK} %}} {{# {MARK} #}}",
    f"\\u003c{MARK}\\u003e",
)
LINKS: Final = (
    f"[a](javascript:{MARK})",
    f"[a](JaVaScRiPt&colon;{MARK})",
    f"[a](java\nscript:{MARK})",
    f"[a](data:text/html,{MARK})",
    f"[a](vbscript:{MARK})",
    f"[a](//{MARK}.example/)",
    f"[a](\\\\{MARK}.example)",
    f"[a](https://x.example/?q=%22onclick={MARK})",
    f"[a](https://gov.example@{MARK}.example/)",
    "[a](https://[::1)",
    "[a](https://x.example:99999999/)",
    "[a](../../../../../../etc/passwd)",
    "[a](<https://x.example/ y>)",
    '[a](https://x.example/ "b)c")',
    f"<javascript:{MARK}>",
    f"<https://x.example/{MARK}>",
    f"![a](https://x.example/{MARK}.png)",
    f"[a][b]\n\n[b]: javascript:{MARK}",
    "[a](#b)[c](001.html)",
    "[[[[a](b)](c)](d)](e)",
)
FORMULAS: Final = (
    "=cmd|' /C calc'!A0",
    "+1+1",
    "-2+3",
    "@SUM(1)",
    "＝1＋1",
    "＠a",
    "\t=1",
    "=HYPERLINK(1)",
    "_x003D_1",
    "%0A=1",
)
COMMANDS: Final = (
    f"; return 200 {MARK}",
    f"}} location / {{ return 200 {MARK}; }}",
    f"$host ${{{MARK}}} %{{{MARK}}} $({MARK}) `{MARK}`",
    f'"\nHeader set X-{MARK} "1',
    f"%0d%0aX-{MARK}: 1",
    f"\\nER  - \\nTY  - {MARK}",
    f"}}\n@misc{{{MARK},",
    "\\input{a}",
    "<<base>> <<name>>",
)
STRANGE: Final = (
    "\u202e",
    "\u2066",
    "\u200b",
    "\u200d",
    "\u200c",
    "\u200f",
    "\u2028",
    "\u2029",
    "\u00ad",
    "\u061c",
    "\u3164",
    "\ufe0f",
    "\U000e0041",
    "\U000e0100",
    "\ufeff",
    "\ufffe",
    "\ufdd0",
    "\x00",
    "\x1b[2J\x1b]0;a\x07",
    "\x9b2J",
    "\x07",
    "\x08",
    "\r",
    "\n",
    "\t",
    "\x0b",
    "\x0c",
    "\x85",
    "\x7f",
    "\xa0",
    "\u3000",
    "e\u0301",
    "\u0301" * 40,
    "가",
    "\u1112\u1161\u11ab",
    "𠮷",
    "😀",
    "👨\u200d👩\u200d👧",
    "ﬀ",
    "①⑩㈱",
    "ᠮᠣᠩ\u180e\u202f",
    "İıſK",
)
NUMBERS: Final = (
    "0",
    "-1",
    "00013",
    "1e999",
    "0x1f",
    "1_000",
    "９９",
    "9" * 400,
    "NaN",
    ".inf",
    "~",
    "null",
    "true",
    "no",
    "9999-99-99",
    "0000-00-00",
    "9999-12-31",
    "0001-01-01",
    "2024-02-30",
    "2024-02",
    "2024-12-30 24:60",
    "12:23:59",
    "1" * 18,
    "13800138000",
    "6222020200112233445",
)
NAMES: Final = (
    "..",
    ".",
    "../..",
    "/etc/passwd",
    "C:\\a",
    "a/b",
    "a\\b",
    "con",
    "nul",
    "aux.txt",
    "com1",
    "index",
    "a.",
    "a ",
    "-",
    "--",
    "a--b",
    "Ａ",
    "ａｂ",
    "é",
    "e\u0301",
    "a" * 300,
    "%2e%2e%2f",
    "~root",
    "assets",
    "data",
)
WORDS: Final = (
    "没有建立制度",
    "整改",
    "2024年11月底前完成",
    "印发《公务用车管理办法》（示局发〔2025〕7号）",
    "处理22144次、3.5万元、50%",
    "办公室牵头",
    "张三同志",
    "电话0471-5900362",
    "巡察",
    "，",
    "。",
    "（一）",
    "1.",
    "a",
    " ",
    "《", "》", "“", "”", "（", "）", "〔", "〕",
)  # fmt: skip
SIGNS: Final = ("*", "**", "_", "__", "`", "``", "[", "]", "(", ")", "<", ">", "&", ";", "|", "\\", "~", "!", "#", "- ", "1. ", "> ", "    ", "  \n", "\n", "\n\n", "|\n|-|\n|", "---", "===", ":", "+ ", "^", "$", "@", "%", "'", '"')  # fmt: skip
_ALL: Final = (MARKUP, LINKS, FORMULAS, COMMANDS, STRANGE, NUMBERS, NAMES, WORDS, WORDS, SIGNS, SIGNS)


def piece(chance: Random) -> str:
    """Something that has done harm somewhere, or harmless words around it."""
    return chance.choice(chance.choice(_ALL))


def text(chance: Random, most: int = 8) -> str:
    """A few pieces one after the other, now and then one of them very often."""
    parts = [piece(chance) for _ in range(chance.randint(1, most))]
    if chance.random() < 0.02:
        place = chance.randrange(len(parts))
        parts[place] *= chance.choice((9, 99, 999, 9999 // len(parts[place]) + 1))
    return "".join(parts)


def fit(chance: Random, most: int = 5) -> str:
    """A hostile line that a field of plain text has to accept: nothing but its meaning is wrong."""
    kinds = (MARKUP, FORMULAS, COMMANDS, WORDS, SIGNS)
    made = "".join(chance.choice(chance.choice(kinds)) for _ in range(chance.randint(1, most)))
    made = " ".join(made.split())[:280]
    return made or "甲"


def fit_rich(chance: Random, most: int = 6) -> str:
    """The same for Markdown: no tags, no images, no links to what is not there."""
    harmless = (
        f"a &lt;img src=x onerror={MARK}&gt;",
        f"&#60;{MARK}&#62;",
        f"{{{{ {MARK} }}}}",
        f"[a](https://x.example/?q=%22onclick={MARK})",
        f"<https://x.example/{MARK}>",
        f'`" onclick="{MARK}`',
        f"**{MARK}**",
        f"| {MARK} | b |\n|---|---|\n| =1+1 | `a` |",
        f"- {MARK}\n- ]]>\n\n1. a\n2. b",
        f"> {MARK}",
        f"</{MARK}" if chance.random() < 0.02 else "a < b",
    )
    parts = [
        chance.choice(harmless) if chance.random() < 0.5 else fit(chance, 2).replace("<", "＜") for _ in range(most)
    ]
    made = chance.choice(("", " ", "\n", "\n\n")).join(parts).replace("](", "] (")
    return made.replace("[a] (https", "[a](https").replace("![", "! [") or "甲"


def reworded(chance: Random, whole: str) -> str:
    """*whole* with a piece in it, or in the place of some of it."""
    start = chance.randrange(len(whole) + 1)
    return whole[:start] + text(chance, 2) + whole[start + chance.choice((0, 0, 1, 3, 30)) :]


def mutated(chance: Random, data: bytes, rounds: int = 4) -> bytes:
    """*data* with bytes flipped, cut, doubled, moved, and pieces put in."""
    made = bytearray(data)
    for _ in range(chance.randint(1, rounds)):
        start = chance.randrange(len(made) + 1)
        end = min(len(made), start + chance.choice((0, 1, 2, 8, 40, 400)))
        match chance.randrange(7):
            case 0:
                made[start:end] = b""
            case 1:
                made[start:start] = piece(chance).encode("utf-8", "surrogatepass")
            case 2:
                made[start:end] = piece(chance).encode("utf-8", "surrogatepass")
            case 3:
                made[start:start] = made[start:end] * chance.choice((1, 2, 30))
            case 4:
                made[start:end] = bytes(chance.randrange(256) for _ in range(end - start))
            case 5:
                place = chance.randrange(len(made) + 1)
                made[place:place] = made[start:end]
            case _:
                made[start:end] = bytes(byte ^ (1 << chance.randrange(8)) for byte in made[start:end])
    return bytes(made[: 1 << 17])

"""Statements of a text that something is still to come: 待…批复, 拟…, 正在…, 尚未…."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from rectify.extract.sentences import Place
from rectify.ground.text import HAN

_REST: Final = r"[^，。；：、“”《》（）\n]{0,12}"
_FORM: Final = re.compile(
    r"(?<![等对期优接招看善款虐亏留候])待(?!遇|岗|业|人|命|办|查)[^。；，\n]{1,14}?(?:后|再|即可|下达|批复|批准)"
    rf"|(?<![模虚草比])拟(?!定|订|任|写|稿|合|态|文|制|办|人|发展){_REST}"
    rf"|正在(?!使用|运行|[{HAN}]{{1,7}}的|开展“){_REST}"
    rf"|预计{_REST}?(?:完成|建成|投入|启动|实施|开工|达|竣工|交付)"
    rf"|(?:尚未|暂未|仍未|还未|目前未能)(?!发现|出现|收到|发生|接到){_REST}"
    rf"|(?:计划于|力争|争取){_REST}?(?:完成|建成|启动|实施|开工|竣工)"
)


def unfinished_in(text: str) -> Iterator[Place]:
    """The places in *text*, plain words, where it says that something is not finished yet."""
    return (Place(*match.span()) for match in _FORM.finditer(text))

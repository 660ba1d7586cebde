"""Says in Chinese what is wrong with a template, from the errors of Jinja and Python."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

_TOKENS: Final = {
    "end of statement block": "%}",
    "end of print statement": "}}",
    "end of template": "模板的末尾",
    "integer": "数字",
    "name": "名字",
    "string": "引号里的文字",
}
_Match = re.Match[str]


def _token(name: str) -> str:
    return _TOKENS.get(name, name)


_FORMS: Final[tuple[tuple[str, Callable[[_Match], str]], ...]] = (
    (r"'(?P<name>[^']+)' is undefined", lambda m: f"没有 {m['name']} 这个名字"),
    (r"'[^']+' has no attribute '(?P<name>[^']+)'", lambda m: f"没有 {m['name']} 这一项"),
    (r"parameter '(?P<name>[^']+)' was not provided", lambda m: f"没有给参数 {m['name']}"),
    (
        r".*The innermost block that needs to be closed is '(?P<open>\w+)'",
        lambda m: f"{{% {m['open']} %}} 没有结束，缺 {{% end{m['open']} %}}",
    ),
    (
        r"Encountered unknown tag '(?P<name>(?:end\w+|el\w+))'",
        lambda m: f"{{% {m['name']} %}} 前面没有与它配对的开头",
    ),
    (r"Encountered unknown tag '(?P<name>\w+)'", lambda m: f"没有 {{% {m['name']} %}} 这种标签"),
    (r"No filter named '(?P<name>[^']+)'", lambda m: f"没有 {m['name']} 这个过滤器"),
    (r"No test named '(?P<name>[^']+)'", lambda m: f"没有 {m['name']} 这个判断"),
    (r"unexpected char (?P<sign>'.'|\"'\") at", lambda m: f"这里不能有 {m['sign'][1:-1]}；引号要成对"),
    (
        r"unexpected '?(?P<got>.+?)'?, expected '(?P<wanted>.+?)'",
        lambda m: f"这里应当是 {_token(m['wanted'])}，却是 {_token(m['got'])}",
    ),
    (r"unexpected '(?P<got>.+?)'", lambda m: f"{_token(m['got'])} 之前还缺东西"),
    (
        r"expected token '(?P<wanted>.+?)', got '(?P<got>.+?)'",
        lambda m: f"这里应当是 {_token(m['wanted'])}，却是 {_token(m['got'])}",
    ),
    (r"block '(?P<name>[^']+)' defined twice", lambda m: f"block {m['name']} 写了两次"),
    (
        r"Missing end of (?P<what>\w+)",
        lambda m: f"{'注释没有用 #}' if m['what'] == 'comment' else '{% raw %} 没有'}结束",
    ),
    (r"(?P<name>.+?)\(\) missing \d+ required", lambda m: f"调用 {m['name']} 时少给了参数"),
    (
        r"macro '(?P<name>[^']+)' takes no keyword argument '(?P<key>[^']+)'",
        lambda m: f"{m['name']} 没有参数 {m['key']}",
    ),
    (r"macro '(?P<name>[^']+)' takes not more", lambda m: f"调用 {m['name']} 时多给了参数"),
    (r"(?P<name>.+?)\(\) takes ", lambda m: f"调用 {m['name']} 时多给了参数"),
    (
        r"(?P<name>.+?)\(\) got an unexpected keyword argument '(?P<key>[^']+)'",
        lambda m: f"{m['name']} 没有参数 {m['key']}",
    ),
    (r"'[\w.]+' object is not iterable", lambda _: "for 后面的不是列表"),
    (r"'[\w.]+' object is not callable", lambda _: "括号前面的不是宏，不能调用"),
    (r"unsupported operand|can only concatenate", lambda _: "文字和数字不能这样算在一起"),
    (r"division by zero|.* by zero", lambda _: "除数是 0"),
    (r".*values to unpack", lambda _: "for 后面的名字和列表里的项数不一样"),
)
_PATTERNS: Final = tuple((re.compile(form, re.DOTALL), words) for form, words in _FORMS)


def template_fault(error: Exception) -> str:
    """What is wrong with the template that raised *error*, in Chinese; the message of an unknown error is quoted."""
    message = str(error)
    for pattern, words in _PATTERNS:
        if match := pattern.match(message):
            return words(match)
    return f"写法有误（{message}）"

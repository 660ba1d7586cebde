"""A mistake in a template is told in Chinese, however Jinja or Python call it."""

from __future__ import annotations

import re
from types import SimpleNamespace

import jinja2
import pytest

from rectify.engine.template_errors import template_fault


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("{{ x }}", "没有 x 这个名字"),
        ("{{ page.nothing }}", "没有 nothing 这一项"),
        ("{{ page.a.b }}", "没有 a 这一项"),
        ("{% if x", "这里应当是 %}，却是 模板的末尾"),
        ("{% iff x %}", "没有 {% iff %} 这种标签"),
        ("{% if page %}", "{% if %} 没有结束，缺 {% endif %}"),
        ("{% if page %}{% endfor %}", "{% if %} 没有结束，缺 {% endif %}"),
        ("{% for a in [] %}", "{% for %} 没有结束，缺 {% endfor %}"),
        ("{% endif %}", "{% endif %} 前面没有与它配对的开头"),
        ("{{ page | nope }}", "没有 nope 这个过滤器"),
        ("{% if page is nope %}{% endif %}", "没有 nope 这个判断"),
        ("{{ 1 + }}", "}} 之前还缺东西"),
        ("{{ $ }}", "这里不能有 $；引号要成对"),
        ("{{ 'abc }}", "这里不能有 '；引号要成对"),
        ("{{ (1 }}", "这里应当是 )，却是 }"),
        ("{{ 1 2 }}", "这里应当是 }}，却是 数字"),
        ("{{ one() }}", "调用 one 时少给了参数"),
        ("{{ one(1, 2) }}", "调用 one 时多给了参数"),
        ("{{ one(b=1) }}", "one 没有参数 b"),
        ("{% macro m(a) %}{% endmacro %}{{ m(1, 2) }}", "调用 m 时多给了参数"),
        ("{% macro m(a) %}{% endmacro %}{{ m(b=2) }}", "m 没有参数 b"),
        ("{% macro m(a) %}{{ a }}{% endmacro %}{{ m() }}", "没有给参数 a"),
        ("{{ 1 / 0 }}", "除数是 0"),
        ("{{ 1 + 'a' }}", "文字和数字不能这样算在一起"),
        ("{% for a in 3 %}{% endfor %}", "for 后面的不是列表"),
        ("{% for a, b in [(1,)] %}{% endfor %}", "for 后面的名字和列表里的项数不一样"),
        ("{{ page() }}", "括号前面的不是宏，不能调用"),
        ("{% block a %}{% endblock %}{% block a %}{% endblock %}", "block a 写了两次"),
        ("{# abc", "注释没有用 #}结束"),
    ],
)
def test_a_mistake_is_told_in_chinese(source: str, told: str) -> None:
    """The words name what the template names, and nothing else is left in English."""

    def one(a: object) -> object:
        return a

    environment = jinja2.Environment(undefined=jinja2.StrictUndefined)
    with pytest.raises(Exception, match=r".") as caught:
        environment.from_string(source).render(page=SimpleNamespace(), one=one)

    assert told == re.sub(r"\S*<locals>\.", "", template_fault(caught.value))


def test_what_nobody_foresaw_is_quoted() -> None:
    """A new version of Jinja may say something else."""
    assert template_fault(ValueError("something new")) == "写法有误（something new）"

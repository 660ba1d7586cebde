"""What an examination found as one web page: no other file, no script, fit for print and screen readers."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Final

from markupsafe import Markup

from rectify.checks.report import SAME_IN_SEVERAL, Examination, own_remedy, split_findings, total
from rectify.checks.rules import RULES, Weight, weight_of
from rectify.ground.diagnostics import Diagnostic

_STYLE: Final = Markup("""
:root { color-scheme: light dark; --line: #767676; }
body { max-width: 60rem; margin: 0 auto; padding: 1rem; font: 1.125rem/1.7 system-ui, "Microsoft YaHei", sans-serif; }
h2 { margin-top: 2em; } h3 { font-size: 1.1em; overflow-wrap: anywhere; }
table { border-collapse: collapse; } th, td { border: 1px solid var(--line); padding: .25rem .75rem; text-align: start; }
ul { padding-inline-start: 1.2rem; } li { margin-block: .6rem; } dt { font-weight: bold; margin-top: .8rem; }
.weight { border: 1px solid currentColor; padding: 0 .4em; font-weight: bold; }
:target { outline: 3px solid; outline-offset: 4px; }
@media print { a { color: inherit; text-decoration: none; } }
""")
_PAGE: Final = Markup("""<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="robots" content="noindex">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>检查报告</title>
<style>{style}</style>
</head>
<body>
<header><h1>检查报告</h1></header>
<main>
<p>{total}</p>
{parts}
</main>
</body>
</html>
""")


def as_html(examination: Examination) -> str:
    """The complete page of the report."""
    parts = [_counts(examination), *_files(examination), *_rules(examination), *_waived_section(examination)]
    return str(_PAGE.format(style=_STYLE, total=total(examination), parts=Markup("\n").join(parts)))


def _counts(examination: Examination) -> Markup:
    rows = Markup("").join(
        Markup('<tr><th scope="row">{}</th><td>{}</td></tr>').format(weight.word, examination.count(weight))
        for weight in Weight
    )
    return Markup(
        '<table><caption>各有几处</caption><thead><tr><th scope="col">轻重</th><th scope="col">处数</th></tr></thead>'
        "<tbody>{}</tbody></table>"
    ).format(rows)


def _files(examination: Examination) -> Iterator[Markup]:
    own, repeated = split_findings(examination)
    if examination.diagnostics:
        yield Markup("<h2>逐个文件</h2>")
    for path, group in groupby(own, key=lambda d: d.span.path):
        yield Markup("<h3>{}</h3>\n<ul>{}</ul>").format(path, Markup("\n").join(map(_item, group)))
    if repeated:
        items = Markup("\n").join(
            Markup("<li>{}：{} 个文件，例如 {}</li>").format(_words(one.first), one.files, one.first.span)
            for one in repeated
        )
        yield Markup("<h3>{}</h3>\n<ul>{}</ul>").format(SAME_IN_SEVERAL, items)


def _item(diagnostic: Diagnostic) -> Markup:
    hint = own_remedy(diagnostic)
    return Markup("<li>第 {} 行第 {} 列 {}{}</li>").format(
        diagnostic.span.line,
        diagnostic.span.column,
        _words(diagnostic),
        Markup("<br>怎么办：{}").format(hint) if hint else "",
    )


def _words(diagnostic: Diagnostic) -> Markup:
    code = diagnostic.code
    link = Markup('<a href="#{}">{}</a>').format(code, code) if code in RULES else code
    weight = weight_of(diagnostic).word
    return Markup('<span class="weight">{}</span> {} {}').format(weight, link, diagnostic.message)


def _rules(examination: Examination) -> Iterator[Markup]:
    codes = sorted({d.code for d in examination.diagnostics if d.code in RULES})
    if codes:
        yield Markup("<h2>用到的规则</h2>\n<dl>")
        for rule in map(RULES.__getitem__, codes):
            yield Markup('<dt id="{}">{} {}</dt><dd>{}。怎么办：{}。{}</dd>').format(
                rule.code,
                rule.code,
                rule.title,
                rule.reason,
                rule.remedy,
                f"依据：{rule.standard}。" if rule.standard else "",
            )
        yield Markup("</dl>")


def _waived_section(examination: Examination) -> Iterator[Markup]:
    if examination.waived:
        yield Markup("<h2>已经放行</h2>\n<ul>")
        for one in examination.waived:
            yield Markup("<li>{} {} {}：{}。{}：{}</li>").format(
                one.span, one.rule, RULES[one.rule].title, one.shown, one.by, one.reason
            )
        yield Markup("</ul>")

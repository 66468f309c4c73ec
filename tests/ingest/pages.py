"""Pages as government sites set them: listings in several designs, and bulletins inside an article."""

from __future__ import annotations

import html
from collections.abc import Sequence
from functools import cache

from tests.paths import BULLETINS

Rows = Sequence[tuple[str, str, str]]


@cache
def bulletin_text(number: int) -> str:
    """The text of a published bulletin by its number (0 to 4)."""
    return next(BULLETINS.glob(f"00{number}_*.txt")).read_text(encoding="utf-8")


@cache
def set_as_html(text: str, declare: bool = True) -> str:
    """A bulletin's text as the article of a site: its tables as tables, its paragraphs as paragraphs."""
    from extractors.reading import read_document
    from tests.extractors.setting import as_html

    return as_html(read_document(text.encode()), head='<meta charset="utf-8">' if declare else "")


@cache
def set_as_docx(text: str) -> bytes:
    """A bulletin's text as a letter."""
    from extractors.reading import read_document
    from tests.extractors.setting import as_docx

    return as_docx(read_document(text.encode()))


def article(title: str, body: str) -> str:
    """A short page with one article."""
    return (
        f'<html><head><meta charset="utf-8"><title>{title}</title></head><body><div class="nav"><a href="/">首页</a></div>'
        f'<h1>{title}</h1><div id="zoom"><p>{body}</p></div></body></html>'
    )


def listing_page(
    design: str, rows: Rows, *, heading: str, next_page: str | None = None, declare: bool = True
) -> str:
    """A listing of (address, title, date) in one of the designs `titled`, `bracketed`, `flat`, `table`, `calendar`."""
    body = {
        "titled": _titled,
        "bracketed": _bracketed,
        "flat": _flat,
        "table": _table,
        "calendar": _calendar,
    }[design](rows)
    meta = '<meta charset="utf-8">' if declare else ""
    pager = '<span class="item">首页</span> <a href="javascript:void(0)">上页</a> '
    pager += f'<a href="{next_page}">下页</a>' if next_page else "下页"
    return f"""<!DOCTYPE html><html><head>{meta}<title>{heading}</title></head><body>
<div class="nav"><a href="/">首页</a><a href="/zwgk/">政务公开</a><a href="#top">顶部</a></div>
<h2>{heading}</h2>{body}<div class="pager">{pager} <a href="javascript:go(9)">尾页</a></div>
<div class="footer"><a href="/map.html">网站地图</a> 主办：办公室 2021-01-01</div></body></html>"""


def _titled(rows: Rows) -> str:
    items = (
        f'<li><a href="{uri}" title="{html.escape(title)}">{_shortened(title)}</a><span>{day}</span></li>'
        for uri, title, day in rows
    )
    return f'<ul class="list">{"".join(items)}</ul>'


def _bracketed(rows: Rows) -> str:
    items = (
        f'<li><span>{day}</span><a href="{uri}" target="_blank">{title}</a></li>' for uri, title, day in rows
    )
    return f'<div class="ArticleWrap"><ul>{"".join(items)}</ul></div>'


def _flat(rows: Rows) -> str:
    return (
        "<div>"
        + "<br>".join(f'·<a href="{uri}">{title}</a>&nbsp;&nbsp;{day}' for uri, title, day in rows)
        + "</div>"
    )


def _table(rows: Rows) -> str:
    lines = (
        f'<tr><td>{number}</td><td><a href="{uri}">{title}</a></td><td>成文日期 2021-12-01</td><td>发布日期：{day}</td></tr>'
        for number, (uri, title, day) in enumerate(rows, 1)
    )
    return f'<div class="xxgk"><table><tr><th>序号</th><th>标题</th><th>成文</th><th>发布</th></tr>{"".join(lines)}</table></div>'


def _calendar(rows: Rows) -> str:
    items = (
        f'<dl><dt><b>{day[8:]}</b><i>{day[:7]}</i></dt><dd><a href="{uri}"><img src="new.gif" alt=""><p>{title}</p></a></dd></dl>'
        for uri, title, day in rows
    )
    return "".join(items)


def _shortened(title: str) -> str:
    return title if len(title) <= 12 else title[:12] + "…"

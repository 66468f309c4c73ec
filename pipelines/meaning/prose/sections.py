"""Where in a document a paragraph stands: its clause, its headings, whether it reports or demands.

What belongs here: clause labels as printed, headings, the list of attachments, the responsible office at
the end of a clause, the sections that set tasks (下步工作要求). What does not: anything about figures.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from extractors.model import Document, Paragraph
from pipelines.meaning.prose.lexing.text_folding import Folded, fold

_LEVEL_1 = re.compile(r"^[-·•]?(?P<label>[一二三四五六七八九十]{1,3}、)")
_LEVEL_2 = re.compile(r"^[-·•]?(?P<label>\([一二三四五六七八九十]{1,4}\))[、.]?")
_LEVEL_3 = re.compile(r"^[-·•]?(?P<label>\d{1,2}[.、](?!\d)|\(\d{1,2}\))")
_ATTACHMENT = re.compile(r"^[-·•]?(?:附件|附表|附录)(?:表)?(?:\d|[:：]|$|[一二三四五六七八九十]+[:：.、])")
_LISTED = re.compile(r"^[-·•]?\d{1,2}[.、](?!\d)[^。;]{4,60}$")
_RESPONSIBLE = re.compile(
    r"\((?P<inner>[^()]*(?:\([^()]*\)[^()]*)*(?:牵头|负责|责任单位|配合|"
    r"分工)[^()]*(?:\([^()]*\)[^()]*)*)\)[。.]?$|"
    r"[(。;,]?(?P<colon>(?:责任单位|牵头单位|责任部门|牵头部门|责任领导|负责单位)[::][^。)]+)[。)]*$"
)
_DEMANDING = re.compile(
    r"下一?步|工作要求|工作目标|目标任务|主要目标|总体目标|重点任务|主要任务|工作任务|工作安排|工作打算|"
    r"工作计划|工作举措|整改要求|有关要求|几点要求|工作措施|推进措施|具体要求|"
    r"任务分工|发展目标|下阶段"
)
_REPORTING = re.compile(
    r"成效|总体情况|基本情况|存在(?:的)?(?:主要)?问题|工作开展情况|完成情况|运行情况|办理情况|整改情况|"
    r"主要做法|进展情况|工作进展|工作总结|数据分析|指标情况"
)
_NOTICE = re.compile(r"通知|方案|意见|办法|要点|计划|行动|规划|规范|措施|任务|决定|条例|细则|规程")
_REPORT = re.compile(
    r"通报|简报|情况|总结|报告|答复|公报|分析|月报|周报|季报|年报|解读|动态|回复|专报|快报|公示|统计|排名"
)
_NOTICE_TEXT = re.compile(
    r"(?:通知|方案|意见|要求|安排|计划)(?:要求)?如下[:。]|制定本(?:方案|办法|计划|意见)"
)
_REPORT_TEXT = re.compile(r"(?:通报|报告|汇报|答复|回复|情况|公布|分析)(?:情况)?如下[:。,]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Where a paragraph stands.

    `clause` is the label as printed, `heading` the nearest heading (its own, or the one above), `demanding`
    tells that figures here are targets unless they say otherwise. `body_start` is where the folded
    paragraph's own text begins, after the label.
    """

    clause: str | None
    heading: str | None
    demanding: bool
    attachment: bool
    responsible: str | None
    body_start: int


@dataclass(frozen=True)
class Outline:
    """The paragraphs of a document with their folded text and section."""

    document: Document

    @cached_property
    def demanding(self) -> bool:
        """Whether the document as a whole sets tasks (a notice, a plan) and does not report."""
        title = fold(self.document.front.title or "").text
        if title:
            # The last word of a title says what the document is: 关于…情况的通报, 关于…的通知.
            kinds = [*_NOTICE.finditer(title), *_REPORT.finditer(title)]
            if kinds:
                last = max(kinds, key=lambda match: match.end())
                return bool(_NOTICE.fullmatch(last.group()))
        start = "".join(folded.text for _, folded in self.folded[:12])
        notice, report = _NOTICE_TEXT.search(start), _REPORT_TEXT.search(start)
        return notice is not None and (report is None or notice.start() < report.start())

    @cached_property
    def folded(self) -> list[tuple[Paragraph, Folded]]:
        return [(paragraph, fold(paragraph.text)) for paragraph in self.document.paragraphs]

    def sections(self) -> list[tuple[Paragraph, Folded, Section]]:
        """Every paragraph with its place, in order."""
        found = []
        label_1: str | None = None
        label_2: str | None = None
        heading_1: str | None = None
        heading_2: str | None = None
        demanding_1 = demanding_2 = False
        listing = False
        for paragraph, folded in self.folded:
            text = folded.text
            listing = bool(_ATTACHMENT.match(text)) or (listing and bool(_LISTED.match(text)))
            start = 0
            own_heading: str | None = None
            if match := _LEVEL_1.match(text):
                label_1, label_2 = _printed(paragraph, folded, match), None
                heading_1, heading_2 = heading_of(text[match.end() :]), None
                demanding_1 = _demands(heading_1, False)
                demanding_2 = False
                start = match.end()
            elif match := _LEVEL_2.match(text):
                label_2 = _printed(paragraph, folded, match)
                heading_2 = heading_of(text[match.end() :])
                demanding_2 = _demands(heading_2, False)
                start = match.end()
            elif match := _LEVEL_3.match(text):
                own_heading = heading_of(text[match.end() :])
                start = match.end()
            reporting = any(heading and _REPORTING.search(heading) for heading in (heading_1, heading_2))
            in_clause = label_1 is not None or label_2 is not None
            found.append(
                (
                    paragraph,
                    folded,
                    Section(
                        clause=label_2 or label_1,
                        heading=own_heading or heading_2 or heading_1,
                        demanding=demanding_1
                        or demanding_2
                        or (self.demanding and in_clause and not reporting),
                        attachment=listing,
                        responsible=_responsible(paragraph, folded),
                        body_start=start,
                    ),
                )
            )
        return found


def heading_of(text: str) -> str | None:
    """The heading at the start of a paragraph: the whole of a short line, or its first short sentence."""
    first = re.split(r"[。;]", text, maxsplit=1)[0]
    if len(first) > 45 or re.search(r"\d", first):
        return None
    return first.strip(":,、") or None


def _demands(heading: str | None, otherwise: bool) -> bool:
    if heading is None:
        return otherwise
    return bool(_DEMANDING.search(heading)) and not _REPORTING.search(heading)


def _printed(paragraph: Paragraph, folded: Folded, match: re.Match[str]) -> str:
    start, end = folded.span(match.start("label"), match.end("label"))
    return paragraph.text[start:end]


def _responsible(paragraph: Paragraph, folded: Folded) -> str | None:
    match = _RESPONSIBLE.search(folded.text)
    if not match:
        return None
    group = "inner" if match["inner"] else "colon"
    start, end = folded.span(match.start(group), match.end(group))
    return paragraph.text[start:end].strip()

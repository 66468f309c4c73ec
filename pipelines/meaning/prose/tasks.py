"""Tasks that a document sets with a deadline and without a figure: 11月15日前,梳理应取消证明材料的文件.

What belongs here: how far a deadline reaches, and what of that is a task of its own. What does not:
thresholds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from pipelines.meaning.prose.lexing.ignored_digits import Use
from pipelines.meaning.prose.lexing.paragraph_lexing import SentenceSpan
from pipelines.meaning.prose.sentences.figure_findings import Found
from pipelines.meaning.prose.sentences.sentence_context import SentenceContext
from pipelines.meaning.prose.statements import Kind

_ACTION = re.compile(
    r"完成|实现|形成|推送|反馈|报送|上报|梳理|建立|建成|出台|制定|印发|编制|开展|检查|核对|整改|清理|"
    r"修改|配合|进行|组织|推进|推动|提交|公布|公示|发布|"
    r"对接|接入|部署|配置|上线|开通|启动|取消|调整|落实|做到|达到|明确|汇总|加强|完善|提升|优化|确保|"
    r"全面|录入|改造|迁移|注册|认领|维护"
)
_BEFORE = re.compile(r"(?:底|末)?(?:之|以)?(?:前|内),?")
_NARRATED = re.compile(r"(?:已|已经|均已|未能|未|没有)(?:于|在)?$")


@dataclass(frozen=True, slots=True)
class Task:
    """A task in folded offsets of its paragraph."""

    words: str
    start: int
    end: int
    deadline: date


def find_tasks(
    text: str, sentence: SentenceSpan, found: list[Found], context: SentenceContext
) -> Iterator[Task]:
    """The tasks of a sentence: what its deadlines reach, less the clauses that hold a threshold."""
    deadlines = [m for m in sentence.dates if m.use is Use.DEADLINE and m.value is not None]
    for number, mention in enumerate(deadlines):
        if _NARRATED.search(text[max(0, mention.start - 4) : mention.start]):
            continue
        stop = deadlines[number + 1].start if number + 1 < len(deadlines) else sentence.end
        _, clause = context.clause_of(mention.start)
        reached = [
            c
            for c in sentence.clauses
            if c.start >= clause.start and c.start < stop and c.depth == clause.depth
        ]
        segment: list[int] = []
        for piece in [*reached, None]:
            has_target = piece is not None and any(
                f.kind is Kind.TARGET and piece.start <= f.token.number_start < piece.end for f in found
            )
            if piece is not None and not has_target:
                segment = [segment[0] if segment else piece.start, min(piece.end, stop)]
                continue
            if segment and mention.value is not None:
                task = _task(text, segment[0], segment[1], mention.value, context)
                if task:
                    yield task
            segment = []


def _task(text: str, start: int, end: int, deadline: date, context: SentenceContext) -> Task | None:
    while start < end and text[start] in ",:;、。.)(-·• ":
        start += 1
    while end > start and text[end - 1] in ",:;、。( ":
        end -= 1
    if end <= start:
        return None
    words = text[start:end]
    for mention in reversed(context.sentence.dates):
        if start <= mention.start and mention.end <= end and mention.use is Use.DEADLINE:
            cut = _BEFORE.match(text, mention.end)
            words = words[: mention.start - start] + words[(cut.end() if cut else mention.end) - start :]
    words = re.sub(r"^(?:务必|要|须|应|力争|争取|确保)*(?:于|在|到)?,?|(?<=[,;])于(?=[完全])", "", words)
    if len(words) < 4 or not _ACTION.search(words):
        return None
    return Task(words, start, end, deadline)

"""Whether a figure reports or demands, and what a demand says.

What belongs here: the words of demand and of report, the comparator of a target. What does not: deadlines
(`sentence_context`), tasks without a figure (`tasks`).
"""

from __future__ import annotations

import re

from pipelines.meaning.prose.lexing.ignored_digits import Use
from pipelines.meaning.prose.lexing.printed_figures import Token
from pipelines.meaning.prose.sentences.sentence_context import SentenceContext, without_dates
from pipelines.meaning.prose.statements import Comparator

# 要求 as a verb; 工作要求 and 按要求 are nouns.
_TO_DEMAND = (
    r"(?<!各项)(?<!工作)(?<!任务)(?<!有关)(?<!相关)(?<!标准)(?<!目标)(?<!化)(?<!按)(?<!合)"
    r"要求(?![,、。:;)的\]”\"]|$|进行|制|开展)"
)
_DEMAND = re.compile(
    rf"{_TO_DEMAND}|确保|力争|争取|务必|必须|应当|须(?=达到|不|在|于)|应(?=达到|不低于|不少于|不超过|在)|"
    r"要(?=达到|大于|小于|高于|不低于|不少于|不超过|做到|实现|控制|在\d)|目标(?:值)?(?:为|是)|省定目标|"
    r"计划(?=到|在|于|完成|实现|达到|新增)|预计(?=\d|到|能|可|将|今年|全年|明年|年底)|不得(?=低于|少于|"
    r"超过|高于)"
)
# 按照《…》要求 only says whose rules were followed.
_ACCORDING = re.compile(r"(?:按照?|根据|依据|对照|围绕|依照)[^,。;]{0,40}?要求")
# 三季度目标: heads demands, up to the end of its paragraph.
_GOALS = re.compile(
    r"(?:^|[。;])(?:(?!完成|达到|达成|实现|超额)[^。;:,]){0,12}(?:目标(?:任务|要求|值)?|任务目标)(?:为|是|如下)?:"
)
_STATUS = re.compile(r"目前|现已|已(?!经?(?:规划|计划))|截至|截止|实际|当前|现有|累计|完成了|达到了")
_FALLING = re.compile(
    r"(?:降至|降到|降低到|降低至|下降到|下降至|减少到|减少至|控制在|压缩至|压缩到|压减到|压减至|缩短至|"
    r"缩短到|缩减到|低至)"
    r"(?:约|近)?$"
)
_DUTY_AFTER = re.compile(r"的[^,。;]{0,6}?(?:要|应|须|需|将|一律|予以|必须)")
# 每低一个百分点扣0.1分 is a rule of scoring, no level to reach.
SCORING = re.compile(r"每.*(?:扣|加|奖励|减)")


def is_demanded(context: SentenceContext, token: Token) -> bool:
    """Whether a figure is demanded.

    Behind 目标: and in a section that sets tasks it is, unless a word of report (目前, 已) stands before it; elsewhere it is
    where a word of demand stands before it in its part of the sentence, and no word of report after that, or
    where it is said of a day after the document was written: nothing can have been counted then.
    """
    begin = max(context.sentence.start, context.text.rfind(";", 0, token.number_start) + 1)
    before = context.text[begin : token.number_start]
    before = _ACCORDING.sub(lambda match: "·" * len(match.group()), before)
    demand = _last(_DEMAND, before)
    status = _last(_STATUS, before)
    if demand is not None and (status is None or status < demand):
        return True
    if status is None and _GOALS.search(context.text, context.section.body_start, token.number_start):
        return True
    ahead = context.lies_ahead(token)
    if ahead is not None and (status is None or begin + status < ahead):
        return True
    if not context.section.demanding:
        return False
    return status is None or any(
        m.use is Use.DEADLINE and begin + status < m.start < token.number_start
        for m in context.sentence.dates
    )


def _last(pattern: re.Pattern[str], text: str) -> int | None:
    starts = [match.start() for match in pattern.finditer(text)]
    return starts[-1] if starts else None


def target_comparator(token: Token, bare: str) -> Comparator:
    """The comparator of a demanded level: as printed, else at least; at most where it shall fall (降至)."""
    if token.comparator != "=":
        return token.comparator
    if _FALLING.search(without_dates(bare)):
        return "<="
    return "=" if token.value == 0 else ">="


def is_condition(context: SentenceContext, token: Token) -> bool:
    """Whether the figure triggers a duty and is no level to be reached: 低于50张的要反馈."""
    return token.comparator != "=" and _DUTY_AFTER.match(context.text, token.end) is not None

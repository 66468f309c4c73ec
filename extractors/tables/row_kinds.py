"""What each body row of a table is: data, total, subtotal, section heading, a higher level's row.

What belongs here: rules on labels, on which cells are blank, and on places. What does not: which department
or region a label names, and whether a total adds up.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from extractors.model import RowKind
from extractors.printed.line_wraps import fold
from extractors.printed.no_value import is_no_value
from extractors.printed.numbers import parse_figure

_REGION = r"(?:(?:全|我|本|各)?(?:国|省|市|县|区|州|盟|旗|镇|乡|街道|单位|部门)*|总|各项|以上|所有|全部)"
# 总数 and 累计 may end an indicator's name (事项总数), so they need a whole place before them or nothing.
_SUM = re.compile(
    rf"(?P<prefix>.{{0,12}}?)(?:合计|总计|总合计)(?:数|值)?(?:\([^)]*\))?:?$"
    rf"|(?P<region>{_REGION})(?:共计|总和|总数|汇总|累计):?$"
)
_SUBTOTAL = re.compile(r".*小计(?:\([^)]*\))?:?$")
_WHOLE_PREFIX = re.compile(rf"{_REGION}$")
_WHOLE = re.compile(r"(?:全|我|本)(国|省|市|县|区|州|盟|旗)(?:总体|整体|情况|平均.*|均值)?$")
_AVERAGE = re.compile(r"(?:.{0,6}平均(?:值|数|水平|分)?|.{0,6}均值)(?:\([^)]*\))?$")
_CHINESE_ORDINAL = re.compile(r"[(（]?[一二三四五六七八九十]+[)）]?[、.]?$")
_SECTION_MARK = re.compile(r"(?:[(（]?[一二三四五六七八九十]+[)）、.．]|其中[:：]?$)")
SEQUENCE_HEADS = frozenset({"序号", "编号", "序", "号", "No", "No.", "NO", "NO.", "no", "#", "项次", "行次"})
_NOTE_HEADS = re.compile(r"备注|说明|注$|备考|原因")

_LEVELS: tuple[tuple[re.Pattern[str], int], ...] = tuple(
    (re.compile(pattern), level)
    for pattern, level in (
        (r"(?:全国|中国)$", 0),
        (r".{1,8}(?:省|自治区|特别行政区)$", 1),
        (r".{1,10}(?:自治州|地区|盟)$", 2),
        (r".{1,10}(?:开发区|示范区|保税区|管理区|新区|高新区|经开区|工区|度假区|风景区|实验区)$", 3),
        (r".{1,10}(?:产业园区?|示范园区?|新城)$", 3),
        (r".{1,10}(?:县|区|旗)$", 3),
        (r".{1,8}(?:市|州)$", 2),
        (r".{1,10}(?:街道|街道办事处|镇|乡)$", 4),
    )
)  # fmt: skip
_NO_PLACE = re.compile(
    r"(?:全|各|我|本|市辖)?(?:省|市|县|区|州|盟|旗|、|\(|\)|及|和|与)+$|.*(?:专区|小区|社区|城区|园区|片区|辖区)$"
)
_WHOLE_LEVELS = {"国": 0, "省": 1, "市": 2, "州": 2, "盟": 2, "县": 3, "区": 3, "旗": 3}


@dataclass(frozen=True, slots=True)
class ColumnRoles:
    """Where a table has its running numbers and its names; -1 where it has none."""

    sequence: int
    entity: int
    text_columns: tuple[int, ...]


@lru_cache(maxsize=16384)
def place_level(name: str) -> int | None:
    """0 country, 1 province, 2 prefecture or any city, 3 county or zone, 4 township; None if no place."""
    folded = fold(name)
    if not folded or _NO_PLACE.match(folded):
        return None
    for pattern, level in _LEVELS:
        if pattern.match(folded):
            return level
    return None


def column_roles(leaves: Sequence[str], rows: Sequence[Sequence[str]]) -> ColumnRoles:
    """Which columns hold running numbers, names and other texts, by heading and content."""
    width = len(leaves)
    sequence = next((j for j in range(width) if fold(leaves[j]) in SEQUENCE_HEADS), -1)
    if sequence < 0 and width > 1 and _counts_up([row[0] for row in rows]) and not _is_rank(leaves[0]):
        sequence = 0
    texts = tuple(j for j in range(width) if j != sequence and _is_text_column([row[j] for row in rows]))
    named = [j for j in texts if not _NOTE_HEADS.search(fold(leaves[j]))]
    return ColumnRoles(sequence, named[0] if named else (texts[0] if texts else -1), texts)


def is_sum_label(text: str) -> bool:
    """Whether a label names a total or subtotal (合计, 总计, 小计)."""
    return _is_sum(fold(text))


def is_note_heading(leaf: str) -> bool:
    """Whether a column is for remarks, whose blanks are honest blanks."""
    return _NOTE_HEADS.search(fold(leaf)) is not None


def classify_rows(
    leaves: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    spanning: Sequence[bool] | None = None,
    place_names: Sequence[str] = (),
) -> list[RowKind]:
    """The kind of each row. `spanning[i]` says that row i is known to be one cell over all columns."""
    roles = column_roles(leaves, rows)
    kinds: list[RowKind | None] = []
    labels: list[str] = []
    sums: list[tuple[int, str, bool]] = []  # row, label, whether it names the whole
    for i, row in enumerate(rows):
        filled = [j for j, text in enumerate(row) if fold(text)]
        label = _label(row, roles, filled)
        labels.append(label)
        kind: RowKind | None = None
        if spanning and spanning[i] and len(filled) == 1 and not _is_sum(label):
            kind = RowKind.SECTION
        elif _SUBTOTAL.match(label):
            kind = RowKind.SUBTOTAL
        elif match := _SUM.match(label):
            sums.append((i, label, _is_whole(match["prefix"] or "", place_names)))
            kind = RowKind.TOTAL
        elif _AVERAGE.match(label):
            kind = RowKind.REFERENCE
        elif _is_section(row, roles, filled, rows):
            kind = RowKind.SECTION
        kinds.append(kind)
    for i in _sums_of_groups(sums):
        kinds[i] = RowKind.SUBTOTAL
    for i in _group_heads(rows, roles, kinds):
        kinds[i] = RowKind.SUBTOTAL
    _classify_places(rows, labels, roles, kinds, place_names)
    return [kind or RowKind.DATA for kind in kinds]


def _counts_up(texts: Sequence[str]) -> bool:
    values = [fold(text) for text in texts if fold(text)]
    numbers = [int(value) for value in values if value.isdecimal() and len(value) < 5]
    if len(numbers) < 2 or len(numbers) < 0.6 * len(values):
        return False
    steps = sum(1 for a, b in pairwise(numbers) if b == a + 1)
    return numbers[0] in (0, 1) and steps >= 0.8 * (len(numbers) - 1)


def _is_rank(leaf: str) -> bool:
    return re.search(r"排名|名次|位次|排序", fold(leaf)) is not None


def _is_text_column(texts: Sequence[str]) -> bool:
    others = [text for text in texts if parse_figure(text) is None]
    words = sum([not is_no_value(text) for text in others])
    return words > len(texts) - len(others)


def _label(row: Sequence[str], roles: ColumnRoles, filled: Sequence[int]) -> str:
    """The row's label: the first text that is no figure, up to the first column of values."""
    last = max(roles.entity, roles.sequence, 0)
    texts = [
        fold(row[j])
        for j in filled
        if (j <= last or j in roles.text_columns) and parse_figure(row[j]) is None and not is_no_value(row[j])
    ]
    for text in texts:
        if _is_sum(text):
            return text
    return texts[0] if texts else ""


def _is_sum(label: str) -> bool:
    return bool(_SUBTOTAL.match(label) or _SUM.match(label))


def _is_whole(prefix: str, place_names: Sequence[str]) -> bool:
    return bool(_WHOLE_PREFIX.match(prefix)) or any(prefix == fold(name) for name in place_names)


def _sums_of_groups(sums: Sequence[tuple[int, str, bool]]) -> list[int]:
    """Rows called 合计 that are parts of another total: 市直合计 or several 合计 beside one 总计."""
    if len(sums) < 2:
        return []
    whole = [i for i, _, is_whole in sums if is_whole]
    if not whole:
        return []
    parts = [i for i, _, is_whole in sums if not is_whole]
    words = Counter(label for _, label, is_whole in sums if is_whole)
    if len(words) > 1:
        grand = next((word for word in words if "总计" in word or "总合计" in word), None)
        if grand is not None and words[grand] == 1:
            parts.extend(i for i, label, is_whole in sums if is_whole and label != grand)
    return parts


def _is_section(
    row: Sequence[str], roles: ColumnRoles, filled: Sequence[int], rows: Sequence[Sequence[str]]
) -> bool:
    if not filled or len(row) < 3:
        return False
    first = fold(row[filled[0]])
    if len(filled) == 1:
        if filled[0] > max(roles.entity, roles.sequence, 0) or parse_figure(first) or is_no_value(first):
            return False
        if filled[0] == roles.sequence or _SECTION_MARK.match(first):
            return True
        if roles.sequence >= 0:
            return any(fold(other[roles.sequence]) for other in rows)
        # Without running numbers a lone name may be a place that reported nothing.
        lone = sum(1 for other in rows if sum(1 for text in other if fold(text)) == 1)
        return place_level(first) is None and lone <= max(2, len(rows) // 4)
    if len(filled) == 2 and roles.sequence >= 0 and filled == [roles.sequence, roles.entity]:
        others = [fold(other[roles.sequence]) for other in rows]
        return bool(_CHINESE_ORDINAL.match(first)) and any(other.isdecimal() for other in others)
    return False


def _group_heads(
    rows: Sequence[Sequence[str]], roles: ColumnRoles, kinds: Sequence[RowKind | None]
) -> list[int]:
    """Rows numbered 一, 二 among rows numbered 1, 2: with figures of their own they sum up what follows."""
    if roles.sequence < 0:
        return []
    numbers = [fold(row[roles.sequence]) for row in rows]
    if not any(number.isdecimal() for number in numbers):
        return []
    return [
        i
        for i, number in enumerate(numbers)
        if kinds[i] is None and _CHINESE_ORDINAL.match(number) and any(parse_figure(text) for text in rows[i])
    ]


def _classify_places(
    rows: Sequence[Sequence[str]],
    labels: Sequence[str],
    roles: ColumnRoles,
    kinds: list[RowKind | None],
    place_names: Sequence[str],
) -> None:
    """The place as a whole (殷都区 among its offices) is a total, a higher place (安阳市) a reference."""
    own = [fold(name) for name in place_names if name]
    own_level = next((level for level in map(place_level, own) if level is not None), None)
    peers = [place_level(label) for i, label in enumerate(labels) if kinds[i] is None and label]
    places = [level for level in peers if level is not None]
    mostly_places = len(places) > 0.5 * len(peers)
    usual = Counter(places).most_common(1)[0][0] if mostly_places and places else None
    numbered = roles.sequence >= 0 and 3 * sum(1 for row in rows if fold(row[roles.sequence])) >= len(rows)
    for i, label in enumerate(labels):
        if kinds[i] is not None or not label:
            continue
        if match := _WHOLE.match(label):
            level = _WHOLE_LEVELS[match[1]]
            kinds[i] = RowKind.REFERENCE if own_level is not None and level < own_level else RowKind.TOTAL
            continue
        level_of_label = place_level(label)
        if level_of_label is None:
            continue
        if numbered and not is_no_value(rows[i][roles.sequence]):
            continue
        is_own = label in own
        if numbered:
            apart = usual is None or level_of_label < usual or is_own
        elif is_own:
            apart = usual is None or level_of_label < usual
        else:
            apart = _stands_above(i, rows, labels, level_of_label, usual, own_level)
        if apart:
            alone = not own and numbered and _only_one(labels, rows, roles)
            kinds[i] = RowKind.TOTAL if is_own or alone else RowKind.REFERENCE


def _stands_above(
    row: int,
    rows: Sequence[Sequence[str]],
    labels: Sequence[str],
    level: int,
    usual: int | None,
    own_level: int | None,
) -> bool:
    """Whether an unnumbered place in a table without running numbers is above the places of the other rows.

    A 市 among 县 and 区 may be one of them (汨罗市), so it must be the only one, stand at an end of the table,
    and its counts must exceed all others.
    """
    if usual is None or own_level is None or level >= min(usual, own_level):
        return False
    if sum(1 for label in labels if place_level(label) == level) > 1:
        return False
    bodies = [i for i, label in enumerate(labels) if label and not _is_sum(label)]
    if level >= 2 and row not in (bodies[0], bodies[-1]):
        return False
    for j, text in enumerate(rows[row]):
        figure = parse_figure(text)
        if figure is None or figure.unit == "%" or figure.decimals:
            continue
        others = [parse_figure(rows[i][j]) for i in bodies if i != row]
        if any(other is not None and other.value > figure.value for other in others):
            return False
    return True


def _only_one(labels: Sequence[str], rows: Sequence[Sequence[str]], roles: ColumnRoles) -> bool:
    unnumbered = [
        label
        for label, row in zip(labels, rows, strict=True)
        if place_level(label) is not None and is_no_value(row[roles.sequence])
    ]
    return len(unnumbered) == 1

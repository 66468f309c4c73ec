"""Rows from lines of words: as many words as the heading has columns, the figures in the same places.

What belongs here: which cell each word is. A line that fits in no way, or in two, makes no rows at all: the caller
tells of it. What does not: where such lines begin (`spaced_tables`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from extractors.printed.line_wraps import fold, join_lines
from extractors.printed.no_value import is_no_value
from extractors.printed.numbers import parse_figure
from extractors.tables.row_kinds import SEQUENCE_HEADS, is_sum_label
from extractors.text.text_regions import TextCell, TextRow, is_value, is_word, row_of

_MAX_HEADING_LINES = 4
_MAX_WIDTH = 40
_LONGEST_HEAD = 24
_LONGEST_SECTION = 25
_FEWEST_ROWS = 2
_TELLING_WIDTH = 4  # a heading of so many words is no accident over a single row
_GROUP = "\0"  # between a group of columns and one of them; no text has it
_HAN = re.compile(r"[\u4e00-\u9fff]")
_BRACKETED = re.compile(r"[(（].*[)）]")
_SPEECH = re.compile(r"[，,。；;：:！？!?、]$")
_CONTACT = re.compile(
    r"电话|手机|传真|邮编|邮政编码|联系方式|地址|门牌|代码|证号|账号|网址|邮箱|文号|日期|时间"
)
_RATE_HEAD = re.compile(r"(?:率|占比|比例|比重)(?:[(（][^()（）]*[)）])?$")
_NAME_HEAD = re.compile(
    r"单位|部门|名称|县区|地区|区域|市县|区县|乡镇|街道|窗口|项目|指标|事项|类别|类型|科室|机构|平台|排名|名次|"
    r"城市|市州|州市|县市|镇街|社区|姓名|区划|科目|渠道"
)


@dataclass(frozen=True, slots=True)
class WordLine:
    """A line of words: what stands between blanks."""

    number: int
    words: tuple[str, ...]

    @property
    def values(self) -> int:
        return sum(1 for word in self.words if is_value(word))


def kind_of(text: str) -> str:
    """`blank` (a dash, which stands in any column), `percent`, `number` or `word`."""
    if is_no_value(text):
        return "blank"
    figure = parse_figure(text)
    if figure is None:
        return "word"
    return "percent" if figure.unit == "%" else "number"


def is_row_like(line: WordLine) -> bool:
    """Whether a line has words and figures as rows have them."""
    return len(line.words) >= 2 and line.values > 0


def is_name_head(text: str) -> bool:
    """Whether a word heads the running numbers or the names of a table."""
    return fold(text) in SEQUENCE_HEADS or _NAME_HEAD.search(fold(text)) is not None


def counted_rows(lines: Sequence[WordLine]) -> tuple[list[TextRow], int] | None:
    """(rows, how many lines they take) of the table that begins with the first line, or None.

    The heading ends at the first line with a figure; the table ends at the first line that is no row of it. None, too,
    where a line after it still looks like a row: then the rule that was found is not the table's.
    """
    first = next((k for k, line in enumerate(lines) if line.values), None)
    if not first or first > _MAX_HEADING_LINES:
        return None
    width = _width(lines[first:])
    if width is None:
        return None
    if len(_cells(lines[0], width)) == width and all(len(line.words) == 1 for line in lines[1:first]):
        first = 1  # what follows a whole heading is a heading inside the body
    heading = _heading(lines[:first], width)
    if not heading:
        return None
    body = _Body(width, _column_kinds(lines[first:], width), fold(heading[0][0].text) in SEQUENCE_HEADS)
    if not counts_something(heading[0], body.kinds):
        return None
    rows, used = _body_rows(lines, first, body)
    if used < len(lines) and is_row_like(lines[used]):
        return None
    whole = sum(1 for row in rows if len([cell for cell in row if fold(cell.text)]) >= 2)
    if not whole or not _numbers_go_on(rows, body):
        return None
    if whole < _FEWEST_ROWS and not (width >= _TELLING_WIDTH and _is_sure_of_one_row(heading[0], body.kinds)):
        return None
    if len(heading) > 1:
        heading = [way for way in heading if _rates_over_percents(way, body.kinds)]
    return ([*_levels(heading[0]), *rows], used) if len(heading) == 1 else None


def _is_sure_of_one_row(heading: TextRow, kinds: Sequence[str]) -> bool:
    """Whether a single row belongs to a heading: a name under the head of names, a percentage under a rate."""
    return is_name_head(heading[0].text) and "percent" in kinds and _rates_over_percents(heading, kinds)


def _levels(heading: TextRow) -> list[TextRow]:
    """A heading as its one or two rows: a group stands over each of its columns."""
    if not any(_GROUP in cell.text for cell in heading):
        return [heading]
    parts = [cell.text.partition(_GROUP) for cell in heading]
    line = heading[0].line
    return [row_of([group for group, _, _ in parts], line), row_of([leaf for _, _, leaf in parts], line)]


@dataclass(frozen=True, slots=True)
class _Body:
    """What the whole rows of a table have in common: how many cells, of which kind, running numbers first."""

    width: int
    kinds: tuple[str, ...]
    numbered: bool

    def fits(self, words: Sequence[str]) -> bool:
        """Whether words are a row: all in their kind, but for one word where a figure should be (即办)."""
        if len(words) != self.width:
            return False
        odd = 0
        for kind, word in zip(self.kinds, words, strict=True):
            found = kind_of(word)
            if found == "blank" or kind in ("any", found):
                continue
            if found != "word" or kind == "word":
                return False
            odd += 1
        return odd == 0 or (odd == 1 and sum(kind in ("number", "percent") for kind in self.kinds) >= 3)


def _width(lines: Sequence[WordLine]) -> int | None:
    """How many words most rows have: more than half of the lines with figures."""
    counts = Counter(len(joined_letters(line.words)) for line in lines if is_row_like(line))
    if not counts:
        return None
    width, times = counts.most_common(1)[0]
    return width if 2 <= width <= _MAX_WIDTH and 2 * times > counts.total() - 1 else None


def joined_letters(words: Sequence[str]) -> tuple[str, ...]:
    """Words with letter-spaced names put together: 市 教 育 局 is 市教育局."""
    out: list[str] = []
    spaced = False
    for word in words:
        single = len(word) == 1 and _HAN.match(word) is not None
        if single and spaced:
            out[-1] += word
        else:
            out.append(word)
        spaced = single
    return tuple(out)


def _cells(line: WordLine, width: int) -> tuple[str, ...]:
    """The words of a line, letter-spaced ones joined where the line has too many else."""
    return line.words if len(line.words) == width else joined_letters(line.words)


# --- heading


def _heading(lines: Sequence[WordLine], width: int) -> list[TextRow]:
    """The ways to read the lines of a heading as that many columns, each as one row; [] if there is none."""
    if any(len(word) > _LONGEST_HEAD or _SPEECH.search(word) for line in lines for word in line.words):
        return []
    number = lines[0].number
    words = [list(_cells(line, width)) for line in lines]
    if len(words[0]) < 2:
        return []
    if len(words) == 1:
        return [row_of(words[0], number)] if _is_plain_heading(words[0], width) else []
    flat: list[str] = []
    for word in (word for line in words for word in line):
        if flat and _BRACKETED.fullmatch(word):
            flat[-1] = join_lines((flat[-1], word))  # its unit, on a line of its own
        else:
            flat.append(word)
    if len(flat) == width:
        return [row_of(flat, number)] if _is_plain_heading(flat, width) else []
    return _grouped(words, width, number) if len(words) == 2 else []


def _is_plain_heading(words: Sequence[str], width: int) -> bool:
    return len(words) == width and len(set(map(fold, words))) == width and all(map(is_word, words))


def _grouped(words: Sequence[Sequence[str]], width: int, number: int) -> list[TextRow]:
    """One group of columns over the second line of the heading, put before each of its columns: 办件量/本月.

    Blanks don't tell which heading is the group; all that may be one are returned.
    """
    top, below = words
    if len(below) < 2 or len(top) - 1 + len(below) != width:
        return []
    ways = [
        [*top[:k], *[f"{top[k]}{_GROUP}{leaf}" for leaf in below], *top[k + 1 :]]
        for k in range(1, len(top))
        if not is_name_head(top[k])
    ]
    return [row_of(way, number) for way in ways if _is_plain_heading(way, width)]


def _rates_over_percents(heading: TextRow, kinds: Sequence[str]) -> bool:
    """Whether columns of percents, and only they, are headed as rates."""
    return all(
        (kind == "percent") == (_RATE_HEAD.search(fold(cell.text)) is not None)
        for cell, kind in zip(heading, kinds, strict=True)
        if kind in ("percent", "number")
    )


def counts_something(heading: TextRow, kinds: Sequence[str]) -> bool:
    """Whether a column holds figures that are no running numbers, telephones or other codes."""
    return any(
        kind in ("number", "percent")
        and fold(cell.text) not in SEQUENCE_HEADS
        and not _CONTACT.search(cell.text)
        for cell, kind in zip(heading, kinds, strict=True)
    )


# --- body


def _column_kinds(lines: Sequence[WordLine], width: int) -> tuple[str, ...]:
    """The kind that nearly all words of a column have; `any` where they are figures with and without %."""
    rows = [cells for line in lines if is_row_like(line) and len(cells := _cells(line, width)) == width]
    kinds: list[str] = []
    for j in range(width):
        counts = Counter(kind for row in rows if (kind := kind_of(row[j])) != "blank")
        if not counts:
            kinds.append("any")
            continue
        kind, times = counts.most_common(1)[0]
        figures = counts["number"] + counts["percent"]
        if times >= 0.75 * counts.total():
            kinds.append(kind)
        else:
            kinds.append("any" if figures == counts.total() else "word")
    return tuple(kinds)


def _body_rows(lines: Sequence[WordLine], first: int, body: _Body) -> tuple[list[TextRow], int]:
    rows: list[TextRow] = []
    k = first
    while k < len(lines):
        line = lines[k]
        words = _cells(line, body.width)
        if body.fits(words):
            rows.append(row_of(words, line.number))
            k += 1
        elif (total := _total(words, body)) is not None:
            rows.append(row_of(total, line.number))
            k += 1
        elif (joined := _wrapped(words, lines[k + 1 : k + 2], body)) is not None:
            rows.append(row_of(joined, line.number))
            k += 2
        elif _is_section(line, lines[k + 1 : k + 2], body):
            rows.append(
                (TextCell(line.words[0], line.number), *[TextCell("", line.number)] * (body.width - 1))
            )
            k += 1
        else:
            break
    return rows, k


def _total(words: Sequence[str], body: _Body) -> list[str] | None:
    """合计 and as many figures as there are columns of figures: the cells that its label runs over are blank."""
    if not words or not is_sum_label(words[0]):
        return None
    start = 1 if body.numbered else 0
    columns = [j for j in range(start, body.width) if body.kinds[j] != "word"]
    figures = list(words[1:])
    if len(figures) != len(columns) or not all(is_value(word) for word in figures):
        return None
    if any(
        kind_of(word) not in ("blank", body.kinds[j]) and body.kinds[j] != "any"
        for j, word in zip(columns, figures, strict=True)
    ):
        return None
    cells = [""] * body.width
    cells[0] = words[0]
    for j, word in zip(columns, figures, strict=True):
        if cells[j]:
            return None
        cells[j] = word
    return cells


def _wrapped(words: Sequence[str], following: Sequence[WordLine], body: _Body) -> list[str] | None:
    """A row whose name went on in the next line: 2 市住房和城乡建 / 设局 350 343."""
    if not following or not words or not is_word(words[-1]):
        return None
    rest = _cells(following[0], body.width - len(words) + 1)
    if not rest or not is_word(rest[0]) or len(words) + len(rest) - 1 != body.width:
        return None
    if (len(words) == 1 and not is_wrap(words[0], rest[0])) or body.fits(rest):
        return None
    joined = [*words[:-1], join_lines((words[-1], rest[0])), *rest[1:]]
    return joined if body.fits(joined) else None


def is_wrap(upper: str, lower: str) -> bool:
    """Whether a word can go on in another only because it has no end of its own."""
    return len(upper) >= 4 and len(lower) <= 4 and not re.search(r"[局委办厅院会心县区市]$", upper)


def _is_section(line: WordLine, following: Sequence[WordLine], body: _Body) -> bool:
    """A heading inside the body: one word, right over a whole row."""
    if len(line.words) != 1 or not is_word(line.words[0]) or len(line.words[0]) > _LONGEST_SECTION:
        return False
    if _SPEECH.search(line.words[0]) or not following:
        return False
    return body.fits(_cells(following[0], body.width))


def _numbers_go_on(rows: Sequence[TextRow], body: _Body) -> bool:
    """Whether the running numbers, where the heading has 序号, count up by one or begin again."""
    if not body.numbered:
        return True
    numbers = [int(text) for row in rows if (text := fold(row[0].text)).isdecimal()]
    return bool(numbers) and all(b in (a + 1, 1) for a, b in zip(numbers, numbers[1:], strict=False))

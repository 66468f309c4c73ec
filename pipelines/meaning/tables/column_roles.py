"""What each column of a table is: running number, name, measure, place, note; told from heading and content.

Belongs here: roles, units and dates of columns, which name column a measure belongs to, headings that are
names themselves (a table turned on its side), rows that name the indicator. Does not belong here: single
figures (`observations`), and which indicator a heading means (`pipelines.meaning.indicators`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Literal

from extractors.model import RowKind, Table
from extractors.printed.dates import PrintedDate, find_dates
from extractors.printed.no_value import says_no_value
from extractors.printed.periods import first_day, says_since_new_year
from pipelines.meaning.indicators import IndicatorMatch, IndicatorResolver
from pipelines.meaning.indicators.column_headings import resolve_column
from pipelines.meaning.indicators.genre_words import unit_of
from pipelines.meaning.relative_dates import earlier, without_earlier
from pipelines.meaning.tables.cell_content import CellContent, Content, read, read_cell, read_ordinal
from pipelines.meaning.tables.name_columns import (
    BODY_NAME,
    BRACKETS,
    NAMES_BODIES,
    NAMES_THINGS,
    NOT_A_NAME,
    PERIOD_HEADING,
    NameColumns,
)

Role = Literal["sequence", "entity", "measure", "rank", "note", "other"]


@dataclass(frozen=True, slots=True)
class ColumnMeaning:
    """What a column means.

    `column_no` counts from 1. `indicator` is what its figures measure, None where the rows say it or
    where the column holds no figures. `as_of` is a date in its heading. `entity_column_no` is the column
    that names whom its figures are about; `entity` is a name in the heading itself (a table turned on its
    side). `period` tells that the cells are months or years, `names_indicators` that they name what the
    row measures, `gives_unit` that they hold the row's unit, `gives_place` the place in which the row's name
    is. `since` is the first day of the period in its heading. `target` tells that its figures are what should
    be, not what is (省定目标), `total` that its heading is 合计 among names. `percent_decimals` is set where a
    rate is printed as shares of one (0.9706): the decimals of the percent numbers (97.06) that they are.
    """

    column_no: int
    path: tuple[str, ...]
    role: Role
    unit: str | None
    indicator: IndicatorMatch | None
    as_of: date | None
    entity_column_no: int | None = None
    entity: str | None = None
    period: bool = False
    names_indicators: bool = False
    gives_unit: bool = False
    target: bool = False
    percent_decimals: int | None = None
    total: bool = False
    gives_place: bool = False
    since: date | None = None


_SEQUENCE = re.compile(
    r"^(?:序|序号|编号|序列|序列号|号|no\.?|№|项次|顺序号|排序号|行次|[a-zè])$", re.IGNORECASE
)
_NOTE = re.compile(
    r"备注|说明|备考|附注|原因|存在问题|主要问题|整改措施|情况描述|依据|链接|网址|联系|责任人|电话|意见"
)
_RANK = re.compile(r"排名|名次|位次|排位|排序$")
_PERIOD_CELL = re.compile(
    r"^(?:\d{4}年)?(?:1[0-2]|0?[1-9])月(?:份)?$|^(?:19|20)\d\d年?(?:度)?$|^(?:1[0-2]|[1-9])$|^(?:\d{4}年)?(?:第?[一二三四]季度|[上下]半年)$"
)
_TOTAL_HEADING = re.compile(r"合计|总计|总和|汇总|全[省市县区州]")
_TARGET = re.compile(r"(?:省定|市定|国定|年度|考核|工作|计划)?目标(?:值|任务|要求)?|任务(?:数|目标|指标)")
_INDICATOR_HEADING = re.compile(r"指标|考核内容|评价内容|测评内容")
_BUDGET = re.compile(r"^(?:年初|年度|全年|调整|本年)?预算(?:数|额)?$")
_PLAN = re.compile(r"^(?:年度|全年|月度|本年)?(?:计划|任务)(?:数|量|值)?$")
_SETS_TASKS = re.compile(r"目标|任务")
_AGAINST_TARGET = re.compile(r"完成|实际|差距|相差|达成|达标|进度|实现|剩余|超额|(?:与|距|比|较).{0,4}目标")
# 较上月增减 is a number of things unless it says that it is a rate.
_DIFFERENCE = re.compile(r"^(?!.*(?:率|幅|比例|百分|%)).*(?:增减|增加|减少|变化|净增|增量)")
_CODE = re.compile(r"代码|编码|编号$|号码|邮编|文号|网址|邮箱|账号")
_CONTACTS = re.compile(r"电话|联系|手机|传真|责任人|链接|网址|依据|日期|时间")
_COUNTS = re.compile(r"(?:数|数量|总量|次数|率|占比|比例|得分|分值|金额)$")
_NUMBER = re.compile(r"[\d,，.\s]+")
_DIGIT = re.compile(r"\d")
_LONGEST_CELL = 20  # characters of a cell that is there for a figure, even if it can't be read
_FEWEST_FIGURES = 0.25  # of a column whose heading says that it counts; fewer are slips in a column of names


@dataclass(frozen=True, slots=True)
class _Content:
    """What the cells of a column hold. The counts leave out blank cells, section and covered ones."""

    figures: int
    labelled: int
    unread: int  # figures that can't be read alone: with an unknown measure word, two in a cell, errors
    words: int
    no_value: int
    units: tuple[str | None, ...]
    texts: tuple[str, ...]
    values: tuple[Decimal, ...]
    decimals: tuple[int, ...]

    @property
    def fractions(self) -> bool:
        """Whether the figures are shares of one (0.9706) and no percent numbers."""
        return all(0 <= v <= 1 for v in self.values) and any(v != v.to_integral_value() for v in self.values)

    @property
    def filled(self) -> int:
        return self.figures + self.labelled + self.unread + self.words

    @property
    def numeric(self) -> bool:
        plain = self.figures + self.unread
        return plain > 0 and plain + self.labelled >= 0.6 * self.filled


def describe_columns(
    table: Table,
    resolver: IndicatorResolver,
    *,
    as_of: date | None = None,
    context: Sequence[str] = (),
    lead_in: str | None = None,
    dated: date | None = None,
) -> list[ColumnMeaning]:
    """What each leaf column of `table` means.

    `as_of` is the date of the table or document; it gives the year of headings that print only a month. `dated` is the
    date to which its figures run, as far as that is known: 上月 and 去年同期 count from it.
    `context` are further texts that say what the table is about, such as the title of the document.
    `lead_in` is the sentence before the table, which stands for its title where it has none.
    """
    return _Describer(
        table, resolver, as_of or table.as_of, context, lead_in, dated or table.as_of
    ).describe()


class _Describer:
    """One table while its columns are told apart."""

    def __init__(
        self,
        table: Table,
        resolver: IndicatorResolver,
        as_of: date | None,
        context: Sequence[str],
        lead_in: str | None,
        dated: date | None,
    ) -> None:
        self.dated = dated
        self.table, self.resolver, self.as_of, self.context = table, resolver, as_of, context
        self.paths = tuple(table.header)
        self.meant = _meant(self.paths)
        self.titles = [text for text in (table.title, table.caption) if text]
        if lead_in and not self.titles:
            self.titles = [lead_in]
        self.contents = [self._content(index) for index in range(len(self.paths))]
        self.place: int | None = None  # the column that says in which place the row is, once that is known

    def describe(self) -> list[ColumnMeaning]:
        roles = [self._role(index) for index in range(len(self.paths))]
        roles = self._first_sequence(roles)
        names = [index for index, role in enumerate(roles) if role == "entity"]
        heading_names = self._heading_names(roles)
        owners, roles = self._owners(roles, names)
        columns: list[ColumnMeaning] = []
        rows_say = self._rows_say_indicator(roles)
        for index, role in enumerate(roles):
            columns.append(self._column(index, role, owners[index], heading_names.get(index), rows_say))
        return columns

    # --- content

    def _content(self, index: int) -> _Content:
        figures = labelled = unread = words = no_value = 0
        units: list[str | None] = []
        texts: list[str] = []
        values: list[Decimal] = []
        decimals: list[int] = []
        for row in self.table.rows:
            if row.kind is RowKind.SECTION or index >= len(row.cells):
                continue
            text = row.cells[index].text.strip()
            cell = read(row.cells[index])
            if cell.content is Content.BLANK:
                continue
            texts.append(text)
            if cell.content is Content.NO_VALUE:
                no_value += 1
            elif cell.content is Content.FIGURE or (
                cell.content is Content.NESTED and cell.figures[-1].words
            ):
                figures += 1
                values.append(cell.figures[0].figure.value)
                decimals.append(cell.figures[0].figure.decimals)
                units.append(cell.figures[0].figure.unit)
            elif cell.content is Content.FIGURES and _plainly_figures(text, cell):
                labelled += 1
                units.append(cell.figures[-1].figure.unit)
            elif cell.counts and cell.content is not Content.FIGURES:
                unread += 1
            else:
                words += 1
        return _Content(
            figures,
            labelled,
            unread,
            words,
            no_value,
            tuple(units),
            tuple(texts),
            tuple(values),
            tuple(decimals),
        )

    # --- roles

    def _role(self, index: int) -> Role:
        path, content = self.paths[index], self.contents[index]
        heading = "".join("".join(path).split())
        leaf = "".join(path[-1].split()) if path else ""
        if _SEQUENCE.match(leaf) and (content.numeric or not content.filled or _runs_on(content.texts)):
            return "sequence"
        if _RANK.search(BRACKETS.sub("", leaf)) and _all_ordinals(content.texts):
            return "rank"
        if is_code_heading(path) and content.filled:
            return "other"
        if content.numeric and not (content.unread > content.figures and self._names_things(index)):
            if PERIOD_HEADING.match(leaf) and all(_PERIOD_CELL.match(text) for text in content.texts):
                return "entity"
            if _NOTE.search(heading) and not self._resolves(index) and not self._counts(index):
                return "note"
            if not heading and index == 0 and _runs_on(content.texts):
                return "sequence"
            return "measure"
        if not content.filled:
            if self._resolves(index):
                return "measure"
            return "note" if _NOTE.search(heading) or not content.no_value else "measure"
        if _NOTE.search(leaf) and not re.search(r"单位|部门", leaf):
            return "note"
        if self._is_measure_by_heading(index):
            return "measure"
        if content.labelled and content.labelled >= 0.5 * content.filled:
            return "measure"
        if _mostly_says_no_value(content.texts):
            return "note"
        return "entity"

    def _counts(self, index: int) -> bool:
        """Whether a heading says that figures stand below it: a unit, or a word such as 数 at its end (征求意见数)."""
        path = self.paths[index]
        leaf = BRACKETS.sub("", "".join(path[-1].split())) if path else ""
        return not _CONTACTS.search(leaf) and (
            _COUNTS.search(leaf) is not None or any(map(printed_unit, path))
        )

    def _is_measure_by_heading(self, index: int) -> bool:
        """Whether a heading that says what is counted stands over some figures among words (即办, 见附件2)."""
        content, path = self.contents[index], self.paths[index]
        heading = "".join("".join(path).split())
        odd = sum(1 for text in content.texts if _DIGIT.search(text) and len(text) <= _LONGEST_CELL)
        counted = content.figures + content.unread if content.figures else odd
        if not counted or counted < _FEWEST_FIGURES * content.filled:
            return False
        if NAMES_BODIES.search(heading) or PERIOD_HEADING.match(heading):
            return False
        return any(map(printed_unit, path)) or self._resolves(index)

    def _names_things(self, index: int) -> bool:
        """Whether a column of numbers with words behind them holds names (12社区) or periods, no amounts (113桶)."""
        heading = "".join("".join(self.paths[index]).split())
        texts = self.contents[index].texts
        if PERIOD_HEADING.match(heading):
            return True
        if self._resolves(index) or any(map(printed_unit, self.paths[index])):
            return False
        words = {_NUMBER.sub("", text) for text in texts if read_cell(text).content is Content.UNKNOWN_WORD}
        named = sum(1 for text in texts if BODY_NAME.search(text))
        return (
            any(pattern.search(heading) for pattern in (NAMES_BODIES, NAMES_THINGS))
            or 2 * named > len(texts)
            or len(words) > 1
        )

    def _resolves(self, index: int) -> bool:
        return self._match(index, ()).status == "accepted"

    def _match(self, index: int, drop: Sequence[str]) -> IndicatorMatch:
        meant = self.meant[index]
        path = tuple(part for part in meant if part not in drop) or meant[-1:] or ("",)
        title = " ".join(self.titles) or None
        match = resolve_column(self.resolver, path, title, self.contents[index].units, self.meant)
        found = self.resolver.in_context(match, self.context)
        return replace(found, phrasing="/".join(self.paths[index]))

    def _first_sequence(self, roles: list[Role]) -> list[Role]:
        """A blank heading over 1, 2, 3 … is a running number, unless there is one already."""
        if "sequence" in roles or not roles or roles[0] != "measure":
            return roles
        texts = self.contents[0].texts
        if (
            len(texts) >= 3
            and _runs_on(texts)
            and not self._resolves(0)
            and not _RANK.search("".join(self.paths[0]))
        ):
            return ["sequence", *roles[1:]]
        return roles

    # --- whose figures they are

    def _heading_names(self, roles: Sequence[Role]) -> dict[int, str]:
        """Columns whose heading is a name (仁兴街道) and not a measure: the table is turned on its side."""
        measures = [index for index, role in enumerate(roles) if role == "measure"]
        found: dict[int, str] = {}
        for index in measures:
            for part in self.paths[index]:
                plain = "".join(part.split())
                if BODY_NAME.search(plain) and not NOT_A_NAME.search(plain) and not self._is_indicator(plain):
                    found[index] = plain
        if len(found) < 2 or len(found) < 0.6 * len(measures):
            return {}
        for index in measures:
            plain = "".join("".join(self.paths[index]).split())
            if index not in found and _TOTAL_HEADING.fullmatch(plain):
                found[index] = plain
        return found

    def _is_indicator(self, text: str) -> bool:
        return self.resolver.resolve(text).status == "accepted"

    def _owners(self, roles: Sequence[Role], names: Sequence[int]) -> tuple[list[int | None], list[Role]]:
        """For each column the column of names it belongs to; further columns of words become `other`."""
        owners: list[int | None] = [None] * len(roles)
        final = list(roles)
        if not names:
            return owners, final
        blocks = self._side_by_side(roles, names)
        if blocks:
            for index in range(len(roles)):
                started = [start for start in blocks if start <= index]
                owners[index] = started[-1] if started else None
            for index in names:
                if index not in blocks:
                    final[index] = "other"
            return owners, final
        chosen = NameColumns(self.table, names).choose()
        self.place = chosen.place
        for index in names:
            if index != chosen.owner:
                final[index] = "other"
        for index, role in enumerate(final):
            if role in ("measure", "rank", "other", "note"):
                owners[index] = chosen.owner
        return owners, final

    def _side_by_side(self, roles: Sequence[Role], names: Sequence[int]) -> list[int]:
        """The name columns of tables that stand side by side in one: their measures' headings repeat."""
        starts: list[int] = []
        headings: list[list[str]] = []
        for index, role in enumerate(roles):
            if index in names and (not starts or headings[-1]):
                starts.append(index)
                headings.append([])
            elif role in ("measure", "rank") and starts:
                leaf = self.paths[index][-1] if self.paths[index] else ""
                headings[-1].append(BRACKETS.sub("", "".join(leaf.split())))
        if len(starts) < 2 or not all(headings):
            return []
        first = headings[0]
        return starts if all(other == first[: len(other)] for other in headings[1:]) else []

    # --- what they measure

    def _rows_say_indicator(self, roles: Sequence[Role]) -> int | None:
        """The column of names that are indicators (指标 | 2019年 | 2020年), if there is one."""
        for index, role in enumerate(roles):
            heading = "".join(self.paths[index])
            if role != "entity" and not (role == "other" and _INDICATOR_HEADING.search(heading)):
                continue
            labels = [text for text in self.contents[index].texts if read_cell(text).content is Content.WORDS]
            known = {text for text in labels if self._names_indicator(text)}
            # 合格, 不合格 over and over are no names of figures.
            if len(known) >= 2 and len(known) >= 0.5 * len(labels):
                return index
        return None

    def _names_indicator(self, text: str) -> bool:
        return any(self.resolver.resolve(text, unit).status == "accepted" for unit in (None, "%"))

    def _column(
        self, index: int, role: Role, owner: int | None, entity: str | None, rows_say: int | None
    ) -> ColumnMeaning:
        path, content = self.paths[index], self.contents[index]
        match: IndicatorMatch | None = None
        said_by_row = rows_say is not None and rows_say in (owner, None)
        if role in ("measure", "rank"):
            match = self._match(index, (entity,) if entity else ())
            if match.status != "accepted" and not said_by_row and (entity or self._only_a_period(index)):
                match = self._by_title(match)
            if said_by_row and match.status != "accepted":
                match = None
        return ColumnMeaning(
            column_no=index + 1,
            path=path,
            role=role,
            unit=self._unit(index, match, said_by_row=said_by_row and match is None)
            if role in ("measure", "rank")
            else None,
            indicator=match,
            as_of=self._date_in(path) if role in ("measure", "rank") else None,
            since=self._since(path) if role in ("measure", "rank") else None,
            entity_column_no=None if owner is None else owner + 1,
            entity=entity,
            period=role in ("entity", "other") and _is_period(path, content.texts, role == "entity"),
            names_indicators=index == rows_say,
            target=_is_target(path, match, self.titles),
            gives_place=index == self.place,
            total=entity is not None and _TOTAL_HEADING.fullmatch(entity) is not None,
            gives_unit=role in ("entity", "other")
            and bool(content.texts)
            and all(map(unit_of, content.texts)),
            percent_decimals=self._percent_decimals(index, match) if role == "measure" else None,
        )

    def _only_a_period(self, index: int) -> bool:
        """Whether a heading is a year, quarter or month and nothing else."""
        heading = "".join(self.paths[index])
        dates = find_dates(heading, year=self.as_of.year if self.as_of else 2000)
        return bool(dates) and dates[0].start == 0 and dates[-1].end >= len(heading.rstrip("度份 "))

    def _by_title(self, match: IndicatorMatch) -> IndicatorMatch:
        for title in self.titles:
            by_title = self.resolver.resolve(title, None, "prose")
            if by_title.status == "accepted":
                return replace(by_title, phrasing=match.phrasing, method="context")
        return match

    def _unit(self, index: int, match: IndicatorMatch | None, *, said_by_row: bool) -> str | None:
        printed = [unit for unit in self.contents[index].units if unit]
        for part in reversed(self.paths[index]):
            unit = printed_unit(part)
            if unit:
                return unit
        # Where rows name indicators, some in % and some not, each has its own.
        if printed and (not said_by_row or len(printed) == len(self.contents[index].units)):
            return Counter(printed).most_common(1)[0][0]
        found = self.resolver.registry.get(match.accepted_id) if match else None
        noted = self._noted_unit() or self._listed_unit(index)
        if found is None:
            return noted
        if match and found.kind == "change" and _DIFFERENCE.search(self.paths[index][-1]):
            changed = self.resolver.registry.get(match.of)
            return changed.unit or None if changed and changed.unit != "%" else None
        if noted and found.unit != "%":
            return noted
        listed = self._noted_units()
        if len(listed) > 1 and found.unit != "%" and unit_of(found.unit) not in map(unit_of, listed):
            return None  # one of several, and nothing says which
        if found.unit == "%" and self.contents[index].fractions:
            return None if self._percent_decimals(index, match) is None else "%"
        return found.unit or None

    def _percent_decimals(self, index: int, match: IndicatorMatch | None) -> int | None:
        """The decimals of the percent numbers where a rate is printed as shares of one; None where that isn't sure.

        It is where nothing printed says otherwise, and figures below 1 % can't be meant: the rate is one that should
        be high, and one of them is at least a half. 0.02 under 差评率 may as well be 0.02 %. Spreadsheets drop the
        last zeros of some figures, so the longest says how exact all are; 0.9 alone doesn't tell.
        """
        content = self.contents[index]
        found = self.resolver.registry.get(match.accepted_id) if match else None
        if found is None or found.unit != "%" or found.direction != "higher":
            return None
        said = (*map(printed_unit, self.paths[index]), self._noted_unit())
        if "%" in said or any(content.units) or content.labelled or not content.fractions:
            return None
        decimals = max(content.decimals) - 2
        return decimals if decimals >= 0 and max(content.values) >= Decimal("0.5") else None

    def _noted_unit(self) -> str | None:
        """The unit of `（单位：件）` above the table; none where several are listed there."""
        noted = self._noted_units()
        return noted[0] if len(noted) == 1 else None

    def _noted_units(self) -> list[str]:
        for text in (*self.table.notes_before, self.table.caption or "", self.table.title or ""):
            match = re.search(r"(?:计量|金额)?单位\s*[:：]\s*([^\s,，。;；()（）]{1,24})", text)
            listed = re.split("[、/／]", match[1]) if match else []
            if listed and all(map(unit_of, listed)):
                return listed
            if listed and unit_of(listed[0]):
                return listed[:1]
        return []

    def _listed_unit(self, index: int) -> str | None:
        """The column's unit of `单位：件、条、分`: in order, where as many columns of figures have none of their own."""
        listed = self._noted_units()
        if len(listed) < 2:
            return None
        bare = [
            other
            for other in range(len(self.paths))
            if self._role(other) == "measure"
            and not any(map(printed_unit, self.paths[other]))
            and not any(self.contents[other].units)
        ]
        if len(listed) != len(bare) or index not in bare:
            return None
        return listed[bare.index(index)]

    def _printed_date(self, path: Sequence[str]) -> PrintedDate | None:
        """The date printed in a heading; a month under its quarter is the month."""
        year = self.as_of.year if self.as_of else None
        around = find_dates("".join("".join(path[:-1]).split()), year=year)
        inner = find_dates("".join("".join(path[-1:]).split()), year=around[0].value.year) if around else []
        dates = inner or find_dates("".join("".join(path).split()), year=year)
        return dates[0] if dates else None

    def _date_in(self, path: Sequence[str]) -> date | None:
        """The date in a heading: as printed, or counted back from that or the table's (上月, 去年同期)."""
        heading = "".join("".join(path).split())
        printed = self._printed_date(path)
        base = printed.value if printed else self.dated
        return (earlier(heading, base) if base else None) or (printed.value if printed else None)

    def _since(self, path: Sequence[str]) -> date | None:
        """The first day of the period in a heading, where one is printed that isn't counted back from."""
        heading = "".join("".join(path).split())
        printed = self._printed_date(path)
        if printed is not None and earlier(heading, printed.value) is not None:
            return None
        first = first_day(printed) if printed is not None else None
        day = printed.value if printed is not None else self.dated
        if says_since_new_year(heading) and day is not None and earlier(heading, day) is None:
            return date(day.year, 1, 1)
        return first


def _meant(paths: Sequence[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """The headings without what only tells columns apart: 数量(诉求来源) beside a column 诉求来源, 目标值, 去年同期."""
    headings = {"".join(part.split()) for path in paths for part in path}

    def meant(part: str) -> str:
        def bracket(match: re.Match[str]) -> str:
            return "" if "".join(match[0][1:-1].split()) in headings else match[0]

        plain = BRACKETS.sub(bracket, part)
        return _TARGET.sub("", plain) or plain

    def now(path: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(kept for part in path if (kept := without_earlier(part) if part else part)) or path

    return [now(tuple(meant(part) for part in path)) for path in paths]


def _is_target(path: Sequence[str], match: IndicatorMatch | None, titles: Sequence[str]) -> bool:
    """Whether the figures are what should be: 省定目标; 年初预算 where the row says what is budgeted.

    计划数 is a figure like others (a plan of places at a school) unless the table's title is about targets; 差距 and
    完成数 under 年度目标 are what became of them.
    """
    leaf = BRACKETS.sub("", "".join("".join(path[-1:]).split()))
    if _AGAINST_TARGET.search(leaf):
        return False
    if any(_TARGET.search(part) for part in path):
        return True
    if match is not None and match.status == "accepted":
        return False
    if _BUDGET.match(leaf):
        return True
    return _PLAN.match(leaf) is not None and any(map(_SETS_TASKS.search, titles))


def holds_contacts(path: Sequence[str]) -> bool:
    """Whether the cells below are numbers to call, links or dates."""
    return _CONTACTS.search("".join("".join(path).split())) is not None


def is_code_heading(path: Sequence[str]) -> bool:
    """Whether the cells below are codes and numbers of things, which count nothing."""
    return _CODE.search("".join("".join(path).split())) is not None


def printed_unit(heading: str) -> str | None:
    """The unit in brackets or after a stroke in a heading: 承诺时限(工作日), 办理深度率（%）, 税收比重%."""
    for content in re.findall(r"[(（]\s*([^()（）]{1,8}?)\s*[)）]", heading):
        plain = content.removeprefix("单位:").removeprefix("单位：")
        if unit_of(plain):
            return "%" if unit_of(plain) == "%" else str(plain)
    return "%" if heading.rstrip().endswith(("%", "％")) else None


def _plainly_figures(text: str, cell: CellContent) -> bool:
    """Whether a cell with words is there for its figures (市级70.41%) and not a name or note with a digit."""
    units = [item.figure.unit for item in cell.figures]
    return all(units) and len(text) <= 20 + 20 * len(units)


def _runs_on(texts: Sequence[str]) -> bool:
    """Whether the cells count on: 1, 2, 3 …, some numbers left out or given twice."""
    numbers = [int(text) for text in texts if text.isdecimal()]
    if len(numbers) < 2 or numbers[0] > 2:
        return False
    steps = [later - earlier for earlier, later in pairwise(numbers)]
    return sum(1 for step in steps if step == 1) >= 0.8 * len(steps)


def _all_ordinals(texts: Sequence[str]) -> bool:
    values = [text for text in texts if read_cell(text).content is not Content.NO_VALUE]
    return bool(values) and sum(1 for text in values if read_ordinal(text) is not None) >= 0.8 * len(values)


def _mostly_says_no_value(texts: Sequence[str]) -> bool:
    return sum(1 for text in texts if says_no_value(text)) > 0.5 * len(texts)


def _is_period(path: Sequence[str], texts: Sequence[str], only_label: bool) -> bool:
    """Whether the cells say when the row's figures are, and not when something begins (开工时间)."""
    if not texts:
        return False
    periods = sum(1 for text in texts if _PERIOD_CELL.match("".join(text.split())))
    months = sum(1 for text in texts if "月" in text or "年" in text or "季" in text)
    headed = bool(path) and PERIOD_HEADING.match("".join(path[-1].split())) is not None
    return periods >= 0.8 * len(texts) and (headed or (only_label and months == len(texts)))

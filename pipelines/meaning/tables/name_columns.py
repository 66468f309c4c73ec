"""Which column of a table names whose figures a row holds, and which only says where or in which group that is.

Belongs here: choosing among columns of names by their headings and cells. Not here: which columns hold names at all
(`column_roles`), and what a name stands for (`pipelines.meaning.names`, `pipelines.meaning.regions`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from extractors.model import RowKind, Table
from pipelines.meaning.indicators.genre_words import unit_of

BRACKETS = re.compile(r"[(（][^()（）]*[)）]")
NAMES_BODIES = re.compile(
    r"单位|部门|县市区|县区|区县|县\(市|市县|区划|辖区|街道|乡镇|镇街|主体|机构|企业|学校|城市|地市|州市|市州|网站名称|窗口"
)
NAMES_THINGS = re.compile(r"县|区|市|地区|名称|对象|姓名|来源|类别|类型|项目|指标|事项")
PERIOD_HEADING = re.compile(r"^(?:月份|时间|日期|年份|年度|季度|统计时间|时段|期间)$")
BODY_NAME = re.compile(
    r"(?:街道|镇|乡|县|区|市|州|盟|旗|省|局|委|办|厅|中心|公司|大队|支队|院|所|处|会|银行|办公室|集团|政府|学校|园区|社区|村|部|分局|站|"
    r"总社|团委|法院|检察院|窗口|县级|市级|省级|市直|县直|区直|市本级|全市|全县|全区|全省)$"
)
NOT_A_NAME = re.compile(
    r"^(?:按|已|未|累计|是否|其中|办|总|第)|(?:覆盖|涉及|反馈|派驻|入驻|受理|主办)(?:部门|单位|区|县)$"
)
_RESPONSIBLE = re.compile(r"责任|牵头|主管|配合|分管|负责|来源单位|提供单位")
_GROUP = re.compile(r"窗口|类别|类型|分类|性质|来源|层级|级别|组别|系统$|板块|领域")
_MATTER = re.compile(r"事项")
_PLACE_HEADING = re.compile(
    r"^(?:所属|所在|属地|行政)?(?:县市区|县区|区县|县市|市县区?|市区县?|市州|州市|地市|市地|地区|区域|区划|行政区划?|辖区|属地|县|区|市|城市|"
    r"乡镇街道?|镇街|镇乡|街镇|乡镇|街道|园区)(?:名称|名)?$"
)
_PLACE_NAME = re.compile(r"(?:街道|镇|乡|县|区|市|州|盟|旗|省|市直|县直|区直|本级)$")
_OFFICE_NAME = re.compile(
    r"(?:局|委|办|厅|中心|公司|大队|支队|院|所|会|银行|办公室|集团|政府|学校|部|分局|站|总社|法院|检察院|办事处|村|社区|居委会|村委会)$"
)
_MOST = 0.6

NameKind = Literal["office", "place", "group", "matter", "responsible", "other"]


@dataclass(frozen=True, slots=True)
class ChosenNames:
    """The column that says whose a row's figures are, and the one that says in which place that is (from 0)."""

    owner: int
    place: int | None


class NameColumns:
    """The columns of names of one table."""

    def __init__(self, table: Table, columns: Sequence[int]) -> None:
        self._table = table
        self._columns = tuple(columns)
        self._headings = {index: "".join("".join(table.header[index]).split()) for index in columns}
        self._filled = {index: _filled_down(table, index) for index in columns}
        self._kinds: dict[int, NameKind] = {index: self._kind(index) for index in columns}

    def choose(self) -> ChosenNames:
        """The owner: offices before places, places before matters and groups; of two alike the finer one."""
        offices = [index for index in self._columns if self._kinds[index] == "office"]
        places = [index for index in self._columns if self._kinds[index] == "place"]
        named = [index for index in self._columns if self._kinds[index] not in ("group", "matter")]
        settled = {self._kinds[index] for index in named} & {"place", "responsible"}
        candidates = offices or (named if settled else self._columns)
        best = max(candidates, key=lambda index: (self._score(index), -index))
        best = next((index for index in candidates if self._divides(best, index)), best)
        around = [index for index in places if index != best and not self._divides(best, index)]
        near = max(around, key=lambda index: (len(set(self._filled[index])), -index), default=None)
        return ChosenNames(best, near if self._kinds[best] in ("office", "place", "other") else None)

    # --- what a column names

    def _kind(self, index: int) -> NameKind:
        heading = BRACKETS.sub("", self._headings[index])
        texts = [BRACKETS.sub("", text) for text in dict.fromkeys(self._filled[index])]
        if _RESPONSIBLE.search(heading):
            return "responsible"
        if _GROUP.search(heading):
            return "group"
        if _MATTER.search(heading):
            return "matter"
        places = _share(_PLACE_NAME, texts)
        if places >= _MOST or (_PLACE_HEADING.match(heading) and _share(_OFFICE_NAME, texts) < _MOST):
            return "place"
        return "office" if _share(_OFFICE_NAME, texts) >= _MOST else "other"

    def _score(self, index: int) -> int:
        heading = self._headings[index]
        score = 4 if NAMES_BODIES.search(heading) else 2 if NAMES_THINGS.search(heading) else 1
        if PERIOD_HEADING.match(heading):
            return 0
        if _RESPONSIBLE.search(heading):
            return 3  # 责任单位 beside 项目名称 says who answers for the project, not whose figures they are
        texts = [text for text in self._texts(index) if not NOT_A_NAME.search(text)]
        if texts and all(map(unit_of, texts)):
            return -1
        bodies = sum(1 for text in texts if BODY_NAME.search(BRACKETS.sub("", text)))
        return 2 * score + (2 if texts and bodies >= _MOST * len(texts) else 0)

    def _texts(self, index: int) -> list[str]:
        return [
            text
            for row in self._table.rows
            if row.kind is not RowKind.SECTION and index < len(row.cells)
            if (text := row.cells[index].text.strip())
        ]

    def _divides(self, coarse: int, fine: int) -> bool:
        """Whether `fine` names more than `coarse`, both names of one kind: townships beside their county."""
        if coarse == fine or self._kinds[coarse] != self._kinds[fine]:
            return False
        if self._kinds[fine] not in ("office", "place"):
            return False
        return 2 * len(set(self._filled[coarse])) <= len(set(self._filled[fine]))


def _filled_down(table: Table, index: int) -> list[str]:
    """The cells of a column in the rows of figures, those that are merged or left blank filled from above."""
    found: list[str] = []
    above = ""
    for row in table.rows:
        if row.kind is RowKind.SECTION:
            above = ""
        elif row.kind is RowKind.DATA and index < len(row.cells):
            above = row.cells[index].text.strip() or above
            if above:
                found.append(above)
    return found


def _share(pattern: re.Pattern[str], texts: Sequence[str]) -> float:
    return sum(1 for text in texts if pattern.search(text)) / len(texts) if texts else 0.0

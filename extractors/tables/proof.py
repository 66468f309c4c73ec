"""What a table proves of its own reading: running numbers, sums, ratios, columns of one kind.

A bulletin's table repeats itself: 序号 runs on, parts add up to the total, a ÷ b is the printed rate. A cell that was
misread, dropped or moved breaks these. Knows nothing of departments and indicators: which columns depend on each other is
found from the figures alone. Whether a contradiction is the reader's fault or the author's is not decided here.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from extractors.model import RowKind, Table
from extractors.printed.no_value import is_no_value

_FIGURE = re.compile(r"[-−+]?\d{1,3}(?:[,，]\d{3})+(?:\.\d+)?|[-−+]?\d+(?:\.\d+)?")
_SPACE = re.compile(r"\s+")
_SUM = re.compile(r"[总合小共]计|总[数量]?|合$")
_LONGEST = 24  # characters of a figure; beyond them a float says nothing
_FEWEST = 3  # rows that have to agree before agreement is no chance
_MOSTLY = 0.9  # a relation that holds in this share of rows is meant; the other rows contradict it


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for the reading (`proofs`), and what in it is odd (`oddities`), as short sentences."""

    proofs: tuple[str, ...]
    oddities: tuple[str, ...]

    @property
    def proved(self) -> bool:
        """Whether the reading needs no second one: something depends on every row, and nothing contradicts it."""
        kinds = {proof.split(":")[0] for proof in self.proofs}
        return not self.oddities and "types" in kinds and bool(kinds & {"sequence", "ratio", "sum", "total"})


@dataclass(frozen=True, slots=True)
class _Value:
    """A printed figure: its value, the unit of its last decimal, and whether it is a percentage."""

    value: float
    step: float
    percent: bool


@lru_cache(maxsize=65536)
def _value(text: str) -> _Value | None:
    text = _SPACE.sub("", text)
    percent = text.endswith(("%", "％"))
    digits = text[:-1] if percent else text
    if not _FIGURE.fullmatch(digits):
        return None
    if len(digits) > _LONGEST:
        return None
    plain = digits.replace(",", "").replace("，", "").replace("−", "-")
    _, _, decimals = plain.partition(".")
    return _Value(float(plain), 10.0 ** -len(decimals), percent)


def examine(table: Table) -> Evidence:
    """The evidence in a table. An empty table has none."""
    rows = [row for row in table.rows if row.kind is RowKind.DATA]
    if not rows or not table.header:
        return Evidence((), ())
    width = len(table.header)
    columns = [[row.cells[j].text for row in rows] for j in range(width)]
    values = [[_value(text) for text in column] for column in columns]
    proofs: list[str] = []
    oddities: list[str] = []
    sequence = _sequence(values)
    if sequence is not None:
        (proofs if sequence[0] else oddities).append(sequence[1])
    figures = [
        j
        for j in range(width)
        if _share(v is not None for v in values[j]) >= 0.6 and (j > 0 or sequence is None)
    ]
    _types(columns, values, proofs, oddities)
    _row_sums(values, figures, table, proofs, oddities)
    _ratios(values, figures, table, proofs, oddities)
    _totals(table, values, figures, proofs, oddities)
    return Evidence(tuple(proofs), tuple(oddities))


def _share(flags: Iterable[bool]) -> float:
    found = list(flags)
    return sum(found) / len(found) if found else 0.0


def _name(table: Table, column: int) -> str:
    return table.header[column][-1] if table.header[column] else str(column + 1)


def _sequence(values: list[list[_Value | None]]) -> tuple[bool, str] | None:
    """Running numbers in the first column: (whether they run on, the sentence); None when it has none."""
    column = values[0]
    numbers = [int(v.value) for v in column if v is not None and v.step == 1.0 and not v.percent]
    if len(numbers) < 2 or len(numbers) * 10 < len(column) * 8:
        return None
    steps = [b - a for a, b in pairwise(numbers)]
    ones = sum(step == 1 for step in steps)
    if 2 * ones < len(steps):
        return None
    restarts = sum(step != 1 and following == 1 for step, following in zip(steps, numbers[1:], strict=True))
    if ones + restarts == len(steps) and len(numbers) == len(column):
        return True, f"sequence: {numbers[0]} to {numbers[-1]}"
    return False, f"sequence: the running numbers do not run on from {numbers[0]} to {numbers[-1]}"


def _types(
    columns: list[list[str]], values: list[list[_Value | None]], proofs: list[str], oddities: list[str]
) -> None:
    """Whether each column holds one kind of value."""
    odd = []
    for j, column in enumerate(columns):
        kinds = Counter(
            "words" if value is None else "percent" if value.percent else "figure"
            for text, value in zip(column, values[j], strict=True)
            if value is not None or not is_no_value(text)
        )
        if len(kinds) > 1 and "words" in kinds and max(kinds.values()) < sum(kinds.values()):
            most = max(kinds, key=lambda kind: kinds[kind])
            others = sum(kinds.values()) - kinds[most]
            if others * 5 <= kinds[most]:
                odd.append(f"types: column {j + 1} has {others} value(s) unlike the others")
    if odd:
        oddities += odd
    else:
        proofs.append("types: each column holds one kind of value")


def _row_sums(
    values: list[list[_Value | None]],
    figures: list[int],
    table: Table,
    proofs: list[str],
    oddities: list[str],
) -> None:
    """A column that is the sum of columns that stand together, before or after it (合计 = 一级 + … + 四级)."""
    plain = [j for j in figures if not any(v is not None and v.percent for v in values[j])]
    samples = _telling_rows(values, plain)
    if len(plain) < 3 or not samples:
        return
    for target in plain:
        for direction in (1, -1):
            found = _best_sum(values, plain, target, direction, samples)
            if found is None:
                continue
            parts, good, bad = found
            names = f"{_name(table, target)} = {' + '.join(_name(table, p) for p in sorted(parts))}"
            if not bad:
                proofs.append(f"sum: {names} in {good} rows")
            elif (
                _SUM.search(_name(table, target)) or len(parts) > 2
            ):  # two columns may add up to a third by chance
                oddities.append(f"sum: {names} does not hold in {bad} of {good + bad} rows")


def _best_sum(
    values: list[list[_Value | None]], plain: list[int], target: int, direction: int, samples: list[int]
) -> tuple[list[int], int, int] | None:
    """The columns beside `target` that add up to it, with the rows in which they do and do not."""
    best: tuple[list[int], int, int] | None = None
    parts: list[int] = []
    j = target + direction
    while j in plain:
        parts.append(j)
        j += direction
        if len(parts) < 2 or not any(_adds_up(values, i, target, parts) for i in samples):
            continue
        good, bad = _sums_agree(values, target, parts)
        if good >= _FEWEST and good >= _MOSTLY * (good + bad) and (best is None or bad < best[2]):
            best = (list(parts), good, bad)
    return best


def _telling_rows(values: list[list[_Value | None]], columns: list[int]) -> list[int]:
    """The two rows with the most figures that are not 0: a sum that holds in neither is none."""
    rows = range(len(values[0]))
    filled = [sum((v := values[j][i]) is not None and v.value != 0 for j in columns) for i in rows]
    return sorted(rows, key=lambda i: -filled[i])[:2] if filled and max(filled) >= 3 else []


def _adds_up(values: list[list[_Value | None]], row: int, target: int, parts: list[int]) -> bool:
    whole = values[target][row]
    if whole is None:
        return False
    return abs(sum(v.value for p in parts if (v := values[p][row])) - whole.value) <= whole.step * 0.5 + 1e-9


def _sums_agree(values: list[list[_Value | None]], target: int, parts: list[int]) -> tuple[int, int]:
    """Rows in which the parts add up and in which they do not; rows of zeros say nothing."""
    good = bad = 0
    for i, whole in enumerate(values[target]):
        if whole is None:
            continue
        terms = [values[p][i] for p in parts]
        if sum(term is not None and term.value != 0 for term in terms) < 2:
            if abs(sum(t.value for t in terms if t) - whole.value) > whole.step / 2:
                bad += 1
            continue
        if abs(sum(t.value for t in terms if t) - whole.value) <= whole.step * 0.5 + 1e-9:
            good += 1
        else:
            bad += 1
            if bad > 2 and bad > good:
                return good, bad
    return good, bad


def _ratios(
    values: list[list[_Value | None]],
    figures: list[int],
    table: Table,
    proofs: list[str],
    oddities: list[str],
) -> None:
    """A column of rates that is one column divided by another."""
    rates = [
        j
        for j in figures
        if _share(v.percent for v in values[j] if v is not None) > 0.5 or "率" in _name(table, j)
    ]
    counts = [j for j in figures if not any(v is not None and v.percent for v in values[j])]
    for rate in rates:
        best: tuple[int, int, int, int] | None = None
        for a, b in _candidates(values, counts, rate):
            if rate not in (a, b):
                good, bad = _ratio_agrees(values[a], values[b], values[rate])
                if (
                    good >= _FEWEST
                    and good >= _MOSTLY * (good + bad)
                    and (best is None or (good, -bad) > best[2:])
                ):
                    best = (a, b, good, -bad)
        if best is None:
            continue
        a, b, good, minus_bad = best
        names = f"{_name(table, rate)} = {_name(table, a)} / {_name(table, b)}"
        if minus_bad:
            oddities.append(f"ratio: {names} does not hold in {-minus_bad} of {good - minus_bad} rows")
        else:
            proofs.append(f"ratio: {names} in {good} rows")


def _candidates(values: list[list[_Value | None]], counts: list[int], rate: int) -> list[tuple[int, int]]:
    """Pairs of columns whose quotient is the rate in one of the first rows that say something."""
    telling = [i for i, r in enumerate(values[rate]) if r is not None and r.value > 0 and r.value != 100][:2]
    pairs: set[tuple[int, int]] = set()
    for i in telling:
        r = values[rate][i]
        row = [(j, v.value) for j in counts if (v := values[j][i]) is not None and v.value]
        if r is None:
            continue
        low, high = (r.value - r.step * 1.0001) / 100, (r.value + r.step * 1.0001) / 100
        pairs.update((a, b) for b, y in row for a, x in row if a != b and low <= x / y <= high)
    return sorted(pairs)


def _ratio_agrees(
    a: Sequence[_Value | None], b: Sequence[_Value | None], rate: Sequence[_Value | None]
) -> tuple[int, int]:
    """Rows in which a ÷ b is the rate and in which it is not; rows where it is 0 or 1 say nothing."""
    good = bad = 0
    for x, y, r in zip(a, b, rate, strict=True):
        if x is None or y is None or r is None or y.value == 0:
            continue
        off = abs(100 * x.value / y.value - r.value)
        if off > r.step * 1.0001:  # rounded or cut off
            bad += 1
            if bad > 2 and bad > good:
                return good, bad
        elif x.value != 0 and x.value != y.value:
            good += 1
    return good, bad


def _totals(
    table: Table,
    values: list[list[_Value | None]],
    figures: list[int],
    proofs: list[str],
    oddities: list[str],
) -> None:
    """Columns that add up to the total row."""
    totals = [row for row in table.rows if row.kind is RowKind.TOTAL]
    if len(totals) != 1:
        return
    matching: list[str] = []
    failing: list[str] = []
    for j in figures:
        whole = _value(totals[0].cells[j].text)
        parts = [v for v in values[j] if v is not None]
        if whole is None or whole.percent or any(v.percent for v in parts) or len(parts) < 2:
            continue
        if abs(sum(v.value for v in parts) - whole.value) <= whole.step * 0.5 + 1e-9:
            matching.append(_name(table, j))
        else:
            failing.append(_name(table, j))
    if matching:
        proofs.append(f"total: {len(matching)} column(s) add up to the total row")
    if failing:
        oddities.append(f"total: {', '.join(failing)} do not add up to the total row")

"""What plain formulas of a workbook come to: arithmetic, comparisons, sums and the like, over cells of the file.

A small evaluator of our own. The libraries for it need more than they give here: `formulas` (EUPL) brings numpy, scipy and
schedula and compiles whole workbooks, `pycel` has had no release since 2021 and wants an old networkx with numpy,
`xlcalculator` none since 2022, with pandas and numpy. Tables of figures need a dozen functions. openpyxl cuts the formula
into tokens.

What belongs here: values. What is not understood raises `NotUnderstood`, never a guess; so do circles of formulas.
What does not: which cells have no stored result (`formula_results`).
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from extractors.office.workbooks.formula_parsing import (
    Call,
    Constant,
    Node,
    NotUnderstood,
    Operation,
    Reference,
    parse_formula,
)

Scalar = float | str | bool | None
Address = tuple[str, int, int]  # sheet, row, column

_REFERENCE = re.compile(
    r"(?:(?P<sheet>'(?:[^']|'')+'|[^'!:]+)!)?\$?(?P<c1>[A-Z]{1,3})\$?(?P<r1>\d{1,7})(?::\$?(?P<c2>[A-Z]{1,3})\$?(?P<r2>\d{1,7}))?",
    re.IGNORECASE,
)
_MOST_CELLS = 200_000  # of one range
_MOST_DEPTH = 100  # formulas that wait for each other
_MOST_PLACES = 15


class FormulaError(Exception):
    """An error that the workbook itself would print: #DIV/0!, #VALUE!."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Evaluator:
    """`plain` gives the value of a cell that is no formula (or has a result), `formulas` the text of the others."""

    def __init__(self, plain: Callable[[Address], Any], formulas: dict[Address, str]) -> None:
        self._plain = plain
        self._formulas = formulas
        self._known: dict[Address, Scalar | FormulaError | NotUnderstood] = {}
        self._open: set[Address] = set()

    def value(self, at: Address) -> Scalar:
        """The value of a cell. Raises NotUnderstood and FormulaError."""
        formula = self._formulas.get(at)
        if formula is None:
            return _scalar(self._plain(at))
        if at in self._open:
            raise NotUnderstood("it refers to itself")
        if len(self._open) >= _MOST_DEPTH:
            raise NotUnderstood("too many formulas wait for each other")
        if at not in self._known:
            self._open.add(at)
            try:
                found = self._single(parse_formula(formula), at[0])
                self._known[at] = 0.0 if found is None else found
            except (NotUnderstood, FormulaError) as error:
                self._known[at] = error
            finally:
                self._open.discard(at)
        known = self._known[at]
        if isinstance(known, Exception):
            raise known
        return known

    def _single(self, node: Node, sheet: str) -> Scalar:
        """The value of an expression that stands for one cell."""
        match node:
            case Constant(value):
                return value
            case Reference(text):
                cells = list(self._cells(text, sheet))
                if len(cells) != 1:
                    raise NotUnderstood(f"the range {text} in place of one value")
                return self.value(cells[0])
            case Operation(operator, operands):
                return _operate(operator, [self._single(operand, sheet) for operand in operands])
            case Call(name, arguments):
                return self._call(name, arguments, sheet)

    def _call(self, name: str, arguments: tuple[Node | None, ...], sheet: str) -> Scalar:
        if name == "IF" and 2 <= len(arguments) <= 3:
            chosen = 1 if _truth(self._argument(arguments[0], sheet)) else 2
            return self._argument(arguments[chosen], sheet) if chosen < len(arguments) else False
        if name == "IFERROR" and len(arguments) == 2:
            try:
                return self._argument(arguments[0], sheet)
            except FormulaError:
                return self._argument(arguments[1], sheet)
        if name in ("ROUND", "ABS", "INT") and len(arguments) == (2 if name == "ROUND" else 1):
            return _rounded(name, [_number(self._argument(argument, sheet)) for argument in arguments])
        if name in _OF_MANY and arguments:
            return _OF_MANY[name]([number for part in arguments for number in self._numbers(part, sheet)])
        if name in ("RANK", "RANK.EQ", "_XLFN.RANK.EQ") and 2 <= len(arguments) <= 3:
            return self._rank(arguments, sheet)
        raise NotUnderstood(f"the function {name}")

    def _argument(self, node: Node | None, sheet: str) -> Scalar:
        return 0.0 if node is None else self._single(node, sheet)

    def _numbers(self, node: Node | None, sheet: str) -> Iterator[float]:
        """The numbers of an argument: of a range only what is a number, as in SUM."""
        if not isinstance(node, Reference):
            yield _number(self._argument(node, sheet))
            return
        for at in self._cells(node.text, sheet):
            value = self.value(at)
            if isinstance(value, float):
                yield value

    def _rank(self, arguments: tuple[Node | None, ...], sheet: str) -> float:
        own = _number(self._argument(arguments[0], sheet))
        others = list(self._numbers(arguments[1], sheet))
        ascending = len(arguments) == 3 and _truth(self._argument(arguments[2], sheet))
        if own not in others:
            raise FormulaError("#N/A")
        return 1.0 + sum(1 for other in others if (other < own if ascending else other > own))

    def _cells(self, text: str, sheet: str) -> Iterator[Address]:
        found = _REFERENCE.fullmatch(text)
        if found is None or "[" in text:  # [1]表!A1 is in another file
            raise NotUnderstood(f"the reference {text}")
        if named := found["sheet"]:
            sheet = named[1:-1].replace("''", "'") if named.startswith("'") else named
        first = (int(found["r1"]), _column(found["c1"]))
        last = (int(found["r2"]), _column(found["c2"])) if found["r2"] else first
        rows = range(min(first[0], last[0]), max(first[0], last[0]) + 1)
        columns = range(min(first[1], last[1]), max(first[1], last[1]) + 1)
        if len(rows) * len(columns) > _MOST_CELLS:
            raise NotUnderstood(f"the range {text} is too large")
        return ((sheet, row, column) for row in rows for column in columns)


def _column(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def _scalar(value: Any) -> Scalar:
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int | float):
        return float(value)
    if isinstance(value, str):
        if value.startswith("#") and value.endswith(("!", "?", "A")):
            raise FormulaError(value)
        return value
    raise NotUnderstood("a date")


def _number(value: Scalar) -> float:
    if value is None:
        return 0.0
    if isinstance(value, str):
        try:
            return float(value)
        except ValueError:
            raise FormulaError("#VALUE!") from None
    return float(value)


def _truth(value: Scalar) -> bool:
    if isinstance(value, str):
        raise FormulaError("#VALUE!")
    return bool(value)


def _operate(operator: str, values: list[Scalar]) -> Scalar:
    if len(values) == 1:
        number = _number(values[0])
        return -number if operator == "-" else number / 100 if operator == "%" else number
    left, right = values
    if operator == "&":
        return _text(left) + _text(right)
    if operator in ("=", "<>", "<", ">", "<=", ">="):
        return _compare(operator, left, right)
    a, b = _number(left), _number(right)
    try:
        match operator:
            case "+":
                return a + b
            case "-":
                return _difference(a, b)
            case "*":
                return a * b
            case "/":
                return a / b
            case _:
                power = a**b
                return power if isinstance(power, float) else _raise("#NUM!")
    except ZeroDivisionError:
        raise FormulaError("#DIV/0!") from None
    except OverflowError:
        raise FormulaError("#NUM!") from None


def _raise(code: str) -> float:
    raise FormulaError(code)


def _difference(a: float, b: float) -> float:
    """As workbooks do it: what is left of two nearly equal numbers by binary residue alone is 0."""
    difference = a - b
    return 0.0 if abs(difference) < 1e-15 * max(abs(a), abs(b)) else difference


def _text(value: Scalar) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.15g}"
    return str(value).upper() if isinstance(value, bool) else value


def _compare(operator: str, left: Scalar, right: Scalar) -> bool:
    if left is None or right is None:
        other = right if left is None else left
        blank: Scalar = "" if isinstance(other, str) else 0.0
        left, right = (blank if left is None else left), (blank if right is None else right)
    if isinstance(left, str) and isinstance(right, str):
        left, right = left.casefold(), right.casefold()
    elif isinstance(left, str) or isinstance(right, str):
        if operator in ("=", "<>"):
            return operator == "<>"
        raise NotUnderstood("words compared with a number")
    order = (left > right) - (left < right)  # type: ignore[operator]
    return {
        "=": order == 0, "<>": order != 0, "<": order < 0, ">": order > 0, "<=": order <= 0, ">=": order >= 0,
    }[operator]  # fmt: skip


def _rounded(name: str, numbers: list[float]) -> float:
    if name == "ABS":
        return abs(numbers[0])
    if name == "INT":
        return float(math.floor(numbers[0]))
    places = int(max(-_MOST_PLACES, min(_MOST_PLACES, numbers[1])))
    exact = Decimal(f"{numbers[0]:.15g}")
    return float(exact.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP))


def _average(numbers: list[float]) -> float:
    if not numbers:
        raise FormulaError("#DIV/0!")
    return math.fsum(numbers) / len(numbers)


_OF_MANY: dict[str, Callable[[list[float]], float]] = {
    "SUM": math.fsum,
    "AVERAGE": _average,
    "COUNT": lambda numbers: float(len(numbers)),
    "MAX": lambda numbers: max(numbers, default=0.0),
    "MIN": lambda numbers: min(numbers, default=0.0),
}

"""Formulas of an XLSX without stored results, computed where they are plain, and what is said of it.

Programs that write workbooks without calculating store no result, or 0 for every formula. What belongs here: telling that,
and filling in the values. What does not: what a formula comes to (`formula_values`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from openpyxl.utils import column_index_from_string

from extractors.model import Problem
from extractors.office.workbooks.formula_parsing import NotUnderstood
from extractors.office.workbooks.formula_values import Address, Evaluator, FormulaError

_CELL = re.compile(r"(?<![A-Za-z0-9_.!])\$?([A-Z]{1,2})\$?(\d{1,7})(?![\w(])")
_MOST_NAMED = 12  # cells that a message names


def fill_results(book: Any, written: Any) -> list[Problem]:
    """Give the formulas without result their values in `book`, and tell which they are.

    `book` was loaded with results, `written` with the formulas themselves. Where no formula of the whole book has a
    result but 0 or nothing, although some comes to something else, none has one.
    """
    formulas = _formulas(written)
    if not formulas:
        return []

    def stored(at: Address) -> Any:
        sheet, row, column = at
        if sheet not in book.sheetnames:
            raise NotUnderstood(f"the sheet {sheet} is not in the file")
        cell = book[sheet]._cells.get((row, column))
        return _plain(cell.value) if cell is not None else None

    without = {at: text for at, text in formulas.items() if _is_missing(book, at)}
    if len(without) < len(formulas) and all(at in without or stored(at) in (0, "", None) for at in formulas):
        every = Evaluator(stored, formulas)
        if any(_differs(every, at, formulas[at], stored) for at in formulas):
            without = formulas
    return _filled(book, without, Evaluator(stored, without)) if without else []


def _formulas(written: Any) -> dict[Address, str]:
    found: dict[Address, str] = {}
    for sheet in written.worksheets:
        for (row, column), cell in sheet._cells.items():
            if cell.data_type == "f":
                value = cell.value
                # An array formula is an object with its text; it goes over more cells than its own.
                found[sheet.title, row, column] = (
                    value if isinstance(value, str) else f"{{{value.text or ''}}}"
                )
    return found


def _plain(value: Any) -> Any:
    return "".join(map(str, value)) if isinstance(value, list) else value


def _is_missing(book: Any, at: Address) -> bool:
    sheet, row, column = at
    cell = book[sheet]._cells.get((row, column))
    return cell is None or (cell.value is None and cell.data_type != "s")  # an empty text is a result


def _differs(evaluator: Evaluator, at: Address, formula: str, stored: Any) -> bool:
    """Whether a formula comes to something else than 0, or can't be understood but refers to something else."""
    try:
        return evaluator.value(at) not in (0, "", None)
    except FormulaError:
        return True
    except NotUnderstood:
        return any(_is_filled(stored, ref) for ref in _referred(formula, at[0]))


def _referred(formula: str, sheet: str) -> Iterable[Address]:
    """The cells that a formula names, of ranges the corners."""
    for letters, digits in _CELL.findall(formula):
        yield sheet, int(digits), column_index_from_string(letters)


def _is_filled(stored: Any, at: Address) -> bool:
    return stored(at) not in (0, "", None)


def _filled(book: Any, formulas: dict[Address, str], evaluator: Evaluator) -> list[Problem]:
    computed: dict[str, list[str]] = {}
    problems: list[Problem] = []
    for at, formula in sorted(formulas.items(), key=lambda item: item[0]):
        sheet, row, column = at
        source = book[sheet]
        cell = source.cell(row, column)
        visible = source.sheet_state == "visible"
        try:
            cell.value = evaluator.value(at)
        except FormulaError as error:
            cell.value = error.code
        except NotUnderstood as error:
            # The formula itself is shown: words where a figure should be are never used, a blank might be.
            cell.value = formula
            if visible:
                message = (
                    f"Sheet {sheet}, {cell.coordinate}: {formula} has no stored result and was not computed "
                    f"({error}). Open the file in a spreadsheet program and save it."
                )
                problems.append(Problem("formula", message))
            continue
        if visible:
            computed.setdefault(sheet, []).append(cell.coordinate)
    problems += [_told(sheet, cells) for sheet, cells in computed.items()]
    return problems


def _told(sheet: str, cells: list[str]) -> Problem:
    more = f" and {len(cells) - _MOST_NAMED} more" if len(cells) > _MOST_NAMED else ""
    message = (
        f"Sheet {sheet}: the formulas of {len(cells)} cells have no stored result; they were computed by us, from the "
        f"cells they name: {', '.join(cells[:_MOST_NAMED])}{more}."
    )
    return Problem("computed_formulas", message)

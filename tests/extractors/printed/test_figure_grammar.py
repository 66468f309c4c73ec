"""The grammar of a cell with one figure: every part is told apart, and nothing is left over."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.printed.figures.figure_grammar import MINUS, PLUS, TRIANGLES, read_figure
from extractors.printed.measure_words import IN_CELLS, bare
from extractors.printed.numbers import parse_figure

_FIGURES = st.decimals(0, 10**6, places=2, allow_nan=False)
_UNITS = st.sampled_from(["", "％", "﹪", *sorted(IN_CELLS)])
_MARKS = st.sampled_from(["", "①", "¹", "²³", "*", "※", "[1]", "〔2〕", "（注1）", "（并列）", "★"])
_SIGNS = st.sampled_from(["", *MINUS, *PLUS])
_SENSES = {"下降": -1, "减收": -1, "↓": -1, "▼": -1, "▽": -1, "上升": 1, "增收": 1, "↑": 1, "": None}


def _unit(printed: str) -> str | None:
    return bare(printed) if printed else None


@given(_FIGURES, _SIGNS, _UNITS, _MARKS, st.booleans())
def test_sign_unit_and_mark_in_any_spelling(
    value: Decimal, sign: str, unit: str, mark: str, grouped: bool
) -> None:
    printed = read_figure(f"{sign}{value:,}{unit}{mark}" if grouped else f"{sign}{value}{unit}{mark}")
    assert printed is not None
    assert (printed.figure.value, printed.figure.unit) == (value, _unit(unit))
    assert printed.minus == bool(sign and sign in MINUS)
    assert printed.plus == bool(sign and sign in PLUS)
    assert printed.marks == ((mark.strip("（）"),) if mark else ())
    assert not (printed.turns or printed.bracketed or printed.dash)


@given(
    _FIGURES,
    _UNITS,
    st.sampled_from(sorted(_SENSES)),
    st.sampled_from(["{t}{f}", "{f}{t}", "{f}（{t}）", "{t} {f}"]),
)
def test_a_direction_on_either_side(value: Decimal, unit: str, turn: str, layout: str) -> None:
    if not turn:
        return
    printed = read_figure(layout.format(t=turn, f=f"{value}{unit}"))
    assert printed is not None
    assert (printed.figure.value, printed.figure.unit) == (value, _unit(unit))
    (found,) = printed.turns
    assert (found.sense, found.before) == (_SENSES[turn], layout.startswith("{t}"))


@given(_FIGURES, st.sampled_from([(shape, glyph) for shape, glyphs in TRIANGLES.items() for glyph in glyphs]))
def test_triangles_are_told_by_their_shape(value: Decimal, triangle: tuple[str, str]) -> None:
    printed = read_figure(f"{triangle[1]}{value}")
    assert printed is not None
    assert [turn.shape for turn in printed.turns] == [triangle[0]]


@given(_FIGURES, _UNITS, st.sampled_from(["({})", "（{}）"]))
def test_brackets_are_told(value: Decimal, unit: str, brackets: str) -> None:
    printed = read_figure(brackets.format(f"{value}{unit}"))
    assert printed is not None
    assert (printed.figure.value, printed.figure.unit, printed.bracketed) == (value, _unit(unit), True)


@pytest.mark.parametrize(
    "text",
    [
        "见附件2",
        "详见注3",
        "并入市人社局1个窗口统计",
        "#DIV/0!",
        "120（含预约件）",
        "5%%",
        "+-3",
        "3-5",
        "200（150）",
        "12/15",
        "1 2 3 4 5件",
        "12 34",
        "减免100元",
        "113桶",
        "第3名",
        "2024年",
        "3级",
        "￥100件",
        "下降上升3%",
    ],
)
def test_what_is_left_over_makes_the_cell_no_figure(text: str) -> None:
    assert read_figure(text) is None


def test_blanks_between_thousands_are_told() -> None:
    for text in ("12 345", "12\u00a0345", "1\u2009234\u2009567"):
        printed = read_figure(text)
        assert printed is not None and printed.blanks
    comma = read_figure("12, 345")
    assert comma is not None and not comma.blanks


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("↓2.5%", "-2.5"),
        ("下降4.00%", "-4.00"),
        ("△10", "-10"),
        ("4.00%↓", "4.00"),
        ("‑3", "-3"),
        ("(12)", "12"),
    ],
)
def test_a_figure_without_a_column(text: str, value: str) -> None:
    figure = parse_figure(text)
    assert figure is not None
    assert figure.value == Decimal(value)

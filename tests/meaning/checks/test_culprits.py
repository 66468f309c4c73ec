"""The fewest figures that explain what doesn't hold."""

from __future__ import annotations

import random

import pytest

from pipelines.meaning.checks.culprits import Culprit, Equation, culprits, settled_by

Values = dict[str, float]


def total(target: str, *parts: str, decimals: int = 0) -> Equation:
    return Equation(
        id=f"{target}={'+'.join(parts)}",
        target=target,
        numerator=tuple((part, 1.0) for part in parts),
        denominator=(),
        scale=1.0,
        constant=0.0,
        decimals=decimals,
        is_rate=False,
    )


def rate(target: str, above: str, below: str) -> Equation:
    return Equation(
        id=f"÷{target}",
        target=target,
        numerator=((above, 1.0),),
        denominator=((below, 1.0),),
        scale=100.0,
        constant=0.0,
        decimals=2,
        is_rate=True,
    )


# Three rows of two parts with their sum, and a row of totals.
TABLE: Values = {
    "1a": 12, "1b": 30, "1s": 42, "2a": 7, "2b": 41, "2s": 48, "3a": 25, "3b": 6, "3s": 31, "ta": 44, "tb": 77, "ts": 121,
}  # fmt: skip
SUMS = [
    *(total(f"{row}s", f"{row}a", f"{row}b") for row in "123t"),
    *(total(f"t{column}", *(f"{row}{column}" for row in "123")) for column in "abs"),
]
WHOLE = dict.fromkeys(TABLE, 0)


def named(values: Values, equations: list[Equation] = SUMS) -> list[tuple[str, float, int]]:
    decimals = {id_: 2 if id_.startswith("r") else 0 for id_ in values}
    return [(c.figure, c.value, len(c.explains)) for c in culprits(equations, values, decimals)]


@pytest.mark.parametrize("figure", sorted(TABLE))
def test_where_row_and_column_cross_the_figure_is_named_with_its_value(figure: str) -> None:
    assert named({**TABLE, figure: TABLE[figure] + 9}) == [(figure, TABLE[figure], 2)]


def test_two_errors_apart_are_two_culprits() -> None:
    found = named({**TABLE, "1a": 21, "3b": 60})
    assert sorted(found) == [("1a", 12, 2), ("3b", 6, 2)]


def test_a_table_in_order_has_none() -> None:
    assert named(TABLE) == []


def test_one_broken_formula_that_any_of_its_figures_would_mend_is_unclear() -> None:
    assert named({"1a": 12, "1b": 30, "1s": 43}, [total("1s", "1a", "1b")]) == []


def test_figures_that_other_formulas_confirm_are_not_to_blame() -> None:
    values = {"1a": 12, "1b": 30, "1s": 42, "r": 30.0, "x": 100.0}
    # 12 + 30 = 42 holds, so of r = 100 × a ÷ s only the rate itself can be wrong.
    assert named(values, [total("1s", "1a", "1b"), rate("r", "1a", "1s")]) == [("r", 28.57, 1)]


def test_a_rate_that_was_computed_from_the_wrong_figure_is_its_consequence() -> None:
    values = {"s": 5558, "other": 24382, "t": 29910, "n": 5747, "r": 96.71, "s2": 5528, "r2": 96.19}
    equations = [
        total("t", "s", "other"),
        rate("r", "s", "n"),
        total("s", "s2"),
        total("r", "r2", decimals=2),
    ]
    assert named(values, equations) == [("s", 5528, 3)]


def test_the_right_figure_is_named_in_almost_every_table() -> None:
    """One random figure of a random table of sums is changed: it is found, and nothing else is said."""
    random.seed(3)
    for _ in range(200):
        cells = {f"{row}{column}": float(random.randint(1, 999)) for row in "123" for column in "ab"}
        for row in "123":
            cells[f"{row}s"] = cells[f"{row}a"] + cells[f"{row}b"]
        for column in "abs":
            cells[f"t{column}"] = sum(cells[f"{row}{column}"] for row in "123")
        assert named(cells) == []
        wrong = random.choice(sorted(cells))
        assert named({**cells, wrong: cells[wrong] + random.randint(1, 50)}) == [(wrong, cells[wrong], 2)]


def test_other_evidence_settles_what_one_formula_leaves_unclear() -> None:
    values = {"score": 98.5, "cut": 0.5}
    equation = Equation(
        id="100−cut", target="score", numerator=(("cut", 1.0),), denominator=(), scale=-1.0, constant=100.0,
        decimals=1, is_rate=False,
    )  # fmt: skip
    found = settled_by(
        [equation], values, {"score": 1, "cut": 1}, {"score": 98.5}, lambda now: int(now["score"] != 99.5)
    )
    assert found == [Culprit(figure="score", value=99.5, explains=frozenset({"100−cut"}))]

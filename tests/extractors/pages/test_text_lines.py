"""Digits of another size are none of the figure beside them."""

from __future__ import annotations

import pytest

from extractors.pages.page import Run
from extractors.pages.text_lines import join_runs


def run(text: str, x0: float, em: float) -> Run:
    return Run(text, x0, x0 + 0.5 * em * len(text), 100.0, em, False)


@pytest.mark.parametrize(
    ("runs", "text"),
    [
        ([run("120", 0, 10), run("1", 15, 6)], "120 1"),
        ([run("1", 0, 6), run("120", 3, 10)], "¹120"),
        ([run("120", 0, 10), run("5", 15, 10)], "1205"),
        ([run("5.", 0, 10), run("2", 10, 7)], "5.2"),
        ([run("5", 0, 10), run("%", 5, 7)], "5%"),
    ],
)
def test_small_digits_are_kept_apart(runs: list[Run], text: str) -> None:
    assert join_runs(runs) == text

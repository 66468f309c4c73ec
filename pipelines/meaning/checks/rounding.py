"""Rounding as bulletins do it: half up, away from zero. The same rule as the models' (`sql/macros/arithmetic.sql`)."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Verdict = Literal["match", "rounding", "mismatch"]

# 0.145 is stored a little below itself and would else round down.
_EPSILON = 1e-7


def round_half_up(values: NDArray[np.float64], decimals: NDArray[np.int64]) -> NDArray[np.float64]:
    """Each value rounded to its own number of decimals; NaN stays."""
    import numpy as np

    factor = np.power(10.0, decimals)
    rounded: NDArray[np.float64] = (
        np.sign(values) * np.floor(np.abs(values) * factor + 0.5 + _EPSILON) / factor
    )
    return rounded


def agrees(
    printed: NDArray[np.float64], computed: NDArray[np.float64], decimals: NDArray[np.int64]
) -> NDArray[np.bool_]:
    """Where the computed value, rounded to the printed decimals, is the printed one; false where one is missing."""
    import numpy as np

    near: NDArray[np.bool_] = np.abs(round_half_up(computed, decimals) - printed) < 0.001 * np.power(
        10.0, -decimals.astype(float)
    )
    return near


def rounded(value: float, decimals: int) -> float:
    """One value, half up; `decimals` may be negative (a count in 万)."""
    factor = 10.0**decimals
    return math.copysign(math.floor(abs(value) * factor + 0.5 + _EPSILON) / factor, value)


def verdict(published: float, recomputed: float, decimals: int, *, is_rate: bool) -> Verdict:
    """How a published figure stands to what others make of it; see `sql/macros/arithmetic.sql` for the reasons."""
    unit = 10.0**-decimals
    near = abs(rounded(recomputed, decimals) - (rounded(published, decimals) if decimals < 0 else published))
    if near < 0.001 * unit:
        return "match"
    if is_rate and near < 1.001 * unit and abs(recomputed - published) < 0.9999999 * unit:
        return "rounding"
    return "mismatch"


def number_text(value: float) -> str:
    """A number as a person writes it: 64, 17.5, 44.7552."""
    return str(int(value)) if value == math.floor(value) else repr(rounded(value, 4))

"""Rounding as bulletins do it: half up, away from zero. The same rule as the models' (`sql/macros/arithmetic.sql`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

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

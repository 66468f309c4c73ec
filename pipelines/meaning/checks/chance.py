"""How likely it is that figures which have nothing to do with each other obey a formula so often.

A formula counts only when chance can't explain it, however it was found. Two facts decide: how often a random figure of
that column would hit the computed value (`hit_rate`), and how many formulas were tried (`bound`).
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# One table in a million may teach a formula that is none: a panel of 150,000 bulletins has a few million tables.
MOST_CHANCE = 1e-6
# Where the headings themselves name the relation (满意率 beside 满意件, 合计, 得分 beside 扣分), fewer rows settle it.
MOST_CHANCE_NAMED = 1e-3


def hit_rate(
    printed: NDArray[np.float64], computed: NDArray[np.float64], decimals: NDArray[np.int64]
) -> float:
    """The probability that one row obeys a formula by chance: the larger of two estimates.

    How many rows would obey it if the printed figures were dealt out to other rows; and the figures drawn evenly between
    the smallest and the largest that the column prints, in steps of its last decimal.
    """
    import numpy as np

    count = len(printed)
    if count < 2:
        return 1.0
    step: float = 10.0 ** -float(decimals.max())
    hits = np.abs(printed[:, None] - computed[None, :]) < 0.5000001 * step
    np.fill_diagonal(hits, False)
    shuffled: float = float(hits.sum()) / (count * (count - 1))
    steps = (float(printed.max()) - float(printed.min())) / step + 1.0
    return min(1.0, max(shuffled, 1.0 / steps))


def bound(obeying: int, tested: int, rate: float, tried: int) -> float:
    """An upper bound of the probability that any of `tried` formulas is obeyed by `obeying` of `tested` rows by chance.

    The tail of the binomial distribution, times the formulas tried (Bonferroni).
    """
    if rate >= 1.0:
        return 1.0
    tail: float = sum(
        math.comb(tested, k) * rate**k * (1.0 - rate) ** (tested - k) for k in range(obeying, tested + 1)
    )
    return min(1.0, tail * tried)

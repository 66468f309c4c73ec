"""Figures in the prose: statements, rankings and targets, and an account of every digit.

What belongs here: what sentences say with numbers. What does not: table cells (`meaning.tables`), and which office or
indicator a name means (`meaning.names`, `meaning.indicators`).

`read_prose(document, indicators=…, regions=…, region=…)` reads everything at once; `find_statements` and
`find_targets` are its parts, `account` proves that no figure was lost.
"""

from __future__ import annotations

from pipelines.meaning.prose.figure_accounts import Account, account
from pipelines.meaning.prose.prose_reader import find_statements, find_targets, read_prose
from pipelines.meaning.prose.statements import (
    IgnoredFigure,
    Kind,
    ProseReading,
    Ranking,
    ReviewFigure,
    Statement,
    Target,
)

__all__ = [
    "Account",
    "IgnoredFigure",
    "Kind",
    "ProseReading",
    "Ranking",
    "ReviewFigure",
    "Statement",
    "Target",
    "account",
    "find_statements",
    "find_targets",
    "read_prose",
]

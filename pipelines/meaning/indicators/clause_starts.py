"""Where in a clause of prose a phrasing may begin.

Belongs here: leaving aside the words before it, and what that costs. Does not belong here: matching what
is left.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipelines.meaning.indicators.genre_words import Folded, Piece, WordKind

# What leaving words aside costs. A word of the genre right before the rest may belong to it (网上办结率 without 网上):
# its cost alone puts a match under the line of acceptance. Others say who did it, and cost next to nothing.
_ANY = 0.01
_NEAR_WORD = 0.2
_FAR_WORD = 0.02
_OWNER = 0.02
_UNKNOWN = 0.06

_ENDS = re.compile(r"[,，;；。:：!！?？\n]+")
_AND = frozenset({"及", "和", "与", "、"})
_NEGATIONS = frozenset("未不非无没")
_OWNER_ENDS = tuple("省市县区州旗镇乡村局委办厅院所会部处科队站社司厂校团关行")


def last_clause(text: str) -> tuple[str, bool]:
    """The last clause of a text that isn't blank, and whether that is the whole text."""
    clauses = [clause for clause in _ENDS.split(text) if clause.strip()]
    return (clauses[-1], len(clauses) == 1) if clauses else ("", True)


def ends_of_clause(folded: Folded) -> Iterator[tuple[str, float]]:
    """What is left of a clause when words at its beginning are left aside, longest first, with the cost.

    Names of places and bodies, verbs and filling words cost next to nothing. A word of the genre directly
    before the rest may belong to it and makes the match doubtful; a negation before it rules the rest
    out.
    """
    for start in range(1, len(folded.pieces)):
        skipped, rest = folded.pieces[:start], folded.pieces[start:]
        if not _negated(skipped):
            yield "".join(piece.text for piece in rest), _cost(skipped)


def _negated(skipped: Sequence[Piece]) -> bool:
    last = skipped[-1]
    return last.kind is WordKind.UNKNOWN and last.text[-1] in _NEGATIONS


def _cost(skipped: Sequence[Piece]) -> float:
    cost = _ANY
    while len(skipped) > 1 and skipped[-1].text in _AND:
        skipped = skipped[:-1]  # 报送及采用: what is before 及 may go with the rest
    for distance, piece in enumerate(reversed(skipped)):
        if piece.kind is WordKind.WORD:
            cost += _NEAR_WORD if distance == 0 else _FAR_WORD
        elif piece.kind is WordKind.UNKNOWN and distance == 0:
            cost += _OWNER if piece.text.endswith(_OWNER_ENDS) else _UNKNOWN
    return cost

"""What people decided of names, ready to be asked: which function a name is, and which it is not.

Where their decisions are kept, and how they are written, is the matter of `pipelines.meaning.decisions`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from pipelines.meaning.judgement import Judgement, Question, Verdict
from pipelines.meaning.names.name_folding import compared

_Place = tuple[str, str | None]


@dataclass(frozen=True, slots=True)
class DecidedNames:
    """Judgements of names, by the name as it is compared and the place for which they hold."""

    _chosen: dict[_Place, Judgement] = field(default_factory=dict)
    _refused: dict[_Place, frozenset[str]] = field(default_factory=dict)

    @staticmethod
    def of(judgements: Iterable[Judgement]) -> DecidedNames:
        """Those of `judgements` that are about names."""
        chosen: dict[_Place, Judgement] = {}
        refused: dict[_Place, frozenset[str]] = {}
        for each in judgements:
            if each.question is not Question.NAME or each.answer is None:
                continue
            place = (compared(each.subject), each.region)
            if each.is_settled:
                chosen[place] = each
            elif each.verdict is Verdict.DIFFERENT:
                refused[place] = refused.get(place, frozenset()) | {each.answer}
        return DecidedNames(chosen, refused)

    def __bool__(self) -> bool:
        return bool(self._chosen or self._refused)

    def chosen(self, folded: str, region: str | None) -> Judgement | None:
        """The judgement that settles the name in documents of `region`; the narrower one first."""
        return self._chosen.get((folded, region)) or self._chosen.get((folded, None))

    def refused(self, folded: str, region: str | None) -> frozenset[str]:
        """The functions that the name was decided not to be."""
        if not self._refused:
            return frozenset()
        return self._refused.get((folded, region), frozenset()) | self._refused.get(
            (folded, None), frozenset()
        )

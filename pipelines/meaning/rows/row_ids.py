"""The ids of raw rows, and the items of review that carry one: stable from run to run, unique in a document."""

from __future__ import annotations

from collections import Counter

from warehouse.records import RawProblem


class RowIds:
    """Gives out the ids of one document's rows, from where things stand."""

    def __init__(self, document_id: str) -> None:
        self.document_id = document_id
        self._taken: Counter[str] = Counter()

    def given(self) -> Counter[str]:
        """What was given out so far, for `take_back`."""
        return self._taken.copy()

    def take_back(self, to: Counter[str]) -> None:
        """Forget what was given out since: its rows came to nothing."""
        self._taken = to

    def unique(self, stem: str) -> str:
        """An id from where something stands; a second thing at the same place gets a number."""
        key = f"{self.document_id[:16]}-{stem}"
        self._taken[key] += 1
        return key if self._taken[key] == 1 else f"{key}-{self._taken[key]}"

    def table(self, number: int) -> str:
        """The id of a table, by its place in the document, from 1."""
        return f"{self.document_id[:16]}-t{number:02d}"

    def problem(self, stem: str, kind: str, locator: str | None, message: str) -> RawProblem:
        """An item of review."""
        return RawProblem(
            item_id=self.unique(stem),
            document_id=self.document_id,
            kind=kind,
            locator=locator,
            message=message,
        )

"""From a `Document` to the rows of the raw schema: who, what, how much, as of when.

The resolvers of names, places, indicators and prose do the work, `rows` writes down what they answer; this module
puts a document together from its parts. It runs in the process that read the document.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from extractors.errors import UnreadableDocument
from extractors.model import Document, Problem
from pipelines.meaning.judgement import Judgement
from pipelines.meaning.regions import Level, Region
from pipelines.meaning.resolvers import Resolvers
from pipelines.meaning.rows.cell_accounts import hold_to_account
from pipelines.meaning.rows.failed_parts import unread_prose, unread_table
from pipelines.meaning.rows.formula_culprits import with_culprits
from pipelines.meaning.rows.formula_doubts import with_doubts
from pipelines.meaning.rows.formula_rows import rows_between_tables
from pipelines.meaning.rows.prose_rows import prose_rows
from pipelines.meaning.rows.row_ids import RowIds
from pipelines.meaning.rows.table_rows import table_rows
from warehouse.records import DocumentFacts, DocumentRows, RawProblem, Rows

_HIDDEN = ("hidden_rows", "hidden_text")  # problems of parts that a page holds and doesn't show


class Interpreter(Resolvers):
    """Resolvers loaded once for each process."""

    @classmethod
    @lru_cache(maxsize=4)
    def shared(cls, judgements: tuple[Judgement, ...] = ()) -> Interpreter:
        return cls(judgements)

    def region_of(self, document: Document, publisher_region: str | None = None) -> Region | None:
        """The place whose bulletin a document is: by what it says of itself, else its publisher's."""
        front = document.front
        dated = front.as_of or front.published_on
        year = dated.year if dated else None
        texts = (front.place_name, front.issuer, front.title)
        named = [found for text in texts if text and (found := self.regions.find_in(text, year=year))]
        if named:  # the issuer may be a township of the place that the head names
            townships = (p for p in named if p.level is Level.TOWNSHIP and named[0].contains(p))
            return next(townships, named[0])
        return self.regions.by_code(publisher_region) if publisher_region else None

    def rows(self, document: Document, document_id: str, *, region_code: str | None = None) -> DocumentRows:
        """All raw rows of one document; `region_code` says whose it is where its own words mislead.

        A table that can't be interpreted costs that table, not the document; the prose likewise. Raises
        UnreadableDocument where a printed figure came to nothing: better no document than one with a hole in it.
        """
        region = self.regions.by_code(region_code) if region_code else self.region_of(document)
        ids = RowIds(document_id)
        out = DocumentRows(document=_facts(document, document_id, region))
        for number in range(1, len(document.tables) + 1):
            out.extend(self._table(document, number, region, ids))
        hold_to_account(document, out, ids)
        out.extend(rows_between_tables(out, self.registered))
        with_culprits(out)
        with_doubts(document, out)
        out.extend(self._prose(document, region, ids))
        for number, problem in enumerate(document.problems, start=1):
            out.problems.append(_problem(number, problem, ids))
        # A document that gives none of these says nothing to the warehouse.
        if not (document.links or out.tables or out.statements or out.rankings or out.targets):
            words = "没有表格，正文也没有可用的数：可能不是通报，或文件不完整 (no table and no figure in it)"
            hidden = [problem.message for problem in document.problems if problem.kind in _HIDDEN]
            if hidden:
                words = f"{words}；页面隐藏了：{'; '.join(hidden)}"
            out.problems.append(ids.problem("nothing", "nothing_found", None, words))
        return out

    def _table(self, document: Document, number: int, region: Region | None, ids: RowIds) -> Rows:
        return _whole_or_not(
            ids,
            lambda: table_rows(document, number, self, region, ids),
            lambda error: unread_table(document, number, region, ids, error),
        )

    def _prose(self, document: Document, region: Region | None, ids: RowIds) -> Rows:
        return _whole_or_not(
            ids,
            lambda: prose_rows(document, self, region, ids),
            lambda error: unread_prose(document, ids, error),
        )


def _whole_or_not(ids: RowIds, read: Callable[[], Rows], unread: Callable[[Exception], Rows]) -> Rows:
    """The rows of a part, or what is left of it where it failed: never half of them."""
    given = ids.given()
    try:
        return read()
    except (MemoryError, UnreadableDocument):
        raise  # the document is too large for its process, or doesn't add up
    except Exception as error:  # a fault of ours must not lose the rest of the document
        ids.take_back(given)
        return unread(error)


def _facts(document: Document, document_id: str, region: Region | None) -> DocumentFacts:
    front = document.front
    return DocumentFacts(
        document_id=document_id,
        media_type=document.media_type,
        encoding=document.encoding,
        title=front.title,
        issuer=front.issuer,
        document_number=front.document_number,
        place_name=front.place_name,
        region_code=region.code if region else None,
        region_name=region.name if region else None,
        published_on=front.published_on,
        as_of=front.as_of,
        page_count=document.page_count,
        table_count=len(document.tables),
        paragraph_count=len(document.paragraphs),
        character_count=len(document.text),
    )


def _problem(number: int, problem: Problem, ids: RowIds) -> RawProblem:
    place = problem.place
    locator = f"line {place.line}" if place.line else f"page {place.page}" if place.page else None
    return ids.problem(f"p{number:03d}", problem.kind, locator, problem.message)

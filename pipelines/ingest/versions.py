"""What the warehouse's rows were made with: when one of these changes, documents are read again.

The versions are fingerprints of the code and data that decide, not numbers that someone has to raise: a
forgotten number would leave old rows standing as if they were current. What decides is a folder, never a list of
modules: a new module can't be forgotten either.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from pipelines.home.fingerprints import files_of, fingerprint
from pipelines.home.paths import Home


@cache
def reader_version() -> str:
    """A fingerprint of everything that decides how a document is read: the package `extractors`."""
    import extractors

    folder = Path(extractors.__file__).parent
    return fingerprint(folder, files_of(folder))


def meaning_version(home: Home) -> str:
    """A fingerprint of everything that decides what a read document means: the room `pipelines.meaning`.

    A person's decisions and the corrections of sources are part of it.
    """
    from pipelines import meaning
    from pipelines.ingest.sources.correction_files import corrections_text
    from pipelines.meaning.decisions.decision_store import decision_files

    folder = Path(meaning.__file__).parent
    return fingerprint(folder, [*files_of(folder), *decision_files(home)], corrections_text(home))

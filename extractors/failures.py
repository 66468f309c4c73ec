"""How far a failure of ours may reach: a table or a page, told, and never the document.

What a person can act on (a limit, a password, a damaged file) is an `UnreadableDocument` (`errors`) and passes through.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from extractors.errors import UnreadableDocument
from extractors.model import NOWHERE, Place, Problem


@contextmanager
def contained(problems: list[Problem], kind: str, consequence: str, place: Place = NOWHERE) -> Iterator[None]:
    """Let a failure inside cost no more than `consequence` says: it becomes a problem, and what follows goes on.

    What concerns the whole document (a limit that is passed, memory that is used up) is none of that kind.
    """
    try:
        yield
    except (MemoryError, UnreadableDocument):
        raise
    except Exception as error:
        problems.append(Problem(kind, f"{consequence} {reported(error)}", place))


def reported(error: Exception) -> str:
    """What went wrong inside the program, and what a person should do about it."""
    said = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
    return f"The cause is a fault of the program ({said}): please report it with the document."

"""A home that can't be written, in words for a person: what is wrong, where, and what to do.

The same trouble comes as an error of the system, of DuckDB, or of SQLite behind Dagster, so it is known by its words.
"""

from __future__ import annotations

import errno
import re

from pipelines.home.paths import Home

_FULL = re.compile(r"no space left on device|disk is full|disk quota exceeded", re.IGNORECASE)
# SQLite says no more when the file beside the database can't grow.
_FAILING = re.compile(r"disk I/O error", re.IGNORECASE)
_LOCKED = re.compile(
    r"read-only file ?system|readonly database|unable to open database file|permission denied", re.IGNORECASE
)
# How DuckDB, Python and SQLite quote the file that they mean.
_FILE = re.compile(r"""["'](/[^"'\n]+)["']""")
_NUMBERS = (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EPERM)


class UnwritableError(Exception):
    """The home can't be written; the text says why, where and what to do."""


def words_of(error: BaseException, home: Home | None = None) -> str | None:
    """The trouble with the disk behind an error, in one line; None when it is about something else."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, UnwritableError):
            return str(cause)
        if isinstance(cause, OSError):
            # An answer of a web server, or an input that nobody may read, is an error of its own class.
            if cause.errno in _NUMBERS:
                return in_words(f"{cause.strerror}: '{cause.filename or ''}'", home)
        elif words := in_words(str(cause), home):
            return words
        cause = cause.__cause__ or cause.__context__
    return None


def in_words(text: str, home: Home | None = None) -> str | None:
    """The same for the words of an error: that of a step that failed, which has nothing else left of it."""
    full, failing, locked = (found.search(text) for found in (_FULL, _FAILING, _LOCKED))
    if not (full or failing or locked):
        return None
    named = _FILE.search(text)
    where = named[1] if named else str((home or Home.from_environment()).root)
    if full or failing:
        what = "the disk is full" if full else "the disk is full or fails"
        return f"{where}: {what}; make room and do the same again, what is kept already is not lost"
    return f"{where}: can't be written; give this user the right to, or name another place (--home, --out)"

"""What the warehouse's rows were made with: when one of these changes, documents are read again.

The versions are fingerprints of the code and data that decide, not numbers that someone has to raise: a
forgotten number would leave old rows standing as if they were current.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from pipelines.home import Home

_HERE = Path(__file__).parent
# The modules of this package that give a read document its meaning; the others only move or show rows.
_MEANING = (
    "names",
    "regions",
    "indicators",
    "prose",
    "columns.py",
    "observations.py",
    "cell_content.py",
    "interpret.py",
    "scopes.py",
    "corrections.py",
    "listed.py",
)
_SUFFIXES = (".py", ".yml", ".tsv", ".csv", ".txt")


@cache
def reader_version() -> str:
    """A fingerprint of everything that decides how a document is read."""
    import extractors

    return _fingerprint(_files(Path(extractors.__file__).parent))


def meaning_version(home: Home) -> str:
    """A fingerprint of everything that decides what a read document means.

    A person's decisions and the corrections of sources are part of it.
    """
    from pipelines.corrections import fingerprint

    decisions = sorted(home.decisions.glob("*.yml"))
    files = [*(file for name in _MEANING for file in _files(_HERE / name)), *decisions]
    return _fingerprint(files, fingerprint(home))


def models_version() -> str:
    """A fingerprint of the SQL models."""
    from pipelines.models import sql_folder

    folder = sql_folder()
    files = [path for path in folder.rglob("*") if path.suffix in (".sql", ".yml")]
    return _fingerprint(sorted(path for path in files if "target" not in path.relative_to(folder).parts))


def _files(path: Path) -> list[Path]:
    if path.is_file():
        return [path]
    return sorted(file for file in path.rglob("*") if file.suffix in _SUFFIXES and file.is_file())


def _fingerprint(files: Iterable[Path], text: str = "") -> str:
    digest = hashlib.sha256(text.encode())
    for path in files:
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]

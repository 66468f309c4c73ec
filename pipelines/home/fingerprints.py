"""Fingerprints of files: a text that changes when one of them does.

Belongs here: how files are hashed. Which files decide what belongs to who asks.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

SUFFIXES = (".py", ".yml", ".tsv", ".csv", ".txt")


def files_of(folder: Path, suffixes: tuple[str, ...] = SUFFIXES) -> list[Path]:
    """The files of a folder and all below it that may decide something, in a fixed order."""
    return sorted(file for file in folder.rglob("*") if file.suffix in suffixes and file.is_file())


def fingerprint(folder: Path, files: Iterable[Path], text: str = "") -> str:
    """Sixteen hexadecimal digits for the contents of files, their places below `folder`, and a text."""
    digest = hashlib.sha256(text.encode())
    for path in files:
        name = path.relative_to(folder) if path.is_relative_to(folder) else Path(path.name)
        digest.update(name.as_posix().encode() + b"\0")
        content = path.read_bytes()
        digest.update(str(len(content)).encode() + b"\0" + content)
    return digest.hexdigest()[:16]

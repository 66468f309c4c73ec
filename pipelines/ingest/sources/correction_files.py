"""The corrections that the files of sources hold, shipped and the user's own.

Belongs here: finding and loading them. What a correction is and does belongs to `meaning.corrections`.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from pipelines.home.paths import Home
from pipelines.meaning.corrections import Filed

_SHIPPED = Path(__file__).parent / "publishers"
_HAS_SOME = re.compile(r"^[\"']?corrections[\"']?\s*:(?!\s*\[\s*\]\s*$)", re.M)


def load_corrections(home: Home) -> tuple[Filed, ...]:
    """The corrections of all sources, shipped and the user's own.

    Files without corrections aren't read, so that a slip in one of them holds nothing up. Raises SourceError
    for a file whose corrections can't be used: reading on without them would be a silent change.
    """
    paths = _files(home)
    if not paths:
        return ()
    from pipelines.ingest.sources.source_catalogue import load_source

    return tuple(Filed(path.name, c) for path in paths for c in load_source(path).corrections)


def corrections_text(home: Home) -> str:
    """A text that changes when a correction does, and not when anything else of a source changes."""
    import yaml

    found: list[Any] = []
    for path in _files(home):
        text = path.read_text(encoding="utf-8-sig")
        try:
            content = yaml.safe_load(text)
            found.append([path.name, content["corrections"]])
        except (yaml.YAMLError, ValueError, TypeError, KeyError):
            found.append([path.name, text])  # the run itself says what is wrong with it
    return json.dumps(found, ensure_ascii=False, default=str) if found else ""


def _files(home: Home) -> list[Path]:
    """The source files that hold corrections; one in the home replaces the shipped one of the same name."""
    files: dict[str, Path] = {}
    for folder in (_SHIPPED, home.sources):
        files |= {path.stem: path for path in sorted(folder.glob("*.y*ml")) if path.name[0] != "."}
    return [
        path
        for _, path in sorted(files.items())
        if _HAS_SOME.search(path.read_text(encoding="utf-8-sig", errors="replace"))
    ]

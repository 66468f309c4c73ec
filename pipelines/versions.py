"""What the warehouse's rows were made with: when one of these changes, documents are read again."""

from __future__ import annotations

import hashlib
from pathlib import Path

from pipelines.home import Home

_HERE = Path(__file__).parent
# Raise when the same document, registry and decisions give other rows.
MEANING_CODE = "1"


def reader_version() -> str:
    from extractors.reading import READER_VERSION

    return READER_VERSION


def meaning_version(home: Home) -> str:
    """A fingerprint of everything that decides what a read document means."""
    return _fingerprint(
        MEANING_CODE,
        sorted((_HERE / "names").rglob("*.yml"))
        + sorted((_HERE / "regions").rglob("*.yml"))
        + sorted((_HERE / "indicators").rglob("*.yml"))
        + sorted(home.decisions.glob("*.yml")),
    )


def models_version() -> str:
    """A fingerprint of the SQL models."""
    from pipelines.models import sql_folder

    folder = sql_folder()
    files = [path for path in folder.rglob("*") if path.suffix in (".sql", ".yml")]
    return _fingerprint("", sorted(path for path in files if "target" not in path.relative_to(folder).parts))


def _fingerprint(seed: str, files: list[Path]) -> str:
    digest = hashlib.sha256(seed.encode())
    for path in files:
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]

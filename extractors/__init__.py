"""From the bytes of a published bulletin to a `Document` of paragraphs and tables.

What belongs here: formats, encodings, geometry, grids, heading trees, row kinds, numbers and dates
as they are printed. What does not: departments, indicators, Dagster, DuckDB.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from extractors.model import Document
    from extractors.reading import read_document

__all__ = ["Document", "read_document"]

_HOMES = {"Document": "model", "read_document": "reading"}


def __getattr__(name: str) -> Any:
    """Imports what is asked for, and only then: `import extractors` costs nothing."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    import importlib

    return getattr(importlib.import_module(f"{__name__}.{_HOMES[name]}"), name)

"""Telling a person how far a run is: one small interface, several ways to show it.

The steps of a run report here; the command line decides how it looks. Nothing is shown by default,
so that runs started from the Dagster UI stay quiet.
"""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """What the steps of a run report."""

    def stage(self, name: str, total: int | None = None) -> None:
        """A new stage begins, with as many units as `total` (None: not known)."""

    def advance(self, label: str = "", *, tables: int = 0) -> None:
        """One unit of the stage is done."""

    def note(self, text: str) -> None:
        """A line that stays on the screen."""


class Silent:
    """Shows nothing."""

    def stage(self, name: str, total: int | None = None) -> None: ...

    def advance(self, label: str = "", *, tables: int = 0) -> None: ...

    def note(self, text: str) -> None: ...


_current: Progress = Silent()


def current() -> Progress:
    return _current


def use(progress: Progress) -> None:
    """Send the reports of this process to `progress` from now on."""
    global _current
    _current = progress

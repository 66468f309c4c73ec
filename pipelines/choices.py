"""What a person may write for an indicator, a place or a function: its id, its code, its name.

Belongs here: telling the known from the unknown, and what is near to the unknown. What is done with the ids is
the caller's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

NEAR_SHOWN = 3


class UnknownChoice(ValueError):
    """An id or name that nothing has; the text names the nearest that something has."""


def choose(
    option: str, wanted: Sequence[str], known: Mapping[str, str], near: Mapping[str, str] | None = None
) -> list[str]:
    """The ids that `wanted` stands for, each an id of `known` or a name of it (id → name).

    Raises UnknownChoice, which names the nearest of `near` (of `known` without it).
    """
    return [found for text in wanted for found in _choose(option, text, known, near or known)]


def _choose(option: str, wanted: str, known: Mapping[str, str], near: Mapping[str, str]) -> list[str]:
    text = wanted.strip()
    if text in known:
        return [text]
    named = [each for each, name in known.items() if name == text]
    if named:
        return named
    raise unknown(option, wanted, near)


def unknown(option: str, wanted: str, near: Mapping[str, str]) -> UnknownChoice:
    """The error for what is not known, with the nearest ids and names."""
    shown = ", ".join(f"{each} {name}" for each, name in nearest(wanted, near))
    return UnknownChoice(f"{option} {wanted}: not known here" + (f"; nearest: {shown}" if shown else ""))


def nearest(wanted: str, known: Mapping[str, str], limit: int = NEAR_SHOWN) -> list[tuple[str, str]]:
    """The ids, with their names, whose id or name is likest to a text; the likest first."""
    from rapidfuzz.fuzz import ratio

    text = wanted.strip().lower()
    return sorted(
        known.items(), key=lambda item: (-max(ratio(text, item[0].lower()), ratio(text, item[1])), item[0])
    )[:limit]

"""Whose figures a table or a row holds: the place as a whole, or its own level's offices alone."""

from __future__ import annotations

from pipelines.regions import Level, Region

# A word in a title or row label, and whose figures it announces; the first that is found decides.
_WORDS = (
    ("市本级", "市本级"),
    ("市直", "市本级"),
    ("市级", "市本级"),
    ("县本级", "县本级"),
    ("县直", "县本级"),
    ("区本级", "区本级"),
    ("区直", "区本级"),
    ("全市", "全市"),
    ("全县", "全县"),
    ("全区", "全区"),
)


def scope_in(text: str | None) -> str | None:
    """The scope that a title, heading or label names."""
    plain = "".join((text or "").split())
    return next((scope for word, scope in _WORDS if word in plain), None)


def whole(region: Region | None) -> str | None:
    """The scope of a place as a whole: 全市, 全县, 全区."""
    suffix = _suffix(region)
    return f"全{suffix}" if suffix else None


def own_level(region: Region | None) -> str | None:
    """The scope of a place's own offices: 市本级, 县本级, 区本级."""
    suffix = _suffix(region)
    return f"{suffix}本级" if suffix else None


def _suffix(region: Region | None) -> str | None:
    """市, 县 or 区, by what kind of place it is. A county-level city says 全市 of itself."""
    if region is None or region.level is Level.PROVINCE:
        return None
    if region.level is Level.ZONE or region.name.endswith(("区", "旗")):
        return "区"
    return "县" if region.name.endswith("县") else "市"

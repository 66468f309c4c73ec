"""Whose figures a table or a row holds: the place as a whole, or its own level's offices alone."""

from __future__ import annotations

import re

from pipelines.meaning.regions import Level, Region

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
    ("省本级", "省本级"),
    ("省直", "省本级"),
    ("全省", "全省"),
)
# A row that is the place's own offices together, among rows of other places: 市本级, 市直部门.
_OWN_LEVEL = re.compile(r"[省市县区](?:本级|直|直属|级)(?:各?(?:部门|单位|机关))?(?:小计|合计)?")

# The places below together: 县区小计, 各县（市、区）合计, 乡镇小计.
_BELOW = re.compile(
    r"^(?:各|所辖|辖区|下辖)?(?:县级|乡级|县市区|市县区?|县区|区县|市区县?|县、区|县、市、区|县旗|旗县区?|市州|州市|地市|乡镇街道?|镇街道?|镇乡街?|街镇|乡镇|街道|镇办|县|镇)"
    r"(?:\(管委会\))?(?:小计|合计|总计|平均)?$"
)
_STOPS = str.maketrans("", "", "()（）、,，/／ \u3000")


def scope_in(text: str | None) -> str | None:
    """The scope that a title, heading or label names."""
    plain = "".join((text or "").split())
    return next((scope for word, scope in _WORDS if word in plain), None)


def scope_of_total(label: str | None, region: Region | None) -> str | None:
    """The scope that the label of a total says, whatever the title is about: 全市合计, 市直小计, 县区小计."""
    plain = "".join((label or "").split()).translate(_STOPS)
    if _BELOW.match(plain) or (plain.startswith("市级") and below(region) == "市级"):
        return below(region)
    return scope_in(plain)


def is_own_level(label: str | None) -> bool:
    """Whether a label says the own offices of some place together: 市本级, 县直, 区直部门."""
    return _OWN_LEVEL.fullmatch("".join((label or "").split())) is not None


def own_level_in(label: str | None, region: Region | None) -> str | None:
    """The scope of a row whose label says the place's own offices and nobody by name: 市直, 县本级, 区直部门."""
    plain = "".join((label or "").split())
    own = own_level(region)
    return own if own and own[0] == plain[:1] and _OWN_LEVEL.fullmatch(plain) else None


def below(region: Region | None) -> str:
    """The scope of the places of a place together: 市级 in a province, 县级 in a city, 乡级 in a county."""
    if region is None:
        return "县级"
    if region.level is Level.PROVINCE:
        return "县级" if region.name.endswith("市") else "市级"
    return "县级" if region.level is Level.CITY else "乡级"


def whole(region: Region | None) -> str | None:
    """The scope of a place as a whole: 全省, 全市, 全县, 全区, 全镇."""
    suffix = _suffix(region)
    return f"全{suffix}" if suffix else None


def own_level(region: Region | None) -> str | None:
    """The scope of a place's own offices: 省本级, 市本级, 县本级, 区本级."""
    suffix = _suffix(region)
    return f"{suffix}本级" if suffix else None


def _suffix(region: Region | None) -> str | None:
    """省, 市, 县, 区, 镇 …, by what kind of place it is. A county-level city says 全市 of itself."""
    if region is None:
        return None
    if region.level is Level.PROVINCE:
        return "市" if region.name.endswith("市") else "省" if region.name.endswith("省") else "区"
    if region.level is Level.TOWNSHIP:
        if region.name.endswith(("街道", "办事处")):
            return "街道"
        return "乡" if region.name.endswith("乡") else "镇"
    if region.level is Level.ZONE or region.name.endswith(("区", "旗")):
        return "区"
    return "县" if region.name.endswith("县") else "市"

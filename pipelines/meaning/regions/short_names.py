"""The forms in which the official name of a place is printed: 湘西土家族苗族自治州 is 湘西州, 湘西自治州, 湘西.

Rules of the language only; no list of places except the handful of abbreviations that no rule gives.
"""

from __future__ import annotations

import re

# Peoples in the names of autonomous places, the longest first.
_PEOPLES = [
    "柯尔克孜",
    "维吾尔",
    "哈萨克",
    "塔吉克",
    "达斡尔",
    "鄂温克",
    "鄂伦春",
    "布依",
    "朝鲜",
    "蒙古",
    "土家",
    "哈尼",
    "傈僳",
    "拉祜",
    "纳西",
    "景颇",
    "布朗",
    "普米",
    "独龙",
    "仡佬",
    "毛南",
    "仫佬",
    "撒拉",
    "裕固",
    "保安",
    "东乡",
    "锡伯",
    "各",
    "壮",
    "满",
    "回",
    "苗",
    "彝",
    "藏",
    "侗",
    "瑶",
    "白",
    "傣",
    "黎",
    "畲",
    "佤",
    "水",
    "土",
    "羌",
    "怒",
]
_PEOPLE = re.compile("(?:(?:" + "|".join(_PEOPLES) + ")族|蒙古|维吾尔|哈萨克|柯尔克孜|塔吉克|锡伯)+$")
_AUTONOMOUS = re.compile(r"(自治(?:州|县|旗|区))$")
_ENDING = re.compile(r"(特别行政区|自治[州县旗区]|地区|林区|特区|新区|[省市县区旗盟])$")
# Abbreviations in common use that no rule gives.
_USUAL = {
    "巴音郭楞蒙古自治州": ("巴州",),
    "博尔塔拉蒙古自治州": ("博州",),
    "克孜勒苏柯尔克孜自治州": ("克州",),
    "伊犁哈萨克自治州": ("伊犁州",),
    "锡林郭勒盟": ("锡盟",),
    "阿拉善盟": ("阿盟",),
    "黔西南布依族苗族自治州": ("黔西南州",),
    "前郭尔罗斯蒙古族自治县": ("前郭县", "前郭"),
    "喀喇沁左翼蒙古族自治县": ("喀左县", "喀左"),
    "伊金霍洛旗": ("伊旗",),
    "喀喇沁旗": ("喀旗",),
    "塔什库尔干塔吉克自治县": ("塔县",),
    "神农架林区": ("神农架",),
}


def stem(name: str) -> str:
    """The name without the word for its kind: 唐河县 → 唐河, 湘西土家族苗族自治州 → 湘西. At least two characters."""
    autonomous = _AUTONOMOUS.search(name)
    if autonomous:
        bare = name[: autonomous.start()]
        without_people = _PEOPLE.sub("", bare)
        if len(without_people) >= 2:
            return without_people
        return bare.removesuffix("族") if len(bare.removesuffix("族")) >= 2 else bare
    ending = _ENDING.search(name)
    bare = name[: ending.start()] if ending else name
    return bare if len(bare) >= 2 else name


def full_forms(name: str) -> tuple[str, ...]:
    """The forms that still say what kind of place it is: 湘西州, 靖州县 beside the official name."""
    autonomous = _AUTONOMOUS.search(name)
    forms = [name]
    if autonomous:
        kind = autonomous.group(1)
        base = stem(name)
        forms += [base + kind]
        if kind != "自治区":
            forms += [base + kind[-1]]
    forms += [form for form in _USUAL.get(name, ()) if len(form) > 1]
    return tuple(dict.fromkeys(forms))

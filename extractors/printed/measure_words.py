"""Measure words: what may stand behind a figure and says in what it counts (件, 通, 工作日, ‰).

One list for cells, headings and prose; each of these takes from it what can mean nothing else there. How the registry
of indicators writes a unit that is printed in several ways (起 → 宗) stands here too. What does not belong here: how a
figure is printed around its unit (`numbers`), and what it measures.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_RATES = _words("% ‰ 百分点 个百分点 千分点 个千分点")
_TIMES = _words(
    "个工作日 工作日 个自然日 自然日 个小时 小时 h 分钟 秒钟 秒 天 日 周 个星期 星期 个月 月 个季度 年 "
    "个学时 学时 课时 人日 人天"
)
_SIZES = _words(
    "倍 亩 公顷 平方公里 平方千米 平方米 平米 平方 ㎡ m² m2 立方米 立方 公里/小时 公里 千米 km 米 mm 公斤 千克 吨 升 mg g "
    "千克标准煤 公斤标准煤 吨标准煤 千瓦时 千瓦 千伏安 兆瓦 kWh kW MW 度 ℃ GB TB MB 标准箱 元 美元 分 "
    "微克/立方米 毫克/立方米 ug/m3 ug/立方米 μg/m3 μg/m³ μg/立方米 mg/m3 mg/m³ mg/立方米"
)
_COUNTS = _words(
    "人次 户次 家次 件次 台次 场次 车次 批次 架次 班次 项次 部次 座次 间次 轮次 枚次 笔次 条次 位次 个位次 项 件 个 种 类 条 家 户 "
    "人 次 份 台 套 张 张/条 本 部 座 处 所 名 名次 页 宗 起 例 面 封 笔 场 辆 间 枚 只 头 株 岁 星 步 组 批 篇 幅 栋 艘 颗 粒 单 通 位 "
    "则 轮 趟 站 支 道 期 桩 股 块 把 片 幢 口 对 双 桌 顶 眼 根 床 班 家庭 户数 人口"
)
MEASURE_WORDS: frozenset[str] = frozenset((*_RATES, *_TIMES, *_SIZES, *_COUNTS))
"""All of them. Nothing else says in what a figure counts."""


def _some(text: str) -> tuple[str, ...]:
    words = _words(text)
    if unknown := set(words) - MEASURE_WORDS:
        raise ValueError(f"no measure words: {unknown}")
    return words


# In a cell of its own `6月` is a date; `三级` and `2号` are names there and here, so 级 and 号 are no measure words.
_DATES_IN_CELLS = frozenset(_some("年 月 日"))
# In a sentence these are verbs and nouns more often (5月份把…, 度假).
_OTHER_WORDS_IN_PROSE = frozenset(_some("度 步 把 升 位 h"))

IN_CELLS: frozenset[str] = MEASURE_WORDS - _DATES_IN_CELLS
"""What a figure in a cell may count in."""
IN_PROSE: frozenset[str] = MEASURE_WORDS - _OTHER_WORDS_IN_PROSE
"""What a figure in a sentence may count in, once dates are taken out of it."""
IN_PHRASINGS: tuple[str, ...] = _some(
    "% ‰ 个百分点 ug/m3 ug/立方米 μg/m3 μg/m³ μg/立方米 mg/m3 mg/m³ mg/立方米 微克/立方米 毫克/立方米 个工作日 工作日 小时 分钟 人次 "
    "张/条 个月 "
    "项 件 个 种 张 条 份 枚 人 名 次 天 日 家 户 台 面 封 宗 起 元"
)
"""What belongs to a figure inside the name of an indicator, where most words are parts of the name (24小时自助)."""
BEHIND_CHINESE_NUMERALS: tuple[str, ...] = _some(
    "个百分点 个工作日 个月 个小时 小时 工作日 项 件 个 台 家 名 次 份 条 起 例 处 套 面 封 人次 人 天 年 倍 户 种 类 宗 辆 所 座 "
    "张 批 篇 期 场 分钟 分"
)
"""What makes a Chinese numeral behind a word of counting an amount (受理三起)."""
CHINESE_AT_END: tuple[str, ...] = _some("项 件 个 台 家 名 次 份 条 起 例 处 套 面 封 人次 人")
"""What does so at the end of a clause, without such a word (发现问题三起)."""
NO_COUNTS: frozenset[str] = frozenset(
    _some(
        "工作日 天 小时 分钟 秒 分 元 微克/立方米 毫克/立方米 公里 平方公里 平方米 立方米 公顷 亩 吨 千瓦 千瓦时 周 年"
    )
) | {"万元", "亿元"}
"""Units in which no number of things is given."""
RATES: frozenset[str] = frozenset(("%", "‰"))
"""Units of a share."""

# How the registry of indicators writes what is printed in several ways; every other word stands for itself.
_AS_REGISTERED = {
    "%": "百分之",
    "‰": "千分之",
    "百分点": "个百分点",
    "千分点": "个千分点",
    "件": "件次 单 笔",
    "宗": "起",
    "个": "通",
    "种": "类",
    "张": "张/条 本",
    "人": "名",
    "人次": "余人次",
    "天": "日",
    "工作日": "个工作日",
    "自然日": "个自然日",
    "小时": "h 个小时",
    "秒": "秒钟",
    "名": "名次",
    "个月": "月",
    "周": "星期 个星期",
    "万元": "万元",
    "亿元": "亿元",
    "微克/立方米": "微克每立方米 ug/m3 ug/立方米 μg/m3 μg/m³ μg/立方米",
    "毫克/立方米": "mg/m3 mg/m³ mg/立方米",
}
_SIGNS = str.maketrans({"％": "%", "﹪": "%", "µ": "μ"})


def alternatives(words: Iterable[str]) -> str:
    """A pattern that matches the longest of the words."""
    return "|".join(re.escape(word) for word in sorted(set(words), key=lambda word: (-len(word), word)))


def bare(unit: str) -> str:
    """A printed unit without 个 before it (个百分点 → 百分点) and with the usual percent sign; 个月 keeps its 个."""
    plain = unit.translate(_SIGNS)
    return plain[1:] if plain.startswith("个") and len(plain) > 1 and plain != "个月" else plain


def _key(word: str) -> str:
    return unicodedata.normalize("NFKC", word).lower().replace("µ", "μ")


def _registered() -> dict[str, str]:
    units = {_key(word): bare(word) for word in sorted(MEASURE_WORDS, key=len, reverse=True)}
    for unit, spellings in _AS_REGISTERED.items():
        for spelling in (*spellings.split(), unit):
            units[_key(spelling)] = unit
    # A place in a ranking is printed 名 as well; alone behind a figure the word counts people.
    units["名"] = "人"
    return units


REGISTERED: dict[str, str] = _registered()
"""Printed unit in half width and lower case → as the registry writes it."""

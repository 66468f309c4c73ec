"""Measures what noise does to the resolution of names; needs no labelled files.

    python benchmarks/names_noise.py [FONT]

Takes random names of the registry before random places, spoils each once, and counts whether the office is still
found (right), left open (review or rejected) or taken for another (wrong). Then resolves the usual names of branches
of every county. With FONT (a font with Chinese characters), also replaces a character by one of its two nearest
there. Everything is seeded, so two runs give the same figures.
"""

from __future__ import annotations

import random
import sys
from collections import Counter
from collections.abc import Callable
from functools import partial

from pipelines.meaning.names import NameResolver, Status
from pipelines.meaning.regions import Level
from pipelines.meaning.regions.gazetteer import current_regions

SAMPLE = 4000
PLACES = (
    "河南省南阳市", "河南省南阳市唐河县", "浙江省杭州市西湖区", "安徽省宣城市宁国市", "湖南省湘西州", "河南省新乡市",
    "内蒙古鄂尔多斯市伊金霍洛旗", "江苏省连云港市赣榆区", "吉林省四平市铁西区", "湖北省荆州市公安县",
)  # fmt: skip
CONFUSED = dict(
    zip(
        "市工人气司交土日力农民业林办体住政财务服理管水环旅育设",
        "巿エ入乞可文士曰カ衣氏亚材力休往攻则各朋埋菅氷坏族盲没",
        strict=True,
    )
)
MARKS = (
    "12.%s", "15、%s", "%s（无数据）", "%s※", "%s①", "%s：", "%s（牵头）",
    "（3）%s", "%s(2)", "★%s", "一、%s", "%s注1", "①%s", "No.1%s",
)  # fmt: skip
BRANCHES = {
    "{city}公安局{short}分局": "public_security", "{short}公安分局": "public_security",
    "国家税务总局{name}税务局": "tax", "国家统计局{short}调查队": "survey",
    "中共{name}委组织部": "organisation", "共青团{name}委员会": "youth_league",
    "{city}住房公积金管理中心{short}管理部": "housing_fund", "{city}自然资源和规划局{short}分局": "natural_resources",
    "中国人民银行{short}支行": "central_bank", "中国邮政{short}分公司": "postal_company",
    "国网{name}供电公司": "power_supply", "{short}水司": "water_company", "{short}海关": "customs",
    "国家金融监督管理总局{short}监管支局": "financial_regulation", "{city}生态环境局{short}分局": "ecology",
    "{province}{city}{name}审计局": "audit", "{name}人民法院": "court", "{city}公安局交警支队{short}大队": "traffic_police",
}  # fmt: skip

Noise = Callable[[str, random.Random], str]


def _insert(mark: str, name: str, rng: random.Random) -> str:
    at = rng.randrange(1, len(name))
    return name[:at] + mark + name[at:]


def _confuse(name: str, rng: random.Random) -> str:
    places = [i for i, character in enumerate(name) if character in CONFUSED]
    if not places:
        return name
    at = rng.choice(places)
    return name[:at] + CONFUSED[name[at]] + name[at + 1 :]


def _traditional(name: str, rng: random.Random) -> str:
    from opencc import OpenCC

    return str(OpenCC("s2t").convert(name))


def _lose(name: str, rng: random.Random) -> str:
    at = rng.randrange(len(name))
    return name[:at] + name[at + 1 :]


def _nearest(font: str) -> Noise:
    import numpy as np

    from pipelines.meaning.names.build_lookalikes import gb2312, pictures

    everyone = gb2312()
    drawn = pictures(everyone, font)
    index = {character: i for i, character in enumerate(everyone)}
    known: dict[str, list[str]] = {}

    def replace(name: str, rng: random.Random) -> str:
        at = rng.randrange(len(name))
        character = name[at]
        if character in index and character not in known:
            order = np.argsort(-(drawn @ drawn[index[character]]))
            known[character] = [everyone[int(i)] for i in order[1:3]]
        return name[:at] + rng.choice(known.get(character, [character])) + name[at + 1 :]

    return replace


def measure(resolver: NameResolver, noise: Noise, seed: int) -> Counter[str]:
    """How often a name spoilt by `noise` is still right, open or wrong."""
    rng = random.Random(seed)
    entries = resolver.lexicon.entries
    names = sorted(
        name
        for name, entry in entries.items()
        if entry.method in ("official", "short", "former", "name")
        and not (entry.doubtful or entry.city_only or entry.function_id == "zone_committee")
    )
    counted: Counter[str] = Counter()
    for _ in range(SAMPLE):
        name, where = rng.choice(names), rng.choice(PLACES)
        place = resolver.regions.context(where)
        assert place is not None
        level = "市" if place.level is Level.CITY and place.name.endswith("市") else place.name[-1]
        whole = rng.choice(("", level, place.name, where)) + name
        match = resolver.resolve(noise(whole, rng) if len(whole) > 2 else whole, place)
        if match.status is not Status.ACCEPTED:
            counted["open"] += 1
        else:
            right = (match.function_id, match.region_code) == (entries[name].function_id, place.code)
            counted["right" if right else "wrong"] += 1
    return counted


def branches(resolver: NameResolver) -> Counter[str]:
    """The names of branches in every county of a prefecture, in the county's own documents."""
    counted: Counter[str] = Counter()
    for county in current_regions():
        city = resolver.regions.parent(county)
        if county.level is not Level.COUNTY or city is None or city.level is not Level.CITY:
            continue
        province = resolver.regions.parent(city)
        words = {"name": county.name, "short": county.short_name, "city": city.name}
        words["province"] = province.name if province else ""
        for pattern, function in BRANCHES.items():
            match = resolver.resolve(pattern.format(**words), county)
            if match.status is not Status.ACCEPTED:
                counted["open"] += 1
            else:
                right = (match.function_id, match.region_code) == (function, county.code)
                counted["right" if right else "wrong"] += 1
    return counted


def main(font: str | None) -> None:
    resolver = NameResolver.load()
    noises: dict[str, Noise] = {
        "space": partial(_insert, " "),
        "full-width space": partial(_insert, "　"),
        "wrap": partial(_insert, "\n"),
        "pinyin": partial(_insert, "(yùn)"),
        "traditional": _traditional,
        "list number, mark, note": lambda name, rng: rng.choice(MARKS) % name,
        "usual confusion of OCR": _confuse,
        "a character lost": _lose,
    }
    if font:
        noises["replaced by a near one of the font"] = _nearest(font)
    for label, noise in noises.items():
        counted = measure(resolver, noise, seed=5)
        print(
            f"{label:<36}" + "".join(f"  {k} {counted[k] / SAMPLE:.2%}" for k in ("right", "open", "wrong"))
        )
    counted = branches(resolver)
    total = counted.total()
    print(
        f"{'branches in every county':<36}"
        + "".join(f"  {k} {counted[k] / total:.2%}" for k in ("right", "open", "wrong")),
        f" of {total:,}",
    )


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else None)

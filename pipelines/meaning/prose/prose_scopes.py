"""Of whom a figure is: scope words, named places, named offices.

What belongs here: finding the words that say whose figure follows (全市, 市直, 县级, 我区, 宛城区,
公安分局), and the document's own scope. What does not: carrying them from clause to clause (`sentences`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from pipelines.meaning.prose.statements import RegionLike, RegionsLike

_OWN = {
    "省": "全省",
    "市": "全市",
    "县": "全县",
    "区": "全区",
    "州": "全州",
    "盟": "全盟",
    "旗": "全旗",
    "镇": "全镇",
    "乡": "全乡",
}


@dataclass(frozen=True, slots=True)
class Whose:
    """A scope, or one named place or office (`subject`, with `region_code` for a place)."""

    scope: str | None
    subject: str | None = None
    region_code: str | None = None
    # 大部分单位: somebody, but nobody by name.
    many: bool = False


@dataclass(frozen=True, slots=True)
class WhoseMention:
    """Words at folded `start`..`end` that say whose the following figures are."""

    start: int
    end: int
    whose: Whose
    # Where the words hold for the next figure only, the end of its clause.
    only_before: int | None = None


# Words after which a scope word names what is compared with, not whose the figure is: 占全市转办量的,
# 位居全省第2.
_REFERENCE_BEFORE = re.compile(
    r"(?:占|占到|较|比|于|居|列|名列|位列|由|与|和|跟|同|排名|排在|低于|高于|优于|接入|纳入|推送至|上报|"
    r"争取|领先|不含|不包[括含]|[不未]计入|不纳入|扣除|剔除)$"
)
_REFERENCE_AFTER = re.compile(
    r"^(?:的)?(?:排名|排|第|前列|前\d|倒数|末位|领先|首位|首个|首批|统一|下发|印发|统筹|各地|其他|同类|考核)"
)
# 各县市区、市直各部门: both together are everybody, not one scope.
_BODIES = r"(?:[各市县区州]直?)?(?:各?有关|各?相关|各)*(?:部门|单位)"
_EVERYBODY_AFTER = re.compile(rf"^(?:、|和|及|与|,){_BODIES}")
_EVERYBODY_BEFORE = re.compile(
    r"各(?:县\(市、区\)|县市区|县区|区县|市县区|县、区|乡镇|乡镇\(街道\)|县\(区\))(?:、|和|及|与|,)$"
)
_ALL_BODIES = re.compile(
    r"(?:^|[,;:。](?:其中)?)(?:在|向|由)?((?:各成员|各责任|成员|各)单位|各部门|各地各部门)(?!.{0,6}(?:率|"
    r"分别))"
)
_TOWNSHIPS = ("乡镇(街道)", "镇(街道)", "乡(镇)", "乡(镇、街道)", "乡镇街道", "镇乡(街道)")
_CLAUSE_BEGINS = re.compile(r"(?:^|[,;:。]|其中)$")
_LIST_GOES_ON = re.compile(r"[^,;。:\d]{0,16}、")
_PLURAL = re.compile(
    r"^(?:各|全|本|该|所有|部分|多数|大多数|绝大部分|大部分|个别|少数|其他|其余|有的|有关|相关|上述|以上|"
    r"涉及)"
)


class Scopes:
    """Scope words as they are meant in a document of one place."""

    def __init__(self, own_name: str | None, text: str = "") -> None:
        """`own_name` is the document's own place (南阳市, 殷都区); None when it is not known.

        Then the document's `text` may still say what kind of place it is (我市, 我县).
        """
        self.own_name = own_name
        self._suffix = own_name[-1] if own_name and own_name[-1] in _OWN else _kind_of_place(text)
        self.default = _OWN[self._suffix] if self._suffix else None
        words: dict[str, str] = {}
        for suffix, scope in _OWN.items():
            # In a county's document 全市 is what it is compared with.
            if self._suffix is None or suffix == self._suffix:
                words |= dict.fromkeys((scope, f"我{suffix}", f"本{suffix}", f"{scope}范围"), scope)
        if self._suffix not in {None, "镇", "乡"}:
            # 全镇 in the document of a county is a township that it does not name here.
            for suffix in ("镇", "乡"):
                words |= dict.fromkeys((_OWN[suffix], f"我{suffix}", f"{_OWN[suffix]}范围"), _OWN[suffix])
        for suffix in ("省", "市", "县", "区", "州"):
            if self._suffix is None or suffix == self._suffix:
                own_level = f"{suffix}本级"
                words |= dict.fromkeys(
                    (own_level, f"{suffix}直", f"{suffix}级", f"{suffix}级本级", f"{suffix}直属"), own_level
                )
        if self._suffix in {None, "市", "州", "盟"}:
            words |= dict.fromkeys(
                ("县级", "县区级", "县(市、区)", "县(市、区、旗)", "各县(市、区)", "县(区)", "各县(区)",
                "县市区", "各县市区", "县区", "各县区", "县、市、区",
                 "县(市、区)级", "县(市)区", "各县(市)区", "县(市)级", "县(市)", "各县(市)",
                 "旗县(市、区)", "区县", "各区县", "旗县区", "各旗县区", "县、区", "各县、区", "市县区",
                 "区(县)", "区(市、县)", "各区(市、县)", "区、县(市)"), "县级"
            )  # fmt: skip
        if self._suffix == "省":
            words |= dict.fromkeys(("市级", "各市", "设区市", "地市", "各地市"), "市级") | dict.fromkeys(
                ("县级", "各县"), "县级"
            )
        if self._suffix in {"县", "区", "旗", None}:
            words |= dict.fromkeys(("乡镇级", "乡级", "镇级"), "乡级")
            words |= dict.fromkeys(("村级",), "村级")
        # 县直部门和镇(街道): the places below, and no place by name.
        words |= dict.fromkeys(_TOWNSHIPS, "乡级")
        self._words = words
        self._pattern = re.compile(
            "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)) + r"|(?<![一-鿿])本级"
        )
        # A word for the own place: 南阳市, 南阳.
        short = own_name[:-1] if own_name and len(own_name) > 2 else None
        self._own = tuple(name for name in (own_name, short) if name)

    def find(self, text: str) -> list[WhoseMention]:
        """The scope words of a folded text, those apart that only name what is compared with."""
        found = []
        for match in self._pattern.finditer(text):
            before, after = text[max(0, match.start() - 4) : match.start()], text[match.end() :]
            word = match.group()
            if word in _TOWNSHIPS and (not _CLAUSE_BEGINS.search(before) or _LIST_GOES_ON.match(after)):
                continue  # 全县15个镇(街道); 乡镇(街道)政务服务中心、村(社区)站点全覆盖
            if _REFERENCE_BEFORE.search(before) or _REFERENCE_AFTER.match(after):
                continue
            if _EVERYBODY_AFTER.match(after) or _EVERYBODY_BEFORE.search(text[: match.start()]):
                continue
            if word.endswith("级") and after.startswith(("别", "以", "电子", "目录", "平台")):
                continue
            if (
                re.search(r"(?:国家|中央|省|(?<=、)市)、?$", before)
                and word[0] in "市县区"
                and word.endswith("级")
            ):
                continue  # 国家、省、市级平台
            if word.endswith("直") and after.startswith(("接", "到", "线", "播", "观", "达", "辖")):
                continue
            if word.startswith("县") and before.endswith(("全", "我", "本")):
                continue
            found.append(WhoseMention(match.start(), match.end(), Whose(self._scope(word))))
        if self.default:
            # 各成员单位 are everybody: what was said of one scope before ends.
            found += [
                WhoseMention(m.start(1), m.end(1), Whose(self.default)) for m in _ALL_BODIES.finditer(text)
            ]
        for name in self._own:
            for match in re.finditer(re.escape(name), text):
                if any(mention.start <= match.start() < mention.end for mention in found):
                    continue
                if self.default and not _REFERENCE_BEFORE.search(
                    text[max(0, match.start() - 4) : match.start()]
                ):
                    found.append(WhoseMention(match.start(), match.end(), Whose(self.default)))
        return sorted(found, key=lambda mention: mention.start)

    def _scope(self, word: str) -> str | None:
        if word == "本级":
            return f"{self._suffix}本级" if self._suffix else None
        return self._words[word]


def _kind_of_place(text: str) -> str | None:
    """The level that a text speaks of as its own: of 我市, else of 全市, whichever comes most often."""
    for word in ("我", "全"):
        counts = {suffix: text.count(word + suffix) for suffix in "市县区州旗镇乡"}
        best = max(counts, key=lambda suffix: counts[suffix])
        if counts[best]:
            return best
    return None


_CHINESE = re.compile(r"[一-鿿]")
_PLACE_END = re.compile(r"(?:街道|[县市区州旗镇乡盟])$")
# Names that can be nothing else, whether a registry knows them or not.
_SURE = re.compile(
    r"[一-鿿]{2,3}(?:街道|镇|乡)|[一-鿿]{1,4}(?:新区|示范区|开发区|保税区|管理区|工业区|经济区)|高新区|经开区"
)
_NO_PLACE = re.compile(
    r"(?:[各全本我该]?(?:社|地|城|园|辖|片|小|景|郊|库|校|街|县|市|牧|灾|分|功能|产业)区|"
    r"[各全本我该县省城超门都]+市|[各全本我该市]+县|[各全城乡本向给对]+镇|"
    r"[各全城下本]+乡|[^一-鿿]*街道)$|"
    r"^(?:在|各|个|[一二两三四五六七八九十]个|其他|其余|全部|所有|有关|相关|部分).*|.*(?:部门|单位).*|"
    r".{2,}[和及].+[乡镇]"
)
_OFFICE = re.compile(
    r"[一-鿿“”]{1,20}?(?:管委会|委员会|办公室|检察院|法院|分局|支局|总局|大队|支队|总队|支行|银行|公司|"
    r"集团|医院|联合会|残联|妇联|工会|团委|街道办事处|街道办|街道|"
    r"分厅|(?<![大分前])厅|(?<![格布当结全政时破开])局|(?<=[建信改宣工信卫健体文农政])委(?!托|员|派|任)|"
    r"(?<=[府改编信外台侨明创指查服宗扶农防战融委管安治秘军房”])办(?!理|事|结|公|件|证|好|法|会|税|案|成|学))"
    r"(?!属|限|部|面|势|长|直|、|和(?!监管|数据)|及|与|下发|印发|发布|公布|通报|转发|制定|统一|交办|转办)"
)
_WINDOW = re.compile(
    r"[一-鿿]{1,6}窗口(?=收到|收获|共|办理|受理|办结|满意|获得|完成|存在|未|累计|评价|主动|日均|接待)"
)
_MANY = re.compile(
    r"(?:绝?大部分|大多数|多数|少数|个别|部分)(?:单位|部门|地区|县区|县\(市、区\)|窗口|街道|乡镇)"
)
_NO_OFFICE = re.compile(
    r"^(?:网上|线上|线下|电话|现场|就近|一网|一窗|即|通过|依托|利用|下发|上报|受理|共|占|按|由|向|把|在|"
    r"被|将|是|为|从|对|经|以|到|至|受|因|后|前|用|于|已|"
    r"未)|.*(?:[的了]|同比|环比|完成|办理)"
)
_LEAD = re.compile(
    r"^(?:其中|如|例如|而|但|有(?![关限效色])|另外|此外|同时|并且|且|及|和|以及|截至目前|目前|本月|当月|"
    r"上月|今年|本年|"
    r"本期|本季度|当前|现|仅|只有|还有|[,:;、(“\"])+"
)


class Places:
    """Named places and offices at the head of a clause."""

    def __init__(self, regions: RegionsLike | None, region: RegionLike | None, own_name: str | None) -> None:
        self._regions = regions
        self._region = region
        self._own_name = own_name

    def code_of(self, name: str) -> str | None:
        """The code of a place of this document, or None where the registry doesn't know the name."""
        if self._regions is None:
            return None
        match: Any = self._regions.resolve(name, self._region)
        if match is None:
            return None
        place = getattr(match, "region", match)
        code = getattr(place, "code", None)
        return str(code) if code else None

    def at_head(self, text: str, start: int, end: int) -> WhoseMention | None:
        """The place or office that stands first in the clause `text[start:end]`, if it is one."""
        lead = _LEAD.match(text[start:end])
        head = start + (lead.end() if lead else 0)
        many = _MANY.match(text, head, end)
        if many:
            return WhoseMention(many.start(), many.end(), Whose(None, many.group(), many=True))
        if _PLURAL.match(text[head:end]):
            return None
        place = self.place(text, head, end)
        if place is not None:
            return place
        office = _WINDOW.match(text, head, end) or _OFFICE.match(text, head, end)
        if office and self._is_office(office.group()):
            return WhoseMention(office.start(), office.end(), Whose(None, office.group()))
        return None

    def place(self, text: str, start: int, end: int) -> WhoseMention | None:
        """The place whose name begins at `start`: the longest that the registry knows, else a 街道 or 镇 by
        its form."""
        best: WhoseMention | None = None
        for stop in range(start + 2, min(end, start + 14) + 1):
            name = text[start:stop]
            if not _CHINESE.match(name[-1]):
                break
            if (
                not _PLACE_END.search(name)
                or _NO_PLACE.fullmatch(name)
                or text[stop : stop + 1] in {"直", "级", "本"}
            ):
                continue
            if self._own_name is not None and name == self._own_name:
                continue
            code = self.code_of(name)
            if (
                code is not None
                or (self._regions is None and best is None)
                or (best is None and _SURE.fullmatch(name))
            ):
                best = WhoseMention(start, stop, Whose(None, name, code))
        return best

    @staticmethod
    def _is_office(name: str) -> bool:
        return len(name.strip("“”")) >= 2 and not _NO_OFFICE.match(name)

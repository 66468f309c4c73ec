"""From the words around a figure to what is measured.

What belongs here: cutting the phrase that names an indicator out of a clause (`其中市直时限压缩比为` →
`时限压缩比`), what a phrase lacks (占比 of what?), lists of phrases (`A率、B率`). What does not: whose
figure it is (`prose_scopes`) and the registry of indicators.
"""

from __future__ import annotations

import re

# What leads a clause and is no part of the name. A single character counts only where it doesn't begin a word
# of its own (对接, 在线, 可办, 应用, 按期).
_HEAD = re.compile(
    r"^(?:[,:;、。.)\-—·\s]+|其中,?|但是|不过|由于|而且|并且|以及|另外|此外|另有|例如|特别是|尤其是|导致|"
    r"使得|因此|从而|同时(?!期)|"
    r"截至目前|截止目前|目前|现已|截至|截止|已经|仅有|只有|尚有|还有|仍有|共有|共计|总共|累计有|累计|"
    r"合计|分别|期间|"
    r"(?:去年|上年|上一年)(?:度)?同(?:期|月|季度?)(?:的)?|上(?:个)?月(?:份)?(?:同期)?|上(?:个|一)?季度|"
    r"本月|当月|上月|本年度|本年|当年|今年以来|今年|去年|上年|本期|本季度|本次|此次|全年|当前|预计|力争|"
    r"争取|确保|实现|做到|达到|以来|全部|所有|我们|使其|"
    r"而|且|但|并(?![联网轨购])|及(?![时格])|和(?![谐平])|与(?!国家|全国)|另(?!行)|如(?![期实约])|"
    r"使(?!用)|现(?![场代行金状有])|"
    r"到(?![位期账场达岗访])|已(?!建)|仅|只|尚|还(?![款建贷])|仍|"
    r"共(?![享同建性青印])|约(?![谈束])|近(?![期年郊])|均(?![衡价])|都(?!市)|将(?!军)|把(?!关)|"
    r"对(?![接比账外象应])|"
    r"在(?![线办建校册职岗库园编途])|从(?![业事])|由|"
    r"按(?![期时照规需揭月])|经(?![济营办开费贸核过信])|为(?![民期企农群])|是(?!否)|"
    r"有(?![效关序害机限线色偿无责])|要(?![素件求闻])|"
    r"应(?![用急届收缴接归制答诉对发])|需(?![求要])|"
    r"能(?![力源耗级效])|可(?![办用再行持支信通比])|其(?![他它余])|该(?!.{0,2}指标)|底|末|"
    r"前(?![置端台期沿])|后(?![台期勤])|起(?![诉草重])|至|"
    r"月(?![度均使活])|份)"
)
_TAIL = re.compile(
    r"(?:[,:;、。.(\-—·\s]+|已经达到|已达到|已达|将达到|要达到|须达到|应达到|需达到|能够达到|能达到|"
    r"可达到|达到了|达到|达成|(?<![直通])达|"
    r"能?提高到|能?提高至|提升到|提升至|上升到|上升至|升至|升到|增加到|增加至|增长到|增长至|扩大到|"
    r"下降到|下降至|降低到|降低至|降至|降到|降为|减少到|减少至|"
    r"压减到|压减至|压缩到|压缩至|压缩为|缩短到|缩短至|缩短为|整合成|整合为|调整为|变为|保持在|稳定在|"
    r"维持在|控制在|持续保持|保持|实现了|完成了|"
    r"总数为|共计为|共计|合计|累计为|累计|共有|约为|仅为|仅有|只有|均为|均达到?|都为|都是|都达到?|分别为|"
    r"分别是|分别达到?|分别|各为|由原来的|原来的|持续|始终|一直|数值为|高达|低至|多达|"
    r"(?<![平人户日月年])均|(?<!首)都|(?<!公)共|(?<![预节签履续邀违])约|(?<![附临])近|(?<![行作成])为|是|"
    r"(?<![国私所拥享公现具])有|"
    r"(?<!甚)至|(?<![收接报签得看听办送实迟应早])到|了|(?<!存)在|占|"
    r"(?<![主重需摘纪概简])要|(?<![供响对])应|(?<!必)须|(?<![急内])需|(?<![功智职节产效性])能|"
    r"(?<![许认])可|已|也|还|(?<!成)就|"
    r"(?:去年|上年|上一年)(?:度)?同(?:期|月|季度?)|(?<![较比与同和])(?:去年|上年|上个?月)|"
    r"(?<![理事])由|从|的|各|只|仅|分别)$"
)
_WORDS_BETWEEN = re.compile(
    r"^(?:(?:及|和|、)(?:[“\"][^”\"]{1,6}[”\"]|[一-鿿]{0,4}(?:经济区|开发区|功能区|新区|园区|管委会|乡镇|"
    r"街道)))*(?:的)?(?:各?有关|"
    r"各?相关|各(?![级类项])|所有|全部)?(?:单位|部门|地区|机关)*(?:方面|层面)?(?:的)?"
)
# Heads that say nothing without their subject.
GENERIC = re.compile(
    r"^(?:(?:所|共|各)?(?:占比|占|比例|比重|比值|比率|百分比|数量|总数|总量|数|量|件数|个数|总数量|"
    r"评价指标|指标|该指标|该项指标|得分|成绩|分值|评分|分数|"
    r"单位|部门|地区|县区|最高|最低|最多|最少|最高值|最低值|日均|月均|年均|户均|可比指标|同比|环比|增幅|增速|增长率|降幅|降速|排名|"
    r"位次|名次|份额|平均|平均值|均值|总分|情况|目标|"
    r"增长|增加|上升|提高|提升|下降|降低|减少))$"
)
# A rate that may be of anything.
_OF_ANYTHING = re.compile(
    r"^(?:总体|综合|平均|抽检|抽查|检查)?(?:合格|达标|通过|及格|优秀|优良|完好|准确|正确|差错)率$"
)
# A rate whose words are its own name alone.
_PLAIN_RATE = re.compile(r"^[一-鿿]{2,5}率$")
# Rates of a deed, whatever it was done to: of complaints here, of calls there.
_RATE_OF_DEED = re.compile(
    r"^(?:平均|总体|综合|群众|总)?(?:按[期时照]|及时|准时|提前|限时|当场|即时)?(?:办结|受理|办理|处理|处置|满意|回复|答复|反馈|整改|解决|回访|"
    r"完成|接通|网办|化解|公示|报送|及时|好评|差评)(?:率|度)$"
)
_PLAN = re.compile(
    r"^(?P<whose>.*?)(?:已|累计|共)?(?P<verb>完成|占|为|达到|达)?(?:了)?(?P<plan>(?:全年|年初|年度|本年|当年|调整|变动|省定|市定|县定|省下达|市下达|"
    r"下达|既定)*(?:的)?(?:预算|计划|目标任务|目标|任务)(?:数|额|总额|任务)?)(?:的)?$"
)
_POINTING = re.compile(r"(?:此类|该类|这类|此项|该项|这些|上述)(?:的)?")
# What a count says besides the thing: 检查政府网站, 共有窗口, 受理办件总数.
_DOING = re.compile(
    r"^(?:本次|本月|本周|本期|此次)?(?:共|累计|总共)?(?:计)?(?:随机)?(?:检查|抽查|抽检|抽测|抽取|巡查|监测|检测|核查|发现|受理|办理|接收|接到|收到|完成|实现|组织|"
    r"开展|新增|有)(?:了|各类|的)*(?=.{2,})"
)
_CATEGORY = re.compile(
    r"\d(?:周?岁|(?:万|亿)?"
    r"(?:元|平方米|亩|公顷|吨|人|分|天|个?工作日|个?小时|分钟|年|个月)(?:\(含\))?[及或]?以[上下内])"
)
_DONE = re.compile(r"(?:共|累计|合计|总计)?(?:完成|实现|达到|达|为|有|共计|总数|总量|数量|个数)+$")
_VERB_ONLY = re.compile(
    r"^(?:完成|收到|受理|接到|收获|实行|实施|开展|组织|保留|设置|设立|建设|建成|新增|办理|办结|处理|查处|"
    r"整改|转办|转派|下发|梳理|发布|公布|归集|整合|支撑|"
    r"接入|推送|取得|获得|形成|制定|出台|涉及|包括|包含|覆盖|召开|举办|培训|发放|开设|开通|推出|上线|"
    r"对接|汇聚|报送|采用|采纳|回复|答复|回访|抽查|检查|发现|"
    r"存在|配备|打造|提供|优化|精简|取消|减少|压减|新建|改造|安排|投入|拥有|具有|纳入|派驻|入驻|进驻|"
    r"连续|支持|带动|服务|解决|化解|清理|调整|下放|承接|公示|"
    r"录入|认领|编制|注册|挂载|共享|调用|制作|签发|扣|加|奖励|核减|查办|通报|批评|保留了)$"
)
# Heads that mean the indicator that the heading names: 政务服务便利度。2019年评价指标为68.34分.
ITSELF = re.compile(
    r"^(?:该|本)?(?:项)?(?:评价)?(?:指标|得分|成绩|分值|评分|分数|总分|目标|情况|可比指标|单位|部门|窗口|地区|"
    r"县区|企业|最高|最低|最多|最少)(?:值)?$"
)
_NUMBER_NOUN = re.compile(r"[一-鿿A-Za-z]")
_TOPIC_END = re.compile(
    r"(?:有所|有了|有较|有大幅|有明显|有待|有提升|呈现?|持续|稳步|明显|显著|不断|进一步|仍然|仍|较好|"
    r"较少|较多|较低|较高|较大|较小|较差|较快|较慢|最多|最少|最高|最低|"
    r"相对|比较|基本|总体|整体|大幅|是(?!否)|为(?!民)|运行|良好|向好|平稳|均|都|数量多|数量少|居|位居|"
    r"进展|取得)"
)
_ABOUT = re.compile(r"(?:变化|情况|方面|分析|办理情况|完成情况|工作情况|统计)+$")
_NOT_AFTER_NOUN = re.compile(
    r"^(?:均|全部|都|已|未|被|较|比|同比|环比|占|和|及|与|以及|左右|或|且|并|而|以|的?[,;。、:)(]|"
    r"的(?:要|应|须|需|将|一律|予以)|至|到|为|是|达|也|"
    r"还|又|其中|分别|共|累计|仅|只|不|"
    r"增长|下降|上升|降低|提高|减少|增加|回落|上涨|下滑|排名|位居|位列|由|从|在|因|经|按|列|居|,)"
)
_RATE_HEAD = re.compile(r"(?:率|占比|比例|比重|比值|压缩比|量|指数|浓度|覆盖度|满意度|深度)$")


def clean(text: str) -> str:
    """Strip from a phrase what is no part of the indicator's name, at both ends, until nothing changes."""
    while True:
        before = text
        text = _HEAD.sub("", text, count=1)
        text = _TAIL.sub("", text, count=1)
        if text == before:
            return close_brackets(text)


def without_tail(text: str) -> str:
    """The text without the verbs and particles at its end: `单位的办事窗口整合成` → `单位的办事窗口`."""
    while (shorter := _TAIL.sub("", text, count=1)) != text:
        text = shorter
    return text


def close_brackets(text: str) -> str:
    """Drop a bracket or quotation mark that lost its mate to the cutting."""
    if text.count('"') % 2:
        text = text.strip('"') if text.startswith('"') or text.endswith('"') else text.replace('"', "", 1)
    if len(text) > 2 and text[0] in '“"' and text[-1] in '”"' and not re.search(r"[“”\"]", text[1:-1]):
        text = text[1:-1]
    for opening, closing in (("(", ")"), ("“", "”"), ("《", "》"), ("[", "]")):
        while text.endswith(opening):
            text = text[:-1]
        while text.startswith(closing):
            text = text[1:]
        if text.count(opening) > text.count(closing) and text.startswith(opening):
            text = text[1:]
        if text.count(closing) > text.count(opening) and text.endswith(closing):
            text = text[:-1]
    return text


def after_scope(text: str) -> str:
    """What follows a scope word: `各部门汇聚的电子证照总量` → `汇聚的电子证照总量`."""
    return _WORDS_BETWEEN.sub("", text, count=1)


def needs_subject(phrase: str) -> bool:
    """Whether the phrase says nothing by itself: `占比`, `同比`, or a ratio whose part is missing
    (`占全市转办量`)."""
    return bool(GENERIC.match(phrase)) or phrase.startswith(("占", "比值", "比例"))


def of_anything(phrase: str) -> bool:
    """Whether the phrase is a rate that may be of anything: 合格率."""
    return _OF_ANYTHING.match(phrase) is not None


def ends_with_rate_of_anything(phrase: str) -> bool:
    """Whether the words name such a rate with what it is of, all of which must fit: 食品抽检合格率."""
    return re.search(r"(?:合格|达标|通过|及格|优秀|优良|完好|准确|正确|差错)率$", phrase) is not None


def plain_rate(phrase: str) -> bool:
    """Whether the phrase is the name of a rate alone: 满意率, 按期办结率."""
    return _PLAIN_RATE.match(phrase) is not None


def of_a_deed(phrase: str) -> bool:
    """Whether the phrase is a deed or the rate of one, which may be of anything: 办结, 按期办结率, 满意率."""
    return _RATE_OF_DEED.match(phrase) is not None or is_verb_only(phrase)


def plan_in(phrase: str) -> re.Match[str] | None:
    """The plan that a phrase holds something against, with `whose` it is, `verb` and `plan`: 税收完成年初预算数."""
    match = _PLAN.match(phrase)
    return match if match and (match["verb"] or not match["whose"]) else None


def pointing(phrase: str) -> re.Match[str] | None:
    """The word that points at some cases that were named before: 此类工单."""
    return _POINTING.search(phrase)


def of_a_category(phrase: str) -> bool:
    """Whether only those of some age or size are counted: 总投资500万元以上项目."""
    return _CATEGORY.search(phrase) is not None


def thing_of(counted: str) -> str:
    """The thing that was counted: 检查政府网站 → 政府网站, 一般公共预算收入累计完成 → 一般公共预算收入."""
    return _DONE.sub("", _DOING.sub("", counted, count=1)) or counted


def without_count(thing: str) -> str:
    """What a thing is without the word that counts it: 企业开办“一件事”办件总量 → 企业开办“一件事”."""
    return re.sub(r"(?:办件|工单|诉求|事项|件)?(?:总)?(?:量|数|数量|件数|个数)?$", "", thing)


def with_subject(phrase: str, subject: str | None) -> str:
    """`占比` of `城市管理类` is `城市管理类占比`; what already says it is left alone."""
    if not subject or subject == phrase:
        return phrase
    if subject.endswith(phrase) or ITSELF.match(phrase):
        return subject
    return subject + phrase


def topic(clause: str) -> str:
    """What a clause without a figure is about: `建议类办件较少` → `建议类办件`; `占比变化` → `占比`."""
    match = _TOPIC_END.search(clause)
    phrase = clean(clause[: match.start()] if match else clause)
    return _ABOUT.sub("", phrase) or phrase


def is_amount(phrase: str) -> bool:
    """Whether a phrase already names an amount, so that nothing behind the figure does:
    办件量突破100万件大关."""
    return bool(re.search(r"(?:量|数|数量|总数|总额|金额|人数|件数)$", phrase))


def share_of_something(bare: str) -> bool:
    """Whether the words only say which part of what came before: 占, 占比, 占总量的, 为年度预算的."""
    return bool(re.match(r"^[,、;]*(?:约|共|分别|就|仅|各)?(?:占|为(?=.+的$)|相当于)", bare))


def is_verb_only(phrase: str) -> bool:
    """Whether the phrase is a bare verb whose object follows the figure: 已完成 111种 …."""
    return bool(_VERB_ONLY.match(phrase))


def noun_follows(text: str, *, verb_before: bool = False, percent: bool = False, alone: bool = False) -> bool:
    """Whether what stands right after a figure belongs to it: 113种|证照模板中, 100%|按期办结,
    连续6个月|未派驻."""
    if not text or not _NUMBER_NOUN.match(text):
        return False
    if (verb_before or alone) and text.startswith(("未", "不", "没有")):
        return True
    if alone and re.match(r"已[一-鿿]{2}|正在", text):
        return True
    if percent and re.match(r"按[期时照]", text):
        return True
    return not _NOT_AFTER_NOUN.match(text)


def demanded(phrase: str) -> str:
    """What is demanded: `测评要求所有承诺事项承诺时间为法定时间` → `所有承诺事项承诺时间为法定时间`."""
    match = re.search(r"(?<!按照)(?:要求|规定)(?=[^,]{2,})", phrase)
    return clean(phrase[match.end() :]) if match else phrase


_DEED = re.compile(
    r"(?P<verb>受理|(?<!可)办理|办结|接收|处理|完成|推送|归集|汇聚|制作|收到)了?(?:各类|各|"
    r"的)?(?P<thing>[一-鿿]{2,})$"
)


def with_deed(phrase: str, earlier: str | None) -> str:
    """A second object takes the verb of the first: 共受理审批事项…,公共服务事项… → 受理公共服务事项."""
    match = _DEED.search(earlier) if earlier else None
    if (
        match
        and len(phrase) >= 3
        and phrase[-2:] == match["thing"][-2:]
        and not _DEED.search(phrase)
        and re.fullmatch(r"[一-鿿]+", phrase)
    ):
        return match["verb"] + phrase
    return phrase


def split_list(phrase: str) -> list[str]:
    """`按时办件率、咨询、投诉按时回复率` → `按时办件率`, `咨询、投诉按时回复率`; one phrase where it is no
    list of indicators."""
    parts = [part for part in re.split(r"、|以及|(?<!参)和(?!谐)|及(?![时格以])", phrase) if part]
    if len(parts) < 2:
        return [phrase]
    found: list[str] = []
    pending: list[str] = []
    for part in parts:
        pending.append(part)
        if _RATE_HEAD.search(part):
            found.append(clean("、".join(pending)))
            pending = []
    return found if len(found) >= 2 and not pending and all(found) else [phrase]


def members(text: str) -> list[str]:
    """The members of an enumeration, `、` and a last 和 or 及 between them."""
    parts = re.split(r"、|和|及|以及", text)
    return [part.strip() for part in parts if part.strip()]


def head_of(phrase: str) -> str | None:
    """The metric head of a phrase that others in a list may borrow: `建议办结率` → `办结率`."""
    match = re.search(
        r"(?:按期|按时|直接|及时|即时)?(?:办结|受理|满意|回复|反馈|整改|接通|解决|回访|完成|覆盖|挂载|"
        r"归集|评价)(?:率|数|量|度)$|(?:占比|比例|总量|数量|"
        r"件数)$",
        phrase,
    )
    return match.group() if match else None


def has_head(phrase: str) -> bool:
    """Whether a phrase ends as the name of a rate does, so that nothing behind the figure belongs to it."""
    return bool(_RATE_HEAD.search(phrase)) or phrase.endswith("比")

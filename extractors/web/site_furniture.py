"""What on a web page belongs to the site and not to the document.

Navigation, search, share bars, footers, and the tools inside the source line (【字体：大 中 小】). The
rules know how government sites are built, never a single site. What they name is left out; everything
else stays.
"""

from __future__ import annotations

import re

from lxml import etree

_NEVER_TEXT_NAMES = (
    "script style noscript template head title meta link base select option datalist input button "
    "textarea iframe object embed applet svg canvas audio video map progress meter dialog "
    "rp rt"
)
NEVER_TEXT = frozenset(_NEVER_TEXT_NAMES.split())
_SITE_TAGS = frozenset(("nav", "footer", "aside"))
_SITE_ROLES = frozenset(
    ("navigation", "contentinfo", "search", "banner", "complementary", "menu", "menubar", "toolbar")
)
_SITE_WORDS_TEXT = (
    "nav navi navbar navigation menu submenu mainmenu menubar footer foot bottom copyright breadcrumb "
    "breadcrumbs crumb crumbs position curpos location sidebar sider aside leftnav sidenav share "
    "shares sharebox bdshare bdsharebuttonbox jiathis toolbar topbar search searchbox login pager "
    "pagination related relatednews recommend friendlink links qrcode ewm erweima banner logo header "
    "head top"
)
_SITE_WORDS = frozenset(_SITE_WORDS_TEXT.split())
# A head may hold the document's own title; it is left out only where it doesn't.
_HEAD_WORDS = frozenset(["header", "head", "top", "banner"])
# “t-head”, “table-header”: a part of a table, whatever else it is called.
_TABLE_WORDS = frozenset(["table", "tables", "tbl", "tb", "t", "grid", "thead", "datagrid", "sheet"])
_WORD = re.compile(r"[A-Za-z]+")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")

# Whole lines of the site. Anchored at the start; the rest of the line goes with it.
_SITE_LINE = re.compile(
    r"""^[\s【\[（(|·•>»-]*(?:
        (?:您|你)(?:现在)?(?:的|所在的?)?(?:位置|当前位置) | (?:当前|所在|现在)(?:的)?位置
      | 首页\s*(?:[>»›/|]|&gt;|-) | (?:网站)?首页$
      | 分享(?:到|至|本页|按钮|$) | 扫一扫 | 打印(?:本页|本文|此页|预览|$)
      | 关闭(?:本页|窗口|本窗口|页面|$) | 收藏(?:本页|$)
      | 返回(?:顶部|首页|列表|$) | [上下]一(?:篇|条|页)(?:\s|[:：]|$) | 我要(?:纠错|打印|分享)
      | 字体\s*[:：] | 字号\s*[:：] | 保护视力色 | 无障碍(?:浏览|阅读) | 长者(?:模式|版) | 语音(?:播报|朗读)
      | 版权所有 | 网站标识码 | 网站地图(?:$|\s) | 联系我们(?:$|\s)
      | .{0,20}ICP备\s*\d | .{0,12}公网安备 | 友情链接
      | 相关(?:链接|新闻|文章|稿件|推荐|阅读)(?:$|[:：]) | 热点(?:推荐|新闻)
      | (?:建议使用|推荐使用).{0,40}(?:浏览器|分辨率) | 微信公众号(?:$|\s)
      | (?:手机|移动)版(?:$|\s) | Copyright | ©
      | (?:请输入|输入)?关键[字词](?:$|\s) | 站内搜索 | 登录(?:$|\s|\|) | 设为首页
    )""",
    re.IGNORECASE | re.VERBOSE,
)
# The imprint; inside a document these words may be its own.
_OUTER_LINE = re.compile(
    r"^\s*(?:网站)?(?:主办|承办|协办|维护|运维|技术支持)(?:单位)?\s*[:：]|^\s*(?:地址|邮编|电话|联系电话)\s*[:：]"
)
# Tools inside a line that says something of the document: cut out of it.
_SITE_PIECE = re.compile(
    r"""[【\[（(]?\s*(?:字体|字号|文字大小)\s*[:：]\s*[\[【(（]?\s*(?:(?:大|中|小|默认|特大|超大|[AT][+-]?)\s*[|/、，,]?\s*)+[\]】)）]?
      | (?:浏览|访问|点击|阅读|查看)(?:次数?|量|率|数)\s*[:：]?\s*[\[(（]?\s*\d*\s*次?\s*[\])）]?
      | 【\s*(?:打印|关闭|收藏|纠错|大|中|小|我要纠错|我要打印)(?:\s*(?:本页|窗口|此页))?\s*】
      | \[\s*(?:打印|关闭|收藏|纠错|大|中|小|我要纠错|我要打印)(?:\s*(?:本页|窗口|此页))?\s*\]
      | (?:(?<=\s)|^)(?:打印(?:本页)?|关闭(?:窗口)?|收藏
          |分享到?\s*[:：]?(?:\s*(?:微信|微博|QQ空间|QQ))*)\s*$""",
    re.IGNORECASE | re.VERBOSE,
)
# A line that says when and by whom the page was published.
_SOURCE_LINE = re.compile(
    r"(?:时\s*间|日\s*期|来\s*源|发布(?:机构|单位|部门|者)?|索\s*引\s*号|文\s*号"
    r"|发文(?:字号|机关|机构)|信息来源|供稿|作\s*者|成文日期|公开(?:日期|时间))\s*[:：]"
    r"|^\D{0,6}(?:19|20)\d\d\s*[-年./]\s*\d{1,2}\s*[-月./]\s*\d{1,2}"
)
# Pieces that the page's style sets apart: 发布日期：2023-07-10来源：某局.
_GLUED_KEY = re.compile(
    r"(?<=[^\s【\[（(|])(?=(?:信息|文章|稿件)?来源\s*[:：]|(?:发布|成文|发文|公开|更新)(?:日期|时间|机构|机关|单位)\s*[:：]"
    r"|(?:索引号|文号|作者|责任编辑|浏览次数|点击数|阅读次数|访问次数|字体|字号)\s*[:：])"
)


# Figures as sites print them around a document.
_SITE_FIGURES = re.compile(
    r"""(?:19|20)\d\d\s*[-年./]\s*\d{1,2}(?!\d)(?:\s*[-月./]\s*\d{1,2}(?!\d)\s*日?)?
      | (?:19|20)\d\d\s*[-–—至]\s*(?:19|20)\d\d\b  # years of a copyright
      | (?<![\d.])(?:0?[1-9]|1[0-2])\s*[-月/]\s*(?:0?[1-9]|[12]\d|3[01])(?![\d.%％])\s*日?
      | (?:19|20)\d\d\s*年(?:度)? | \d{1,2}\s*月(?:\s*份)? | \d{1,2}\s*[:：]\s*\d\d(?:\s*[:：]\s*\d\d)?
      | (?<!\d)(?:12345|123\d\d|11\d|12\d|95\d{3})(?!\d|\s*[件项个]) | 7\s*[x×*]\s*24
      | [(（]?0\d{2,3}[)）]?\s*[-—–]?\s*\d{7,8}(?:\s*[-转]\s*\d+)?
      | (?<!\d)(?:1[3-9]\d{9}|\d{7,8}|\d{10,})(?!\d|\s*[件项个元万]) | 邮(?:政编码|编)\s*[:：]?\s*\d{6}
      | 备\s*(?:案号?)?\s*[:：]?\s*\d+\s*号?(?:\s*-\s*\d+)?
      | (?:浏览|访问|点击|阅读|查看|人气|下载|评论|点赞|收藏|转发|分享)\w{0,3}\s*[:：]?\s*[\[(（]?\s*\d+
      | [第共]\s*\d+\s*[页条期] | \d+\s*/\s*\d+\s*页 | \d+\s*[x×*]\s*\d+ | \d+\s*(?:楼|号(?!线)|室|层|栋|℃)
      | (?:IE|Chrome|Edge|WAP|Windows|V)\s*\d+(?:\.\d+)* | [A-Za-z]+\d+""",
    re.IGNORECASE | re.VERBOSE,
)
_FIGURE = re.compile(r"\d+(?:[.,，．]\d+)*\s*[%％‰]?")


def is_site_container(element: etree._Element, has_heading: bool) -> bool:
    """Whether tag, role, id or class name the element as part of the site.

    `has_heading`: it holds an `h1`–`h3`; a page head with the document's title is no site furniture.
    """
    if element.tag in ("html", "body", "td", "th", "tr", "tbody", "thead", "table", "p", "span", "a"):
        # Cells and inline pieces are judged by their text; their class names say how they look.
        return False
    if element.tag in _SITE_TAGS:
        return not (element.tag == "aside" and has_heading)
    if (element.get("role") or "").lower() in _SITE_ROLES:
        return not has_heading
    words = {
        word.lower()
        for name in (element.get("id") or "", element.get("class") or "")
        for token in _CAMEL.sub(" ", name).split()
        for word in _WORD.findall(token)
    }
    hits = words & _SITE_WORDS
    if not hits or (has_heading and hits <= _HEAD_WORDS):
        return False
    # “content-bottom”, “article_head”: a part of the article, not of the site.
    return not words & {
        *_TABLE_WORDS,
        "content",
        "article",
        "zoom",
        "text",
        "main",
        "detail",
        "editor",
        "wrapper",
        "container",
        "wrap",
    }


def unexplained_figures(text: str) -> list[str]:
    """The figures of a text that was taken for the site's which none of its customs explains.

    Dates and times, telephone numbers and hotlines, registrations (ICP备), counters and page numbers are explained.
    """
    return _FIGURE.findall(_SITE_FIGURES.sub(" ", text))


def is_site_line(text: str, *, inner: bool) -> bool:
    """Whether a whole line is the site's: its place in the site, tools, imprint.

    `inner`: it stands amid the document, where an organizer is the document's own.
    """
    if len(text) >= 200:
        return False
    return bool(_SITE_LINE.search(text)) or (not inner and bool(_OUTER_LINE.search(text)))


def is_source_line(text: str) -> bool:
    """Whether a short line tells the date, source or number of the document."""
    return len(text) < 300 and bool(_SOURCE_LINE.search(text))


def without_tools(text: str) -> str:
    """A short line without the page's tools in it: 来源：某局 【字体：大 中 小】 is 来源：某局."""
    if len(text) >= 300:
        return text
    apart = _GLUED_KEY.sub(" ", text)
    return _SITE_PIECE.sub(" ", apart).strip(" |\u3000")

"""What a listing leaves to its scripts and can be read without running them.

Three habits of government sites: addresses in `onclick` and in attributes of their own, entries as markup inside
a `script` (the records of Hanweb's JCMS), and pages numbered by a call (`createPageHTML` of TRS). Anything else
a script does can't be known here.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml import etree

# href="javascript:…", "#", "": the link leads where a script says.
_NOWHERE = re.compile(r"^\s*(?:javascript:|#|$)", re.IGNORECASE)
_QUOTED = re.compile(r"""(['"])(?P<text>[^'"\s]+)\1""")
_ADDRESS = re.compile(
    r"(?:https?://|\.{0,2}/)[^\s<>{}]+|[^\s<>{}():;]+\.(?:s?html?|jhtml|jspx?|aspx?|php|do|action|pdf|docx?|xlsx?)(?:\?\S*)?",
    re.IGNORECASE,
)
_RECORD = re.compile(r"<!\[CDATA\[(.*?)\]\]>", re.DOTALL)
# createPageHTML(pages, this page from 0, "index", "html")
_NUMBERED = re.compile(
    r"""\bcreatePageHTML\(\s*(?P<pages>\d+)\s*,\s*(?P<page>\d+)\s*,\s*(['"])(?P<name>[\w./-]+)\3\s*,\s*(['"])(?P<ending>\w+)\5"""
)


def leads_nowhere(link: etree._Element) -> bool:
    """Whether a link has no address of its own."""
    return _NOWHERE.match(link.get("href") or "") is not None


def scripted_address(link: etree._Element) -> str | None:
    """The address that stands on a link which leads nowhere, where there is just one: as an attribute or in a call."""
    found: dict[str, None] = {}
    for name, value in link.attrib.items():
        text = str(value).strip()
        if name in ("href", "onclick"):
            quoted = (match["text"] for match in _QUOTED.finditer(text))
            found.update((each, None) for each in quoted if _ADDRESS.fullmatch(each))
        elif name not in ("title", "class", "style", "id", "src") and _ADDRESS.fullmatch(text):
            found[text] = None
    return next(iter(found)) if len(found) == 1 else None


def unfold_records(root: etree._Element) -> None:
    """Put the entries that stand as markup inside scripts into the page, in the scripts' place."""
    from lxml import etree, html

    for script in list(root.iter("script")):
        records = [text for text in _RECORD.findall(script.text or "") if "<a" in text.lower()]
        parent = script.getparent()
        if not records or parent is None:
            continue
        holder = etree.Element("div")
        for record in records:
            holder.append(html.fragment_fromstring(record, create_parent="div"))
        holder.tail = script.tail
        parent.replace(script, holder)


def numbered_next(root: etree._Element) -> str | None:
    """The address of the next page where a call numbers the pages; None on the last one, and without such a call."""
    for script in root.iter("script"):
        match = _NUMBERED.search(script.text or "")
        if match is not None:
            following = int(match["page"]) + 1
            return (
                f"{match['name']}_{following}.{match['ending']}" if following < int(match["pages"]) else None
            )
    return None

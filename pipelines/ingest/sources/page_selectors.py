"""The part of a page that a CSS selector or an XPath names."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml import etree

_XPATH = re.compile(r"^(?:\.?/|\()")


def check_scope(scope: str) -> None:
    """Raises ValueError for what is neither a CSS selector nor an XPath."""
    _compiled(scope)


def elements_in(root: etree._Element, scope: str | None) -> list[etree._Element]:
    """The elements that the scope names, in the order of the page; the whole page without one."""
    if scope is None:
        return [root]
    found = _compiled(scope)(root)
    return [element for element in found if hasattr(element, "iter")] if isinstance(found, list) else []


def _compiled(scope: str) -> etree.XPath:
    from lxml import etree

    try:
        if _XPATH.match(scope):
            return etree.XPath(scope)
        from cssselect import HTMLTranslator, SelectorError

        try:
            return etree.XPath(HTMLTranslator().css_to_xpath(scope))
        except SelectorError as error:
            raise ValueError(f"{scope!r} is no CSS selector: {error}") from error
    except etree.XPathError as error:
        raise ValueError(f"{scope!r} is no XPath: {error}") from error

"""What says that there is no value."""

from __future__ import annotations

import pytest

from extractors.printed.no_value import is_no_value, says_no_value


@pytest.mark.parametrize(
    "text", ["", " ", "/", "—", "——", "−", "无", "无 数据", "無數據", "暫缺", "N/A", "*"]
)
def test_no_value(text: str) -> None:
    assert is_no_value(text)


@pytest.mark.parametrize("text", ["0", "-1", "无锡市", "见附件2", "#DIV/0!", "一"])
def test_something_else(text: str) -> None:
    assert not is_no_value(text)


@pytest.mark.parametrize("text", ["暂缺国内前沿水平,无法对比", "不納入考核"])
def test_why_there_is_none(text: str) -> None:
    assert says_no_value(text)

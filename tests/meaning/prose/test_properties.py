"""Whatever the text: offsets hold, nothing overlaps, every digit is accounted for, nothing raises."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.model import Document
from pipelines.meaning.prose import ProseReading, account
from pipelines.meaning.prose.lexing.text_folding import fold
from tests.meaning.prose.setting import document, places, reading

PIECES = [
    "全市", "其中市本级", "县级", "县(市、区)方面:", "宛城区", "唐河县、桐柏县", "市公安局", "公安分局",
    "大部分单位", "网上可办率", "即办件占比", "办结率", "占比", "办件量", "收到差评", "已完成",
    "电子证照制证", "证照模板", "为", "达到", "分别为", "均为", "较5月份降低", "同比增长", "由5月份",
    "降至", "高于全省平均水平", "排名全省第", "靠前的是", "靠后的是:", "较低", "等", "不低于", "要大于",
    "无法达到", "确保", "要求", "目前", "截至12月27日,", "2021年", "1-6月", "年底前,", "11月30日前,",
    "98.23%", "1,234件", "75.34万条", "90余次", "1—2个窗口", "一项", "两台", "零", "全覆盖", "无变化",
    "满分", "三", "第4", "前十位", "12345热线", "24小时自助", "(详见附件1、2)", "〔2021〕8号",
    "《2021年方案》", "“24小时”", "(一)", "一、", "1.", "附件1:", "。", ",", ";", ":", "、", "(", ")",
    "“", "”", "《", "》", "[", "%", "-", "—", ".", " ", "　", "\n", "↩", "0", "7", "2.", "萬(wàn)",
    "辦結(jié)率", "①", "Ⅳ", "½", "㎡", "𠀀", "😀", "A4", "http://a.cn/1", "０３７７－６３１２３４５６",
    "每低一个百分点扣0.1分", "低于50张的要反馈", "县“放管服”办牵头负责",
]  # fmt: skip

texts = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)
anything = st.text(
    st.one_of(
        st.sampled_from(
            "一二三四五六七八九十百零两全市县区第名为达率比占件个%，。；：、（）“”《》0123456789 \n"
        ),
        st.characters(),
    )
)


def _read(text: str) -> tuple[Document, ProseReading]:
    made = document(text)
    return made, reading(made)


def _check(text: str) -> None:
    made, found = _read(text)
    for item in places(found):
        assert made.text[item.char_start : item.char_end] == item.quote
        assert item.quote
    for statement in found.statements:
        if statement.figure_end > statement.figure_start:
            assert statement.char_start <= statement.figure_start < statement.figure_end <= statement.char_end
            assert made.text[statement.figure_start : statement.figure_end] == statement.value_raw
    for ignored in found.ignored:
        assert made.text[ignored.char_start : ignored.char_end] == ignored.text
    figures = sorted(
        {(s.figure_start, s.figure_end) for s in found.statements if s.figure_end > s.figure_start}
    )
    assert all(first[1] <= second[0] for first, second in pairwise(figures))
    sums = account(made, found)
    assert sums.balanced, sums


@settings(max_examples=150, deadline=None)
@given(texts)
def test_pieces_of_bulletins_in_any_order(text: str) -> None:
    _check(text)


@settings(max_examples=100, deadline=None)
@given(anything)
def test_any_text_at_all(text: str) -> None:
    _check(text)


@settings(max_examples=50, deadline=None)
@given(texts)
def test_reading_twice_is_reading_once(text: str) -> None:
    assert _read(text) == _read(text)


@given(st.text())
def test_folding_keeps_the_way_back(text: str) -> None:
    folded = fold(text)
    assert len(folded.origin) == len(folded.text)
    assert list(folded.origin) == sorted(set(folded.origin))
    for index, character in enumerate(folded.text):
        start, end = folded.span(index, index + 1)
        assert text[start:end].strip() or character == " "
    assert fold(folded.text).text == folded.text or "(" in folded.text or " " in folded.text

"""A later version of 殷都's bulletin, and bulletins in other formats: what the tests of versions hand in."""

from __future__ import annotations

import hashlib
from pathlib import Path

from extractors.reading import read_document
from tests.conftest import BULLETINS
from tests.extractors.setting import as_docx, as_html
from tests.paths import FIXTURES

# Each line of the bulletin of June 2023, and what the later version says instead.
REVISION = {
    "22\t殷都区公安分局\t143\t100.00%\t64\t44.44%": "22\t殷都区公安分局\t143\t100.00%\t63\t44.06%",
    "31\t殷都区财政局\t3\t100.00%\t0\t0.00%": "31\t殷都区科技局\t5\t100.00%\t5\t100.00%",
    "15\t殷都区档案局\t3\t100.00%\t3\t100.00%": "15\t殷都区档案局\t3\t100.00%\t—\t100.00%",
    "16\t殷都区医保局\t66\t100.00%\t59\t89.39%": "16\t殷都区医保局\t66\t100%\t59\t89.39%",
    "6\t殷都区民宗局\t20\t100.00%": "6\t殷都区民族宗教局\t20\t100.00%",
    "5\t\t采矿许可证\t3\t0\n": "",
    "9\t房管局\t1\t0\t1\t0.00%\t无需排查": "9\t房管局\t1\t0\t1\t0.00%\t已经排查",
    "即办件占比为62.71%，": "即办件占比为62.65%，",
    "2023 年 7 月 10 日印发": "2023 年 7 月 11 日印发",
    "\n2023年7月10日": "\n2023年7月11日",
}

CORRECTIONS = """\
name: 殷都区政务服务通报
publisher: 殷都区人民政府
region: "410505"
addresses: [https://www.example.gov.cn/tongbao/18.html]
corrections:
  - document: 殷放管服办〔2023〕18号
    cell: {attachment: 1, row: 30, column: 3}
    printed: "22"
    correct: "23"
    why: 来函更正
    who: 王
    when: 2024-01-05
  - document: 殷放管服办〔2023〕18号
    cell: {attachment: 1, row: 23, column: 6}
    printed: 44.44%
    correct: 44.76%
    why: 64 ÷ 143
    who: 王
    when: 2024-01-05
"""


def original() -> bytes:
    return next(BULLETINS.glob("001_*.txt")).read_bytes()


def revision() -> bytes:
    text = original().decode("utf-8")
    for was, becomes in REVISION.items():
        assert text.count(was) == 1, was
        text = text.replace(was, becomes)
    return text.encode("utf-8")


def short_id(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:16]


def hand_in(folder: Path) -> None:
    (folder / "1-june.txt").write_bytes(original())
    (folder / "2-june-again.txt").write_bytes(revision())
    (folder / "3-ruled.pdf").write_bytes((FIXTURES / "pdf" / "ruled_narrow.pdf").read_bytes())
    pingdingshan = next(BULLETINS.glob("003_*.txt"))
    huarong = next(BULLETINS.glob("004_*.txt"))
    (folder / "4-pingdingshan.docx").write_bytes(as_docx(read_document(pingdingshan.read_bytes())))
    (folder / "5-huarong.html").write_text(as_html(read_document(huarong.read_bytes())), encoding="utf-8")

"""The month of a file of a backlog, as a person would say it from the path."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.ingest.backlog_months import month_of

HERE = Path("/backlog")


@pytest.mark.parametrize(
    ("path", "month"),
    [
        ("2021-12/南阳.pdf", "2021-12"),
        ("殷都区2023年6月通报.docx", "2023-06"),
        ("殷都区2023年12月通报.docx", "2023-12"),
        ("t20211227_6543.html", "2021-12"),
        ("202111/t20211227_6543.html", "2021-12"),
        ("2021/3/a.txt", "2021-03"),
        ("南阳_2021_07.pdf", "2021-07"),
        ("宛政办〔2021〕12号 2022.01.pdf", "2022-01"),
    ],
)
def test_the_path_says_the_month(path: str, month: str) -> None:
    assert month_of(HERE / path, HERE) == month


@given(
    st.integers(2000, 2099),
    st.integers(1, 12),
    st.sampled_from(["{}-{:02}", "{}{:02}", "{}年{}月", "{}/{}/"]),
)
def test_every_way_of_writing_a_month_is_read(year: int, month: int, shape: str) -> None:
    assert month_of(HERE / f"{shape.format(year, month)}x.txt", HERE) == f"{year}-{month:02d}"


@pytest.mark.parametrize("name", ["通报.pdf", "文件202113.pdf", "12345202112678.pdf", "第2021期.pdf"])
def test_without_a_month_in_the_path_the_last_change_counts(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.touch()
    moment = time.mktime((2020, 5, 17, 12, 0, 0, 0, 0, -1))
    os.utime(path, (moment, moment))
    assert month_of(path, tmp_path) == "2020-05"

"""What `tongbao extract` prints."""

from __future__ import annotations

import csv
import json
from io import StringIO

from extractors.document.export import to_csv, to_json
from extractors.text.text_reader import read_text

TEXT = (
    "关于情况的通报，现将截至2021年11月27日有关情况通报如下。\n\n附件 1\n\n情况统计表\n\n"
    "序号\t区划/部门\t办件\t\n\t\t受理\t办结\n1\t甲局,本部\t3\t\n合计\t\t3\t0\n\n注：数据由各单位报送。\n"
)


def test_json_has_the_promised_keys_first() -> None:
    (table,) = to_json(read_text(TEXT.encode()))
    assert list(table)[:7] == ["attachment", "title", "header", "rows", "pages", "footnotes", "as_of"]
    assert table["header"] == [["序号"], ["区划/部门"], ["办件", "受理"], ["办件", "办结"]]
    assert table["rows"] == [
        {"row_kind": "data", "cells": ["1", "甲局,本部", "3", ""]},
        {"row_kind": "total", "cells": ["合计", "", "3", "0"]},
    ]
    assert (table["attachment"], table["pages"], table["as_of"]) == (1, [], "2021-11-27")
    assert table["footnotes"] == ["注：数据由各单位报送。"]
    assert table["covered"] == [[1, 1]]
    assert table["lines"] == [9, 10]
    json.dumps(table)


def test_csv_gives_paths_that_can_be_taken_apart() -> None:
    rows = list(csv.reader(StringIO(to_csv(read_text(TEXT.encode())))))
    assert rows[0] == ["附件1", "情况统计表"]
    assert rows[1] == ["row_kind", "序号", "区划／部门", "办件/受理", "办件/办结"]
    assert rows[2] == ["data", "1", "甲局,本部", "3", ""]
    assert rows[-1] == ["note", "注：数据由各单位报送。"]

"""What tables prove of themselves, and which contradictions are seen."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from extractors.model import Cell, Row, RowKind, Table
from extractors.tables.proof import examine


def table(header: list[str], rows: list[list[str]], total: list[str] | None = None) -> Table:
    body = [Row(RowKind.DATA, tuple(Cell(text) for text in row)) for row in rows]
    if total is not None:
        body.append(Row(RowKind.TOTAL, tuple(Cell(text) for text in total)))
    return Table(tuple((name,) for name in header), tuple(body))


HEAD = ["序号", "单位", "事项总数", "即办件数", "即办件占比"]
ROWS = [
    ["1", "教育局", "40", "10", "25.00%"],
    ["2", "财政局", "30", "20", "66.67%"],
    ["3", "司法局", "8", "7", "87.50%"],
    ["4", "民政局", "22", "0", "0.00%"],
]


def test_a_table_that_proves_itself() -> None:
    evidence = examine(table(HEAD, ROWS, ["合计", "", "100", "37", "37.00%"]))
    assert evidence.proved and evidence.oddities == ()
    assert [proof.split(":")[0] for proof in evidence.proofs] == ["sequence", "types", "ratio", "total"]


def test_a_moved_cell_is_odd() -> None:
    rows = [list(row) for row in ROWS]
    rows[1][2], rows[1][3] = "", "30"
    evidence = examine(table(HEAD, rows, ["合计", "", "100", "37", "37.00%"]))
    assert not evidence.proved


def test_a_lost_row_is_odd() -> None:
    evidence = examine(table(HEAD, [ROWS[0], ROWS[2], ROWS[3], ["5", "审计局", "4", "2", "50.00%"]]))
    assert any(oddity.startswith("sequence") for oddity in evidence.oddities)


def test_a_total_that_does_not_add_up_is_odd() -> None:
    evidence = examine(table(HEAD, ROWS, ["合计", "", "100", "36", "36.00%"]))
    assert evidence.oddities == ("total: 即办件数 do not add up to the total row",)


def test_parts_add_up_to_their_column() -> None:
    rows = [[str(i), f"第{i}局", str(6 * i), str(i), str(2 * i), str(3 * i)] for i in range(1, 7)]
    evidence = examine(table(["序号", "单位", "合计", "一级", "二级", "三级"], rows))
    assert "sum: 合计 = 一级 + 二级 + 三级 in 6 rows" in evidence.proofs


def test_words_alone_prove_nothing() -> None:
    rows = [["甲", "好"], ["乙", "差"], ["丙", "好"]]
    assert not examine(table(["名称", "评价"], rows)).proved


def test_an_empty_table() -> None:
    assert examine(Table((), ())).proofs == ()


@given(st.lists(st.tuples(st.integers(1, 500), st.integers(0, 500)), min_size=3, max_size=30))
def test_rates_of_any_counts_never_contradict(pairs: list[tuple[int, int]]) -> None:
    rows = [
        [str(k), f"第{k}局", str(whole), str(min(part, whole)), f"{100 * min(part, whole) / whole:.2f}%"]
        for k, (whole, part) in enumerate(pairs, start=1)
    ]
    evidence = examine(table(HEAD, rows))
    assert not any("即办件占比 = 即办件数 / 事项总数 does not" in oddity for oddity in evidence.oddities)
    telling = [row for row in rows if 0 < int(row[3]) < int(row[2])]
    if len(telling) >= 3:
        assert any(proof.startswith("ratio: 即办件占比") for proof in evidence.proofs)

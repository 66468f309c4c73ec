"""What waits for a person, as assets that should be empty, each written out ready to be filled in."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import dagster as dg
import duckdb

from pipelines.home.paths import Home
from pipelines.orchestration.defs.ingestion import OWNERS
from pipelines.orchestration.defs.previews import markdown_table

if TYPE_CHECKING:
    from pipelines.meaning.names import NameMatch

_ROWS_SHOWN = 50


@dg.asset(
    deps=[dg.AssetKey(["raw", "name_matches"])],
    group_name="review",
    kinds={"yaml"},
    owners=OWNERS,
    description=(
        "Names that no rule settled: should be empty. Its rows are in `review/names.yml` as decisions; "
        "fill in verdict and answer, sign, and put them into `decisions/decisions.yml`."
    ),
)
def unresolved_names() -> dg.MaterializeResult[None]:
    from pipelines.meaning.decisions.review_forms import form_of_names, open_names

    home = Home.from_environment()
    rows = _rows(
        home,
        "select name_raw, entity_kind, function_id, function_name, department_id, region_code, score, method, status,"
        " runner_up, runner_up_score, coalesce(evidence, '') from raw.name_matches where status <> 'accepted'"
        " order by name_raw",
    )
    items = open_names(_match(row) for row in rows)
    path = _write(home, "names.yml", form_of_names(items))
    shown = [(item.name, item.function_name or "", f"{item.score:.0f}", item.evidence) for item in items]
    return _result(path, ["name", "proposal", "score", "evidence"], shown)


@dg.asset(
    deps=[dg.AssetKey(["raw", "columns"])],
    group_name="review",
    kinds={"yaml"},
    owners=OWNERS,
    description=(
        "Headings with figures that no indicator fits: should be empty. Its rows are in `review/indicators.yml` as "
        "decisions; fill in verdict and answer, sign, and put them into `decisions/decisions.yml`."
    ),
)
def unresolved_headings() -> dg.MaterializeResult[None]:
    from pipelines.meaning.decisions.review_forms import form_of_phrasings

    home = Home.from_environment()
    rows = _rows(
        home,
        "select coalesce(phrasing, column_path), any_value(proposal), any_value(runner_up), count(*) from raw.columns"
        " where role in ('measure', 'rank') and coalesce(status, 'rejected') <> 'accepted' group by 1 order by 4 desc, 1",
    )
    path = _write(home, "indicators.yml", form_of_phrasings((row[0], row[1]) for row in rows))
    return _result(path, ["heading", "proposal", "runner-up", "columns"], rows)


def _match(row: tuple[Any, ...]) -> "NameMatch":
    """A row of raw.name_matches as the resolver gave it."""
    from pipelines.meaning.names import Kind, NameMatch, Status

    fields = ("function_id", "function_name", "department_id", "region_code", "score", "method")
    return NameMatch(
        name=row[0],
        kind=Kind(row[1]),
        status=Status(row[8]),
        runner_up=row[9],
        runner_up_score=row[10],
        evidence=row[11],
        **dict(zip(fields, row[2:8], strict=True)),
    )


def _rows(home: Home, query: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(str(home.working), read_only=True) as connection:
        return connection.execute(query).fetchall()


def _write(home: Home, name: str, text: str) -> Path:
    home.review.mkdir(parents=True, exist_ok=True)
    path = home.review / name
    path.write_text(text, encoding="utf-8")
    return path


def _result(
    path: Path, headings: Sequence[str], rows: Sequence[Sequence[object]]
) -> dg.MaterializeResult[None]:
    metadata: dict[str, Any] = {"dagster/row_count": len(rows), "file": dg.MetadataValue.path(str(path))}
    if rows:
        metadata["preview"] = dg.MetadataValue.md(markdown_table(headings, rows[:_ROWS_SHOWN]))
    return dg.MaterializeResult(metadata=metadata)

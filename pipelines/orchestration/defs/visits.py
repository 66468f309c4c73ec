"""The publishers as assets: one for each source, visited by its schedule, fresh by its rhythm."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import dagster as dg

from pipelines.home import progress
from pipelines.home.paths import Home
from pipelines.ingest.sources.source_catalogue import load_usable, name_for_programs
from pipelines.ingest.sources.source_model import Rhythm, Source
from pipelines.orchestration.defs.automation import is_on as automation_is_on
from pipelines.orchestration.defs.ingestion import OWNERS
from pipelines.orchestration.defs.previews import Shown, document_list, markdown_table
from pipelines.orchestration.instance.console_log import console_config
from warehouse.records import RawOriginal

GROUP = "sources"
# Runs with this tag fetch; the queue lets only some of them run at a time (see `pipelines.orchestration.instance.dagster_instance`).
FETCHING = {"tongbao/fetching": "true"}
ANSWERED, ON_TIME = "every_address_answered", "new_bulletins_are_on_time"
_ROWS_SHOWN = 50
_RETRIES, _FIRST_WAIT_SECONDS = 3, 60


class _Days(NamedTuple):
    """How many days a period has."""

    shortest: int
    longest: int


_DAYS = {"month": _Days(28, 31), "quarter": _Days(89, 92), "year": _Days(365, 366)}


def source_key(source: Source) -> dg.AssetKey:
    return dg.AssetKey(["sources", source.id])


def job_name(source: Source) -> str:
    return f"visit_{name_for_programs(source.id)}"


def addresses_asked(sources: Iterable[Source]) -> dg.AssetSpec:
    """What the addresses of the sources answered: every visit writes it, whether it brings something or not."""
    return dg.AssetSpec(
        dg.AssetKey(["raw", "addresses"]),
        deps=[source_key(source) for source in sources],
        group_name="ingestion",
        description="Every address that a source was asked for, with what it answered last.",
        kinds={"python", "duckdb"},
        owners=OWNERS,
    )


def visit_asset(source: Source) -> dg.AssetsDefinition:
    """The bulletins of one publisher. Materialized only when a visit brings something: its age is the bulletin's."""
    key = source_key(source)

    @dg.asset(
        key=key,
        group_name=GROUP,
        kinds={"python", "file"},
        owners=OWNERS,
        description=_description(source),
        metadata=_metadata(source),
        freshness_policy=freshness(source),
        output_required=False,
        check_specs=[
            dg.AssetCheckSpec(ANSWERED, asset=key, description="Every address of the source could be had."),
            dg.AssetCheckSpec(
                ON_TIME,
                asset=key,
                description="The bulletin of the last period is there by the day it was due.",
            ),
        ],
    )
    def asset(context: dg.AssetExecutionContext) -> Iterator[Any]:
        yield from _visit(context, source)

    return asset


def _visit(context: dg.AssetExecutionContext, source: Source) -> Iterator[Any]:
    from pipelines.ingest.visiting import visit

    result = visit(Home.from_environment(), source, lambda event: context.log.info(f"{event}"[:500]))
    shown = [(item.code, item.uri, item.message) for item in result.failures[:_ROWS_SHOWN]]
    table = markdown_table(["code", "address", "why, and what to do"], shown)
    failures = {"failures": dg.MetadataValue.md(table)} if shown else {}
    for item in result.failures:
        told = f"{source.id}: {item.uri}: {item.message} ({item.code})"
        context.log.warning(told)
        progress.current().note(told)
    if result.listings_failed and not (result.counts["fetched"] or result.counts["unchanged"]):
        # What passes by itself within a request is retried there; this is for a site that is down for a while.
        # A person at the command line is told at once instead.
        if automation_is_on() and context.retry_number < _RETRIES:
            raise dg.RetryRequested(_RETRIES, seconds_to_wait=_FIRST_WAIT_SECONDS * 2**context.retry_number)
        raise dg.Failure(
            f"{source.name}: no listing could be read; the next visit tries again",
            metadata=failures,
        )
    facts: dict[str, Any] = {name: result.counts[name] for name in ("fetched", "unchanged", "gone", "failed")}
    if result.brought:
        brought = document_list(
            Shown(row.title, row.source_uri, row.document_id, _facts(row))
            for row in result.brought[:_ROWS_SHOWN]
        )
        yield dg.MaterializeResult(
            asset_key=source_key(source),
            metadata={
                **facts,
                "dagster/row_count": len(result.brought),
                "brought": brought,
            },
        )
    else:
        yield dg.AssetObservation(source_key(source), description="Nothing new.", metadata=facts)
    yield dg.AssetCheckResult(
        asset_key=source_key(source),
        check_name=ANSWERED,
        passed=not result.failures,
        severity=dg.AssetCheckSeverity.WARN,
        description=f"{len(result.failures)} of {sum(result.counts.values())} addresses could not be had",
        metadata={**facts, **failures},
    )
    yield _lateness(source, result.latest, datetime.now(ZoneInfo(source.timezone)).date())


def _facts(row: RawOriginal) -> tuple[str, ...]:
    listed = f"listed on {row.listed_on}" if row.listed_on else ""
    return listed, f"{row.byte_count:,} bytes"


def _lateness(source: Source, latest: date | None, today: date) -> dg.AssetCheckResult:
    metadata: dict[str, Any] = {"latest_bulletin": str(latest or "none yet")}
    passed, told = True, f"the latest bulletin is of {latest}" if latest else "no bulletin yet"
    if source.rhythm is not None:
        period_end, due = source.rhythm.expected(today)
        # Whatever was published after the period ended counts as the bulletin for it.
        passed = latest is not None and latest > period_end
        metadata |= {"for_the_period_until": str(period_end), "due_on": str(due)}
        metadata["days_late"] = 0 if passed else (today - due).days
        if not passed:
            told += f"; one was due on {due}, {metadata['days_late']} days ago"
    return dg.AssetCheckResult(
        asset_key=source_key(source),
        check_name=ON_TIME,
        passed=passed,
        severity=dg.AssetCheckSeverity.WARN,
        description=told,
        metadata=metadata,
    )


def freshness(source: Source) -> dg.FreshnessPolicy | None:
    """The rhythm in Dagster's words: by the due day, something came since the period ended.

    Dagster wants that time to be shorter than the one from deadline to deadline. Where it isn't (a bulletin that
    is due a month after the month), the longest time that may lie between two bulletins has to do.
    """
    if source.rhythm is None or not source.enabled:
        return None
    days, days_open = _DAYS[source.rhythm.every], _days_open(source.rhythm)
    if days_open > days.shortest:
        return dg.FreshnessPolicy.time_window(fail_window=timedelta(days=days.longest + days_open))
    return dg.FreshnessPolicy.cron(
        deadline_cron=deadline_cron(source.rhythm),
        lower_bound_delta=timedelta(days=days_open),
        timezone=source.timezone,
    )


def deadline_cron(rhythm: Rhythm) -> str:
    """Midnight after the day on which a bulletin is due, in the months in which one is.

    A day that not every month has (29 to 31) becomes the first of the month that follows.
    """
    months_between = {"month": 1, "quarter": 3, "year": 12}[rhythm.every]
    day, shift = (rhythm.by_day + 1, 0) if rhythm.by_day < 28 else (1, 1)
    first = (rhythm.months_after - 1 + shift) % 12
    months = sorted((first + step) % 12 + 1 for step in range(0, 12, months_between))
    return f"0 0 {day} {'*' if months_between == 1 else ','.join(map(str, months))} *"


def _days_open(rhythm: Rhythm) -> int:
    """Days between the end of a period and the deadline, at most: the time in which its bulletin may come."""
    return 31 * max(rhythm.months_after - 1, 0) + min(rhythm.by_day, 31) + 1


def visit_job(source: Source) -> Any:
    return dg.define_asset_job(
        job_name(source),
        selection=dg.AssetSelection.assets(source_key(source)),
        description=f"Ask {source.publisher} for new bulletins.",
        tags=FETCHING,
        config=console_config(),
    )


def visit_schedule(source: Source, job: Any, running: bool) -> dg.ScheduleDefinition:
    on = running and source.enabled
    return dg.ScheduleDefinition(
        name=f"{job_name(source)}_by_schedule",
        job=job,
        cron_schedule=source.schedule or "0 6 * * *",
        execution_timezone=source.timezone,
        default_status=dg.DefaultScheduleStatus.RUNNING if on else dg.DefaultScheduleStatus.STOPPED,
        description=f"{source.name}: {source.schedule}"
        + ("" if source.enabled else f" (off: {source.note})"),
    )


def _description(source: Source) -> str:
    note = f"\n\n{source.note}" if source.note else ""
    name = "" if source.name == source.publisher else f" ({source.name})"
    return f"The bulletins of {source.publisher}{name}, as its site lists them, attachments included.{note}"


def _metadata(source: Source) -> dict[str, Any]:
    addresses = [listing.address for listing in source.listings] + list(source.addresses)
    shown: dict[str, Any] = {
        f"address_{number}": dg.MetadataValue.url(address) for number, address in enumerate(addresses, 1)
    }
    return shown | {
        "region": source.region,
        "schedule": source.schedule or "by hand",
        "enabled": source.enabled,
        "delay_seconds": source.politeness.delay_seconds,
    }


def usable_sources() -> list[Source]:
    """The sources that can be used. Broken files are told by `checks.every_source_file_can_be_used`."""
    return load_usable(Home.from_environment())[0]

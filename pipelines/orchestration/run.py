"""The main job, started from the command line: through Dagster, on the instance in the home."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Sequence
from contextlib import redirect_stdout
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipelines.home import progress
from pipelines.home.disk_errors import UnwritableError, in_words
from pipelines.home.locking import writing
from pipelines.home.paths import Home
from pipelines.ingest.inputs import Missing, attached_files, collect, is_address, path_of, shipped_bulletins
from pipelines.ingest.versions import meaning_version, reader_version
from pipelines.orchestration.dbt.dbt_project import models_version
from pipelines.orchestration.instance.dagster_instance import prepare_instance
from pipelines.orchestration.instance.killed_runs import bury, command_line_tags
from pipelines.orchestration.instance.step_failures import words_of

if TYPE_CHECKING:
    from dagster import DagsterInstance, ExecuteInProcessResult, JobDefinition

# What a run of the command line writes besides the report; a watch writes warnings too.
_LEVEL = "CRITICAL"


@dataclass(slots=True)
class RunReport:
    """What a run did. `run_id` is None when there was nothing to do.

    `quarantined` counts documents that this call handed in or read and that are in quarantine, `unanswered` the
    addresses of sources that could not be had.
    """

    run_id: str | None = None
    succeeded: bool = True
    read_now: int = 0
    quarantined: int = 0
    unanswered: int = 0
    missing: list[str] = field(default_factory=list)
    failed_checks: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    @property
    def is_complete(self) -> bool:
        """Whether this call left nothing undone; what earlier ones left is no matter of it."""
        left = self.errors or self.failed_checks or self.quarantined or self.unanswered or self.missing
        return self.succeeded and not left


def run(home: Home, arguments: Sequence[str]) -> RunReport:
    """Ingest, model, publish. Nothing that is there already, unchanged, is read again.

    Raises BusyError when another run holds the home, UnwritableError when it can't be written and there is
    something to do, and DecisionError, before anything is read, when people's decisions can't be used.
    """
    from pipelines.meaning.decisions.decision_store import load_judgements
    from warehouse.ledger import in_quarantine

    load_judgements(home)
    report = RunReport()
    found = list(collect(list(arguments) or [str(shipped_bulletins())]))
    report.missing = [f"{item.argument}: {item.reason}" for item in found if isinstance(item, Missing)]
    sources = [item for item in found if isinstance(item, str)]
    try:
        with writing(home, patience=0):
            _run(home, sources, report)
    except UnwritableError:
        # Of a home that is only to be read nothing is asked when all is there already.
        if report.run_id is not None or not _nothing_new(home, sources):
            raise
    # What was handed in before and lies in quarantine since then is not done either.
    report.quarantined = max(report.quarantined, len(in_quarantine(home.published, sources)))
    return report


def visit(home: Home, ids: Sequence[str]) -> RunReport:
    """Ask sources (all that are enabled, when none is named) for what is new, and ingest it.

    The home is held for writing only while what came is noted and ingested. Raises SourceError for an unknown id, and
    when none is enabled; DecisionError when people's decisions can't be used.
    """
    from pipelines.ingest.sources.source_catalogue import load_usable
    from pipelines.ingest.sources.source_errors import SourceError
    from pipelines.meaning.decisions.decision_store import load_judgements

    load_judgements(home)
    sources, errors = load_usable(home)
    unknown = set(ids) - {source.id for source in sources}
    if unknown:
        for error in errors:
            if unknown & error.ids:
                raise error
        known = ", ".join(source.id for source in sources)
        raise SourceError(f"no source is called {', '.join(sorted(unknown))}; there are {known}")
    chosen = [source for source in sources if (source.id in ids if ids else source.enabled)]
    report = RunReport(errors=[str(error) for error in errors])
    if not chosen:
        nothing = "no source is enabled; name one, or see `tongbao sources`"
        raise SourceError("\n".join([*report.errors, nothing]))
    prepare_instance(home)
    progress.current().stage("start")
    import dagster as dg

    from pipelines.ingest.visiting import waiting_files
    from pipelines.orchestration.definitions import defs
    from pipelines.orchestration.defs.visits import job_name
    from pipelines.orchestration.instance.console_log import console_config

    progress.current().stage("visit", len(chosen))
    with dg.DagsterInstance.from_config(str(home.dagster)) as instance:
        for source in chosen:
            job = defs.resolve_job_def(job_name(source))
            result = _execute(instance, job, console_config(_LEVEL), holds_home=False)
            _take_over(report, result)
            progress.current().advance(source.id)
    files = [uri for source in chosen for uri in waiting_files(home, source)]
    with writing(home):
        return _ingest(home, files, report)


def _run(home: Home, sources: list[str], report: RunReport) -> None:
    if not sources and report.missing:
        return
    if not _nothing_new(home, sources):
        prepare_instance(home)
        progress.current().stage("start")
        _ingest(home, sources, report)


def _ingest(home: Home, sources: list[str], report: RunReport) -> RunReport:
    import dagster as dg

    from pipelines.orchestration.definitions import INGEST_JOB, defs
    from pipelines.orchestration.defs.automation import ingest_config

    # dagster-dbt repeats what dbt says on standard output, which is for results.
    with dg.DagsterInstance.from_config(str(home.dagster)) as instance, redirect_stdout(io.StringIO()):
        bury(instance, home)
        job = defs.resolve_job_def(INGEST_JOB)
        result = _execute(instance, job, ingest_config(sources, _LEVEL), holds_home=True)
    _take_over(report, result)
    return report


def _execute(
    instance: DagsterInstance, job: JobDefinition, config: dict[str, Any], *, holds_home: bool
) -> ExecuteInProcessResult:
    return job.execute_in_process(
        instance=instance,
        run_config=config,
        raise_on_error=False,
        tags=command_line_tags(holds_home=holds_home),
    )


def _take_over(report: RunReport, result: ExecuteInProcessResult) -> None:
    """Add to the report what a run's events say. Raises UnwritableError when a full disk or the like ended it."""
    import dagster as dg

    from pipelines.orchestration.defs.ingestion import FAILURES
    from pipelines.orchestration.defs.visits import ANSWERED

    report.run_id = result.run_id
    report.succeeded = report.succeeded and result.success
    for event in result.all_events:
        if event.is_step_failure:
            words = words_of(event.step_failure_data)
            if about_disk := in_words(words):
                raise UnwritableError(about_disk)
            report.errors.append(f"{event.step_key}: {words}")
    for evaluation in result.get_asset_check_evaluations():
        if not evaluation.passed and evaluation.severity == dg.AssetCheckSeverity.ERROR:
            report.failed_checks.append(evaluation.check_name)
        if not evaluation.passed and evaluation.check_name == ANSWERED:
            report.unanswered += int(str(evaluation.metadata["failed"].value))
    for materialization in result.get_asset_materialization_events():
        data = materialization.step_materialization_data.materialization
        if data.asset_key.path == ["raw", "documents"]:
            report.read_now = int(str(data.metadata["documents_read_now"].value))
            report.quarantined += int(str(data.metadata["documents_quarantined_now"].value))
        if data.asset_key.path == ["raw", "originals"]:
            failures = data.metadata.get(FAILURES)
            if isinstance(failures, dg.TableMetadataValue):
                report.errors += [str(record.data["failure"]) for record in failures.records]


def _nothing_new(home: Home, sources: Sequence[str]) -> bool:
    """Whether the published file already holds these sources, unchanged. Web addresses may change."""
    from warehouse.ledger import is_published

    if any(not uri.startswith("file:") for uri in sources if is_address(uri)):
        return False
    try:
        originals = [(_sha256(path_of(uri)), uri) for uri in [*sources, *attached_files(sources)]]
    except OSError:
        return False  # the run itself says what can't be read
    return is_published(home.published, originals, reader_version(), meaning_version(home), models_version())


def _sha256(path: Path) -> str:
    with path.open("rb") as reader:
        return hashlib.file_digest(reader, "sha256").hexdigest()

"""What happens by itself: the inbox is looked into, what came is ingested, what broke is told."""

import hashlib
import json
import os
from collections.abc import Sequence
from typing import Any, NamedTuple

import dagster as dg

from pipelines.home.paths import Home
from pipelines.orchestration.instance.console_log import console_config
from pipelines.orchestration.instance.dagster_instance import AUTOMATION
from pipelines.orchestration.instance.step_failures import words_of

# The daemon looks every five seconds; with five here it would pass over every other time, being a little early.
_INBOX_SECONDS = 3
_ARRIVALS_SECONDS = 10
_KILLED_SECONDS = 20
_FACTS_IN_LINE = 3


def is_on() -> bool:
    return os.environ.get(AUTOMATION) == "on"


def _status() -> dg.DefaultSensorStatus:
    return dg.DefaultSensorStatus.RUNNING if is_on() else dg.DefaultSensorStatus.STOPPED


def ingest_config(sources: Sequence[str], level: str = "WARNING") -> dict[str, Any]:
    """The configuration of a run that ingests these addresses, and what it writes to the terminal."""
    return {"ops": {"raw__originals": {"config": {"sources": list(sources)}}}} | console_config(level)


def inbox_sensor(job: Any) -> dg.SensorDefinition:
    """Whole new files in `inbox/` and in the folders of sources start a run; half-written ones wait."""

    @dg.sensor(
        name="inbox",
        job=job,
        minimum_interval_seconds=_INBOX_SECONDS,
        default_status=_status(),
        description="Files put into the inbox, or into the folder of a source, are ingested once they are whole.",
    )
    def inbox(context: dg.SensorEvaluationContext) -> Any:
        from pipelines.ingest.inbox import arrivals
        from pipelines.ingest.visiting import inbox_folders

        found = arrivals(inbox_folders(Home.from_environment()), json.loads(context.cursor or "{}"))
        context.update_cursor(json.dumps(found.seen, ensure_ascii=False))
        if not found.ready:
            names = ", ".join(path.name for path in found.waiting[:5])
            waiting = f"; not whole yet: {names} ({len(found.waiting)} files)" if found.waiting else ""
            return dg.SkipReason(f"nothing new{waiting}")
        uris = [path.resolve().as_uri() for path in found.ready]
        marks = "".join(f"{path}{found.seen[str(path)]}" for path in found.ready)
        return dg.RunRequest(
            run_key=hashlib.sha256(marks.encode()).hexdigest(), run_config=ingest_config(uris)
        )

    return inbox


def arrivals_sensor(job: Any, keys: Sequence[dg.AssetKey]) -> dg.SensorDefinition:
    """What the sources brought is read and modelled: one run for all that came since the last."""

    @dg.sensor(
        name="fetched_bulletins",
        job=job,
        minimum_interval_seconds=_ARRIVALS_SECONDS,
        default_status=_status(),
        description="Once a source brought something new, it is read, modelled and published.",
    )
    def fetched_bulletins(context: dg.SensorEvaluationContext) -> Any:
        records = context.instance.get_asset_records(list(keys))
        newest = max(
            (record.asset_entry.last_materialization_storage_id or 0 for record in records),
            default=0,
        )
        if newest <= int(context.cursor or 0):
            return dg.SkipReason("no source brought anything new")
        context.update_cursor(str(newest))
        return dg.RunRequest(run_key=str(newest), run_config=ingest_config([]))

    return fetched_bulletins


def killed_runs_sensor() -> dg.SensorDefinition:
    """The queue counts a run of the command line that was killed as running: nothing would be ingested any more."""

    @dg.sensor(
        name="killed_runs",
        minimum_interval_seconds=_KILLED_SECONDS,
        default_status=_status(),
        description="Runs of the command line that were killed are said to have failed, so that the queue goes on.",
    )
    def killed_runs(context: dg.SensorEvaluationContext) -> Any:
        from pipelines.orchestration.instance.killed_runs import bury

        count = bury(context.instance, Home.from_environment())
        return dg.SkipReason(f"{count} runs were killed" if count else "no run was killed")

    return killed_runs


def failure_sensor() -> dg.SensorDefinition:
    @dg.run_failure_sensor(
        name="failures",
        default_status=_status(),
        minimum_interval_seconds=15,
        description="A run that failed is told by webhook or mail, where TONGBAO_ALERT_WEBHOOK or _MAIL is set.",
    )
    def failures(context: dg.RunFailureSensorContext) -> Any:
        from pipelines.orchestration.instance.alerts import Alert

        facts = [
            f"{event.step_key}: {words_of(event.event_specific_data).splitlines()[0]}"
            for event in context.get_step_failure_events()
        ]
        why = "; ".join(facts[:_FACTS_IN_LINE]) or context.failure_event.message or "see the run"
        text = f"{context.dagster_run.job_name} failed: {why}"
        return _tell(context, Alert(text, str(Home.from_environment().root), facts))

    return failures


def broken_checks_sensor(jobs: Sequence[Any]) -> dg.SensorDefinition:
    """A run can succeed while something is wrong with the data: checks of severity *error* are told as well."""

    @dg.run_status_sensor(
        run_status=dg.DagsterRunStatus.SUCCESS,
        name="failed_checks",
        monitored_jobs=list(jobs),
        default_status=_status(),
        minimum_interval_seconds=15,
        description="Checks of severity error that failed in a run are told by webhook or mail.",
    )
    def failed_checks(context: dg.RunStatusSensorContext) -> Any:
        from pipelines.orchestration.instance.alerts import Alert

        found = _failed_checks(context.instance, context.dagster_run.run_id)
        if not found:
            return dg.SkipReason("no check of severity error failed")
        text = f"{context.dagster_run.job_name}: {failed_in_words(found)}"
        return _tell(context, Alert(text, str(Home.from_environment().root), [check.fact for check in found]))

    return failed_checks


class FailedCheck(NamedTuple):
    """A check of severity error that failed: the asset and its own name, its words, its numbers."""

    name: str
    words: str
    numbers: str

    @property
    def fact(self) -> str:
        return f"{self.name}: {' · '.join(filter(None, (self.words, self.numbers)))}"


def failed_in_words(found: Sequence[FailedCheck]) -> str:
    """One line with what the first of them say: a chat program and the subject of a mail show no more."""
    count = f"{len(found)} check{'s' if len(found) > 1 else ''} failed"
    return f"{count}: {'; '.join(check.words or check.name for check in found[:_FACTS_IN_LINE])}"


def _failed_checks(instance: dg.DagsterInstance, run_id: str) -> list[FailedCheck]:
    """The checks of severity error that failed in a run."""
    found = []
    records = instance.get_records_for_run(
        run_id, of_type=dg.DagsterEventType.ASSET_CHECK_EVALUATION, limit=1000
    )
    for record in records.records:
        event = record.event_log_entry.dagster_event
        evaluation = event.asset_check_evaluation_data if event else None
        if evaluation is None or evaluation.passed or evaluation.severity != dg.AssetCheckSeverity.ERROR:
            continue
        numbers = ", ".join(
            f"{name} {value.value}"
            for name, value in evaluation.metadata.items()
            if isinstance(value.value, int | float) and not isinstance(value.value, bool)
        )
        name = f"{evaluation.asset_key.to_user_string()} {evaluation.check_name}"
        found.append(FailedCheck(name, evaluation.description or "", numbers))
    return found


def _tell(context: Any, alert: Any) -> Any:
    from pipelines.orchestration.instance.alerts import is_set_up, send

    if not is_set_up():
        return dg.SkipReason("neither TONGBAO_ALERT_WEBHOOK nor TONGBAO_ALERT_MAIL is set")
    for line in send(alert):
        context.log.error(line)
    return None

"""What a run writes to the terminal or the journal of a server: warnings and errors; all else is in the UI.

A line of ours stands there in plain words; what Dagster itself reports keeps the run and the step it is about.
"""

import logging
from typing import Any

import dagster as dg

_FORMAT = "%(asctime)s %(levelname)s %(message)s"
_PLAIN_FORMAT = "%(asctime)s %(message)s"
_TIME_FORMAT = "%Y-%m-%d %H:%M:%S"
# Handed along as `extra` with a message that the news of the publication tell too: the UI alone shows it.
TOLD_BY_THE_NEWS = {"tongbao_told_by_the_news": True}


class _InPlainWords(logging.Formatter):
    """Leaves out the numbers of run and process that Dagster puts before a message."""

    def __init__(self) -> None:
        super().__init__(_FORMAT, _TIME_FORMAT)
        self._plain = logging.Formatter(_PLAIN_FORMAT, _TIME_FORMAT)

    def format(self, record: logging.LogRecord) -> str:
        # Dagster notes what it was given beside what it made of it.
        noted = getattr(record, "dagster_meta", None)
        if noted is None or noted["dagster_event"] is not None:
            return super().format(record)
        ours = logging.makeLogRecord(record.__dict__ | {"msg": noted["orig_message"], "args": ()})
        return self._plain.format(ours)


@dg.logger(
    config_schema={"log_level": dg.Field(str, default_value="WARNING", is_required=False)},
    description="Warnings and errors on standard error.",
)
def console(context: dg.InitLoggerContext) -> logging.Logger:
    """The logger of one run; Dagster's own writes some hundred lines a run."""
    log = logging.Logger("tongbao", context.logger_config["log_level"])
    handler = logging.StreamHandler()
    handler.setFormatter(_InPlainWords())
    handler.addFilter(lambda record: not any(hasattr(record, name) for name in TOLD_BY_THE_NEWS))
    log.addHandler(handler)
    return log


def console_config(level: str = "WARNING") -> dict[str, Any]:
    """The part of a run's configuration that makes it use this logger."""
    return {"loggers": {"console": {"config": {"log_level": level}}}}

"""What a run writes to the terminal or the journal of a server: warnings and errors; all else is in the UI."""

import logging
from typing import Any

import dagster as dg

_FORMAT = "%(asctime)s %(levelname)s %(message)s"


@dg.logger(
    config_schema={"log_level": dg.Field(str, default_value="WARNING", is_required=False)},
    description="Warnings and errors on standard error.",
)
def console(context: dg.InitLoggerContext) -> logging.Logger:
    """The logger of one run; Dagster's own writes some hundred lines a run."""
    log = logging.Logger("tongbao", context.logger_config["log_level"])
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter(_FORMAT))
    log.addHandler(handler)
    return log


def console_config(level: str = "WARNING") -> dict[str, Any]:
    """The part of a run's configuration that makes it use this logger."""
    return {"loggers": {"console": {"config": {"log_level": level}}}}

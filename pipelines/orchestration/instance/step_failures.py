"""The words of a step that failed, as a person needs them."""

from __future__ import annotations

import re
from typing import Any

# What Dagster puts before the words of a failure that was meant for a person.
_PREFIX = re.compile(r"^dagster[\w.]*\.Failure: ")


def words_of(failure: Any) -> str:
    """What went wrong, of Dagster's StepFailureData: the words of the cause, which may have several lines; never none."""
    error = getattr(failure, "error", None)
    cause = error.cause if error and error.cause else error
    return (_PREFIX.sub("", str(cause.message).strip()) if cause else "") or "failed"

"""The result of resolving one name, and its statuses. No logic here."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Status(StrEnum):
    """Whether the answer may be used as it stands."""

    ACCEPTED = "accepted"
    REVIEW = "review"  # a proposal that a person should look at
    REJECTED = "rejected"  # nothing known is near


class Kind(StrEnum):
    """What a row's name stands for."""

    DEPARTMENT = "department"
    REGION = "region"
    SERVICE_UNIT = "service_unit"  # enterprises, windows and services in a hall
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class NameMatch:
    """What a printed name stands for, and why.

    `function_id` and `function_name` are the office's function; `department_id` is the office itself:
    `<region code>:<function_id>`, with `/<name>` after it for a sub-unit without a function of its own.
    `region_code` is the place of the office, or the place itself where `kind` is region. `score` and
    `runner_up_score` run from 0 to 100; `runner_up` is the function_id of the next best answer, where one was
    weighed. `method` says how it was found (official, short, name, stem, former, merged, joint, subunit,
    enterprise, slip, several, decision, region, total, none), `evidence` tells it to the reader of a review.
    """

    name: str
    kind: Kind
    status: Status
    method: str
    score: float
    function_id: str | None = None
    function_name: str | None = None
    department_id: str | None = None
    region_code: str | None = None
    runner_up: str | None = None
    runner_up_score: float | None = None
    evidence: str = ""

"""Where everything the program writes lives, and nothing else.

`TONGBAO_HOME` or `--home` names the folder; its layout is part of the public interface.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

ENVIRONMENT = "TONGBAO_HOME"
DEFAULT = Path("data")


@dataclass(frozen=True, slots=True)
class Home:
    """The home folder; every path below it is made when it is first needed."""

    root: Path

    @classmethod
    def from_environment(cls) -> Home:
        return cls(Path(os.environ.get(ENVIRONMENT) or DEFAULT).expanduser().resolve())

    @property
    def published(self) -> Path:
        """What analysts open, read-only, at any time."""
        return self.root / "warehouse.duckdb"

    @property
    def working(self) -> Path:
        """What the one writer changes. The same file name: DuckDB names the database after it."""
        return self.root / "work" / "warehouse.duckdb"

    @property
    def originals(self) -> Path:
        return self.root / "documents"

    @property
    def quarantine(self) -> Path:
        return self.root / "quarantine"

    @property
    def dagster(self) -> Path:
        return self.root / "dagster"

    @property
    def dbt_target(self) -> Path:
        return self.root / "dbt"

    @property
    def decisions(self) -> Path:
        return self.root / "decisions"

    @property
    def review(self) -> Path:
        """Forms for what waits for a person's decision."""
        return self.root / "review"

    @property
    def sources(self) -> Path:
        """The user's own sources, as YAML; one of the same name replaces a shipped one."""
        return self.root / "sources"

    @property
    def inbox(self) -> Path:
        """Files put here are ingested while `tongbao watch` runs."""
        return self.root / "inbox"

    @property
    def backlog(self) -> Path:
        """Large loads, ingested month by month from the Dagster UI."""
        return self.root / "backlog"

    @property
    def hosts(self) -> Path:
        """When each web server was last asked, so that the delay is kept between runs too."""
        return self.root / "work" / "hosts"

    @property
    def lock(self) -> Path:
        return self.root / "work" / "run.lock"

    def original(self, document_id: str) -> Path:
        return self.originals / document_id

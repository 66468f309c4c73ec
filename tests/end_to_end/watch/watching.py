"""A `tongbao watch` for tests: started, asked over GraphQL as the UI asks it, killed."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import time
import urllib.request
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import duckdb

from tests.conftest import TONGBAO


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


class Watched:
    """A home that is being watched."""

    def __init__(self, home: Path, command: str = "watch", **settings: str) -> None:
        self.home = home
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        environment = {k: v for k, v in os.environ.items() if not k.startswith(("DAGSTER", "TONGBAO"))}
        self.log = home.parent / f"{home.name}.log"
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [str(TONGBAO), "--home", str(home), command, "--port", str(self.port)],
                stdout=log,
                stderr=log,
                start_new_session=True,
                env=environment | settings,
            )
        self.wait_for(self._answers, 120, "the page")

    def _answers(self) -> bool:
        if self.process.poll() is not None:
            raise AssertionError(f"ended by itself: {self.said()}")
        try:
            urllib.request.urlopen(f"{self.url}/server_info", timeout=2).close()
        except OSError:
            return False
        return "Ctrl+C" in self.said()

    def said(self) -> str:
        return self.log.read_text(encoding="utf-8", errors="replace")

    def wait_for(self, holds: Callable[[], Any], seconds: float, what: str) -> Any:
        deadline = time.monotonic() + seconds
        while not (result := holds()):
            if time.monotonic() > deadline:
                raise AssertionError(f"{what}: not within {seconds:.0f} s; {self.said()[-3000:]}")
            time.sleep(0.25)
        return result

    def ask(self, query: str, **variables: Any) -> Any:
        """The data of a GraphQL answer, as the page gets it."""
        request = urllib.request.Request(
            f"{self.url}/graphql",
            json.dumps({"query": query, "variables": variables}).encode(),
            {"Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=60) as answer:
            content = json.load(answer)
        assert not content.get("errors"), content["errors"]
        return content["data"]

    def runs(self) -> list[dict[str, Any]]:
        """All runs, newest first: runId, jobName, status, tags."""
        data = self.ask(
            "{runsOrError(limit: 100){... on Runs{results{runId jobName status tags{key value}}}}}"
        )
        return list(data["runsOrError"]["results"])

    def query(self, sql: str) -> list[tuple[Any, ...]]:
        """The published file's answer; nothing while there is none."""
        published = self.home / "warehouse.duckdb"
        if not published.exists():
            return []
        with duckdb.connect(str(published), read_only=True) as connection:
            return connection.execute(sql).fetchall()

    def processes(self) -> dict[int, str]:
        """Every living process of this home, whoever started it: its id and command line."""
        found = {}
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                command = (folder / "cmdline").read_bytes()
                environment = (folder / "environ").read_bytes()
            except OSError:
                continue  # gone, or another user's
            # The command itself is told its home, what it starts inherits it.
            names = f"TONGBAO_HOME={self.home}".encode() in environment.split(b"\0")
            if command and (names or str(self.home).encode() in command.split(b"\0")):
                found[int(folder.name)] = command.replace(b"\0", b" ").decode(errors="replace").strip()
        return found

    def kill(self) -> None:
        """As when the power goes: everything at once, without a word."""
        while found := self.processes():
            for process in found:
                with suppress(ProcessLookupError):
                    os.kill(process, signal.SIGKILL)
            self.process.poll()

    def interrupt(self) -> None:
        """Ctrl+C as a terminal sends it: to the whole group in the foreground."""
        os.killpg(self.process.pid, signal.SIGINT)

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(timeout=60)

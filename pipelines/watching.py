"""`tongbao watch` and `tongbao ui`: the daemon, the web page and the code they load, kept running together.

Three programs of Dagster, one process each: a code server that both others ask, the daemon that runs schedules,
sensors and the queue, and the web page. When one of them dies, all are stopped, and whoever supervises this
process (systemd, Docker, a person) starts it again: what was under way is found in the warehouse and goes on.
"""

from __future__ import annotations

import hashlib
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from pipelines.home import Home
from pipelines.instance import prepare_instance

_MODULE = "pipelines.definitions"
_LOCATION = "tongbao"
_START_SECONDS = 120.0
_STOP_SECONDS = 20.0
_TICK_SECONDS = 0.5
_COLOUR = re.compile(r"\x1b\[[0-9;]*m")
_PR_SET_PDEATHSIG = 1  # linux/prctl.h


class WatchError(Exception):
    """The watch can't run; the text says why and what to do."""


@dataclass(slots=True)
class Watch:
    """The programs of one watch, and how they are told about."""

    home: Home
    host: str
    port: int
    tell: Callable[[str], None]
    automation: bool = True
    page: bool = True
    programs: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    ended: bool = False

    def run(self) -> None:
        """Run until a signal ends it. Raises WatchError when a program doesn't start or dies."""
        prepare_instance(self.home)
        _check_port(self.host, self.port) if self.page else None
        with self._ended_by_signals(), self._alone() as alone:
            if not alone and self.automation:
                raise WatchError(
                    f"a watch or a UI runs on {self.home.root} already; end it first, or use another --home"
                )
            try:
                if alone:
                    self._start_all()
                else:
                    self._start_page_alone()
                self._stay()
            finally:
                self._stop()

    @contextmanager
    def _ended_by_signals(self) -> Iterator[None]:
        """Signals set a flag and raise nothing: an exception could arise in the middle of a library's call."""

        def end(*_: object) -> None:
            self.ended = True

        numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
        before = {number: signal.signal(number, end) for number in numbers}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    @contextmanager
    def _alone(self) -> Iterator[bool]:
        """Whether no other daemon runs on this home: two would start every run twice."""
        from filelock import FileLock, Timeout

        path = self.home.root / "work" / "watch.lock"
        path.parent.mkdir(parents=True, exist_ok=True)
        lock = FileLock(path)
        try:
            lock.acquire(timeout=0)
        except Timeout:
            yield False
            return
        try:
            yield True
        finally:
            lock.release()

    def _start_all(self) -> None:
        self._make_folders()
        os.environ["TONGBAO_AUTOMATION"] = "on" if self.automation else "off"
        # In a process of its own: this one stays small. It also loads the pipelines, to see that they can be.
        trial = subprocess.run(
            [sys.executable, "-m", "pipelines.dead_runs"], check=False, capture_output=True, text=True
        )
        if trial.returncode:
            last = (trial.stderr.strip().splitlines() or ["no reason given"])[-1]
            raise WatchError(f"the pipelines can't be loaded: {last}")
        address = self._code_address()
        workspace = self.home.dagster / "workspace.yaml"
        workspace.write_text(
            "# Written anew by each watch.\nload_from:\n  - grpc_server:\n"
            f"      location_name: {_LOCATION}\n      host: localhost\n      socket: {address}\n",
            encoding="utf-8",
        )
        self._start("code", ["dagster", "code-server", "start", "-s", str(address), "--log-level", "warning"])
        self._wait("the pipelines", lambda: _serves(address))
        place = ["-w", str(workspace)]
        self._start("daemon", ["dagster-daemon", "run", *place, "--log-level", "error"])
        if self.page:
            self._start("page", ["dagster-webserver", *place, *self._page_options()])
            self._wait("the page", lambda: _listens(self.host, self.port))
        self._say_where()

    def _code_address(self, *, fresh: bool = True) -> Path:
        """The socket of the code server: the same for every watch of a home, since schedules are known by it.

        A socket's path may have about a hundred characters, so it doesn't lie in the home.
        """
        name = hashlib.sha256(str(self.home.root).encode()).hexdigest()[:16]
        folder = Path(tempfile.gettempdir()) / f"tongbao-{os.getuid()}-{name}"
        folder.mkdir(mode=0o700, exist_ok=True)
        if folder.stat().st_uid != os.getuid():
            raise WatchError(f"{folder} belongs to someone else; remove it or set TMPDIR")
        address = folder / "code.sock"
        if fresh:
            address.unlink(missing_ok=True)
        return address

    def _make_folders(self) -> None:
        """Make the folders that are watched. Tells which source files can't be used."""
        from pipelines.sources.catalogue import load_usable
        from pipelines.visiting import folder_of

        sources, errors = load_usable(self.home)
        for error in errors:
            self.tell(f"tongbao: {error}")
        folders = [folder_of(self.home, source) for source in sources if source.enabled]
        for folder in (self.home.inbox, self.home.backlog, self.home.sources, *folders):
            if folder is not None:
                folder.mkdir(parents=True, exist_ok=True)

    def _start_page_alone(self) -> None:
        # The programs of the watch that runs already; this is one more page on them.
        workspace = str(self.home.dagster / "workspace.yaml")
        self._start("page", ["dagster-webserver", "-w", workspace, *self._page_options()])
        self._wait("the page", lambda: _listens(self.host, self.port))
        self._say_where()

    def _page_options(self) -> list[str]:
        return [
            "-h",
            self.host,
            "-p",
            str(self.port),
            "--suppress-warnings",
            "--dagster-log-level",
            "warning",
        ]

    def _say_where(self) -> None:
        if self.ended:
            return
        if self.automation:
            self.tell(f"watching {self.home.inbox} and the sources; put bulletins there")
        if self.page:
            self.tell(f"http://{self.host}:{self.port}  (Ctrl+C ends it)")

    def _start(self, name: str, command: Sequence[str]) -> None:
        program = str(Path(sys.executable).with_name(command[0]))
        module = ["-m", _MODULE] if name == "code" else []
        self.programs[name] = subprocess.Popen([program, *command[1:], *module], preexec_fn=_end_with_parent)

    def _wait(self, what: str, is_there: Callable[[], bool]) -> None:
        deadline = time.monotonic() + _START_SECONDS
        while not self.ended and not is_there():
            self._check_alive()
            if time.monotonic() > deadline:
                raise WatchError(f"{what} did not start within {_START_SECONDS:.0f} s; see the lines above")
            time.sleep(_TICK_SECONDS)

    def _stay(self) -> None:
        before = _changed_at(self.home.published)
        files = self._source_files()
        while not self.ended:
            self._check_alive()
            time.sleep(_TICK_SECONDS)
            if self.automation and (changed := self._source_files()) != files:
                files = changed
                self._load_sources_anew()
            now = _changed_at(self.home.published)
            if now != before:
                before = now
                self.tell(f"{time.strftime('%Y-%m-%d %H:%M:%S')} {_what_is_published(self.home.published)}")

    def _source_files(self) -> dict[str, int]:
        return {path.name: _changed_at(path) for path in self.home.sources.glob("*.y*ml")}

    def _load_sources_anew(self) -> None:
        """Have the code server load the pipelines again; runs under way end in the old ones."""
        self._make_folders()
        program = (
            "import sys; from dagster._grpc.client import DagsterGrpcClient as C;"
            " C(host='localhost', socket=sys.argv[1]).reload_code(timeout=120)"
        )
        # Dagster has no public call for it but the page's button; the version is pinned.
        done = subprocess.run(
            [sys.executable, "-c", program, str(self._code_address(fresh=False))],
            check=False,
            capture_output=True,
        )
        said = "in use now" if done.returncode == 0 else "start the watch again to use them"
        self.tell(f"{time.strftime('%Y-%m-%d %H:%M:%S')} the sources changed: {said}")

    def _check_alive(self) -> None:
        for name, program in self.programs.items():
            if program.poll() is not None:
                raise WatchError(
                    f"{name} ended by itself (exit code {program.returncode}); see the lines above, then start again"
                )

    def _stop(self) -> None:
        for program in reversed(list(self.programs.values())):
            if program.poll() is None:
                program.terminate()
        deadline = time.monotonic() + _STOP_SECONDS
        for program in self.programs.values():
            try:
                program.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                program.kill()
                program.wait()
        self.programs.clear()


def _end_with_parent() -> None:
    """Ask Linux to end this program when its parent dies, however that happens."""
    import ctypes

    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


def _changed_at(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0


def _what_is_published(path: Path) -> str:
    from warehouse.reading import query

    rows = query(path, "select status, count(*) from mart.documents group by status order by status").rows
    counts = ", ".join(f"{count} {status}" for status, count in rows) or "no documents"
    return f"published {path.name}: {counts}"


def _check_port(host: str, port: int) -> None:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise WatchError(
                f"{host}:{port} can't be used ({error.strerror}); choose another --port"
            ) from error


def _listens(host: str, port: int) -> bool:
    reachable = "127.0.0.1" if host in ("", "0.0.0.0") else host
    try:
        socket.create_connection((reachable, port), timeout=1).close()
    except OSError:
        return False
    return True


def _serves(address: Path) -> bool:
    try:
        with socket.socket(socket.AF_UNIX) as probe:
            probe.connect(str(address))
    except OSError:
        return False
    return True

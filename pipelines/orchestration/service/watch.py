"""`tongbao watch` and `tongbao ui`: the daemon, the web page and the code they load, kept running together.

Three programs of Dagster, one process each: a code server that both others ask, the daemon that runs schedules,
sensors and the queue, and the web page. When one of them dies, all are stopped, and whoever supervises this
process (systemd, Docker, a person) starts it again: what was under way is found in the warehouse and goes on.
"""

from __future__ import annotations

import hashlib
import os
import signal
import socket
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from pipelines.home.locking import BusyError, is_held
from pipelines.home.paths import Home
from pipelines.orchestration.instance.dagster_instance import AUTOMATION, prepare_instance
from pipelines.orchestration.service.child_processes import ProgramEnded, Programs, call

_MODULE = "pipelines.definitions"
_LOCATION = "tongbao"
_START_SECONDS = 120.0
_STOP_SECONDS = 20.0
_TICK_SECONDS = 0.5
# Dagster has no public call for it but the page's button; the version is pinned.
_RELOAD = """
import sys
from dagster._grpc.client import DagsterGrpcClient
DagsterGrpcClient(host="localhost", socket=sys.argv[1]).reload_code(timeout=120)
"""


class WatchError(Exception):
    """The watch can't run; the text says why and what to do."""


class PlaceError(ValueError):
    """The page can't have the address and port that were asked for; the text says why and what to do."""


@dataclass(slots=True)
class Watch:
    """The programs of one watch, and how they are told about."""

    home: Home
    host: str
    port: int
    tell: Callable[[str], None]
    automation: bool = True
    page: bool = True
    signals: int = 0
    programs: Programs = field(init=False)

    def __post_init__(self) -> None:
        self.programs = Programs(self.tell)

    @property
    def ended(self) -> bool:
        return self.signals > 0

    def run(self) -> None:
        """Run until a signal ends it.

        Raises WatchError when a program doesn't start or dies, BusyError when another watch has the home,
        PlaceError when the page can't be where it was asked for.
        """
        prepare_instance(self.home)
        if self.page:
            _check_port(self.host, self.port)
        with self._ended_by_signals(), self._alone() as alone:
            if not alone and self.automation:
                raise BusyError(
                    f"a watch or a UI runs on {self.home.root} already; end it first, or use another --home"
                )
            what = "the page is there" if self.page else "the watch begins"
            self.tell(f"starting; {what} in about half a minute")
            try:
                if alone:
                    self._start_all()
                else:
                    # One more page on the programs of the watch that runs already.
                    self._start_page()
                self._say_where()
                self._stay()
            except ProgramEnded as error:
                raise WatchError(f"{error}; see the lines above, then start again") from error
            finally:
                self.programs.stop(_STOP_SECONDS, lambda: self.signals > 1, self._say_waiting)

    @contextmanager
    def _ended_by_signals(self) -> Iterator[None]:
        """Signals are counted and raise nothing: an exception could arise in the middle of a library's call."""

        def count(*_: object) -> None:
            self.signals += 1

        numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
        before = {number: signal.signal(number, count) for number in numbers}
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
        os.environ[AUTOMATION] = "on" if self.automation else "off"
        # In a process of its own: this one stays small. It also loads the pipelines, to see that they can be.
        code, said = call(["-m", "pipelines.orchestration.service.preparing"], lambda: self.ended)
        if self.ended:
            return
        if code:
            last = (said.strip().splitlines() or ["no reason given"])[-1]
            raise WatchError(f"the pipelines can't be loaded: {last}")
        address = self._code_address()
        address.unlink(missing_ok=True)
        self._workspace.write_text(
            "# Written anew by each watch.\nload_from:\n  - grpc_server:\n"
            f"      location_name: {_LOCATION}\n      host: localhost\n      socket: {address}\n",
            encoding="utf-8",
        )
        quiet = ["--log-level", "warning"]
        self.programs.start(
            "code", ["dagster", "code-server", "start", "-s", str(address), *quiet, "-m", _MODULE]
        )
        self._wait("the pipelines", lambda: _serves(address))
        if self.ended:
            return
        self.programs.start(
            "daemon", ["dagster-daemon", "run", "-w", str(self._workspace), "--log-level", "error"]
        )
        if self.page:
            self._start_page()

    def _start_page(self) -> None:
        place = ["-h", self.host, "-p", str(self.port), "-w", str(self._workspace)]
        quiet = ["--suppress-warnings", "--dagster-log-level", "warning"]
        self.programs.start("page", ["dagster-webserver", *place, *quiet])
        self._wait("the page", lambda: _listens(self.host, self.port))

    @property
    def _workspace(self) -> Path:
        return self.home.dagster / "workspace.yaml"

    def _code_address(self) -> Path:
        """The socket of the code server: the same for every watch of a home, since schedules are known by it.

        A socket's path may have about a hundred characters, so it doesn't lie in the home.
        """
        name = hashlib.sha256(str(self.home.root).encode()).hexdigest()[:16]
        folder = Path(tempfile.gettempdir()) / f"tongbao-{os.getuid()}-{name}"
        folder.mkdir(mode=0o700, exist_ok=True)
        if folder.stat().st_uid != os.getuid():
            raise WatchError(f"{folder} belongs to someone else; remove it or set TMPDIR")
        return folder / "code.sock"

    def _make_folders(self) -> None:
        """Make the folders that are watched. Tells which source files can't be used."""
        from pipelines.ingest.sources.source_catalogue import load_usable
        from pipelines.ingest.visiting import inbox_folders

        for error in load_usable(self.home)[1]:
            self.tell(f"tongbao: {error}")
        for folder in (self.home.backlog, self.home.sources, *inbox_folders(self.home)):
            folder.mkdir(parents=True, exist_ok=True)

    def _say_where(self) -> None:
        if self.ended:
            return
        if self.automation:
            self.tell(f"watching {self.home.inbox} and the sources; put bulletins there")
        if self.page:
            self.tell(f"http://{self.host}:{self.port}  (Ctrl+C ends it)")

    def _say_now(self, what: str) -> None:
        self.tell(f"{time.strftime('%Y-%m-%d %H:%M:%S')} {what}")

    def _say_waiting(self) -> None:
        # The lock of the home tells whether a run is under way, without asking Dagster.
        if not self.automation and not is_held(self.home):
            return  # a UI alone runs nothing, unless someone started a run on its page
        self._say_now(f"what is under way gets {_STOP_SECONDS:.0f} s to end (Ctrl+C again ends it at once)")

    def _wait(self, what: str, is_there: Callable[[], bool]) -> None:
        deadline = time.monotonic() + _START_SECONDS
        while not self.ended and not is_there():
            self.programs.check_alive()
            if time.monotonic() > deadline:
                raise WatchError(f"{what} did not start within {_START_SECONDS:.0f} s; see the lines above")
            time.sleep(_TICK_SECONDS)

    def _stay(self) -> None:
        from pipelines.orchestration.service.publication_news import News

        news = News(self.home.published)
        before = _changed_at(self.home.published)
        files = self._source_files()
        while not self.ended:
            self.programs.check_alive()
            time.sleep(_TICK_SECONDS)
            if self.automation and (changed := self._source_files()) != files:
                files = changed
                self._load_sources_anew()
            now = _changed_at(self.home.published)
            if now != before:
                before = now
                for line in news.lines():
                    self._say_now(line)

    def _source_files(self) -> dict[str, int]:
        return {path.name: _changed_at(path) for path in self.home.sources.glob("*.y*ml")}

    def _load_sources_anew(self) -> None:
        """Have the code server load the pipelines again; runs under way end in the old ones."""
        self._make_folders()
        code, _ = call(["-c", _RELOAD, str(self._code_address())], lambda: self.ended)
        if not self.ended:
            said = "start the watch again to use them" if code else "in use now"
            self._say_now(f"the sources changed: {said}")


def _changed_at(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0


def _check_port(host: str, port: int) -> None:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise PlaceError(
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

"""Which files of an inbox folder are whole and new. Nothing here reads, moves or changes a file of the inbox."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

# A file that nobody wrote to for so long is taken as whole …
SETTLED_SECONDS = 2.0
# … unless its end says that something is missing: then it gets this long before it is taken as it is, so
# that a truncated file is quarantined with its reason and doesn't wait unseen for ever.
TRUNCATED_SECONDS = 600.0
_UNFINISHED_NAMES = (
    ".part",
    ".partial",
    ".tmp",
    ".temp",
    ".crdownload",
    ".download",
    ".filepart",
    ".swp",
    "~",
)
_TAIL_BYTES = 66_000  # a ZIP's end record stands within 65,557 bytes of the end


@dataclass(frozen=True, slots=True)
class Arrivals:
    """What an inbox holds: whole new files, files that are still being written, and what to remember."""

    ready: list[Path] = field(default_factory=list)
    waiting: list[Path] = field(default_factory=list)
    seen: dict[str, str] = field(default_factory=dict)


def arrivals(folders: Iterable[Path], seen: Mapping[str, str], now: float | None = None) -> Arrivals:
    """Compare the folders with `seen` ({path: mark}, as the last call returned it).

    A file that changed after it was taken is new again. A file that is gone is forgotten, and nothing else.
    """
    found = Arrivals()
    held: frozenset[str] | None = None
    now = time.time() if now is None else now
    for path in (path for folder in folders for path in files_in(folder)):
        try:
            state = path.stat()
        except OSError:
            continue  # gone between the listing and now
        mark = f"{state.st_size}-{state.st_mtime_ns}"
        if seen.get(str(path)) == mark:
            found.seen[str(path)] = mark
            continue
        if held is None:
            held = _open_for_writing()
        if os.path.realpath(path) not in held and _is_whole(path, state, now):
            found.seen[str(path)] = mark
            found.ready.append(path)
        else:
            found.waiting.append(path)
    return found


def files_in(folder: Path) -> Iterator[Path]:
    """Files of a folder and the folders in it, by name; hidden and plainly temporary ones left out."""
    for root, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            if not name.startswith((".", "~$")) and not name.lower().endswith(_UNFINISHED_NAMES):
                yield Path(root) / name


def _is_whole(path: Path, state: os.stat_result, now: float) -> bool:
    # The time of the last change of any kind: a copy may carry the modification time of its source.
    quiet = now - max(state.st_mtime, state.st_ctime)
    if state.st_size == 0 or 0 <= quiet < SETTLED_SECONDS:
        return quiet > TRUNCATED_SECONDS
    return quiet > TRUNCATED_SECONDS or not _is_truncated(path, state.st_size)


def _is_truncated(path: Path, size: int) -> bool:
    """Whether the format's own end mark is missing. Text has none, so text is never said to be truncated."""
    try:
        with path.open("rb") as reader:
            start = reader.read(1024)
            reader.seek(max(0, size - _TAIL_BYTES))
            tail = reader.read()
    except OSError:
        return True
    if b"%PDF-" in start:
        return b"%%EOF" not in tail
    if start.startswith(b"PK\x03\x04"):
        return b"PK\x05\x06" not in tail
    head = start.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith((b"<!doctype html", b"<html")):
        return b"</html" not in tail.lower()
    return False


def _open_for_writing() -> frozenset[str]:
    """Files that a process that may be looked at has open for writing (Linux; elsewhere none are known)."""
    found = set()
    for handle in Path("/proc").glob("[0-9]*/fd/*"):
        try:
            target = str(handle.readlink())
            if not target.startswith("/"):
                continue  # a pipe or a socket
            info = (handle.parent.parent / "fdinfo" / handle.name).read_text()
        except OSError:
            continue
        flags = next((line for line in info.splitlines() if line.startswith("flags:")), "flags: 0")
        if int(flags.split()[1], 8) & os.O_ACCMODE != os.O_RDONLY:
            found.add(target)
    return frozenset(found)

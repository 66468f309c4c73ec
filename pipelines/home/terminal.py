"""How things look on a terminal: a live display, tables that align Chinese, one clear line for an error."""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import PurePosixPath
from typing import Any, TextIO, cast
from urllib.parse import unquote, urlsplit

from rich.console import Console
from rich.table import Table
from rich.text import Text

from pipelines.home import progress

# Without a terminal nobody tells how wide the page is; a table of five places needs this much.
WIDTH_WITHOUT_TERMINAL = 132
# Below this many columns a table of sentences and figures folds into ribbons.
NARROW = 110

_PADDING = re.compile(r"[ \t]+$", re.MULTILINE)
# Bytes that are no ASCII: escapes of ASCII, such as %2F, mean something else than the character.
_ENCODED = re.compile(r"(?:%[89A-Fa-f][0-9A-Fa-f])+")

_STAGES = {
    "visit": "查访 visit",
    "collect": "收集 collect",
    "start": "启动 start",
    "read": "读取 read",
    "model": "建模 model",
    "publish": "发布 publish",
}


def console(*, stderr: bool = False) -> Console:
    made = Console(stderr=True, highlight=False) if stderr else _Output(highlight=False)
    if not made.is_terminal:
        made.width = WIDTH_WITHOUT_TERMINAL
        made.file = cast(TextIO, _Unpadded(sys.stderr if stderr else sys.stdout))
    return made


class _Output(Console):
    """Standard output."""

    def on_broken_pipe(self) -> None:
        """Who reads has enough (`| head`): the command ends, and not as rich has it, as a failure."""
        raise  # the error that is being handled


class _Unpadded:
    """What goes to a file or another program, without the blanks that fill a table's lines on a terminal.

    As much of a file as rich writes to.
    """

    def __init__(self, target: TextIO) -> None:
        self._target = target
        self.encoding = target.encoding

    def write(self, text: str) -> int:
        self._target.write(_PADDING.sub("", text))
        return len(text)

    def flush(self) -> None:
        self._target.flush()


def is_narrow(target: Console) -> bool:
    """Whether a table should leave out what can be had elsewhere, to stay readable."""
    return target.width < NARROW


def table(
    title: str, headings: Sequence[str], *, right: Sequence[int] = (), whole: Sequence[int] = ()
) -> Table:
    """An empty table in the house style.

    The columns numbered in `right` (from 0) hold numbers; those in `whole` are not folded.
    """
    from rich import box

    made = Table(title=title, title_justify="left", title_style="bold", box=box.SIMPLE_HEAD, pad_edge=False)
    for number, heading in enumerate(headings):
        made.add_column(
            heading,
            justify="right" if number in right else "left",
            overflow="fold",
            no_wrap=number in whole,
        )
    return made


def number(value: float | None, unit: str | None = None, decimals: int | None = None) -> str:
    """A number as a person writes it: 97.06%, 1,644, 17.5; empty for None."""
    if value is None:
        return ""
    if decimals is None or (unit != "%" and float(value).is_integer()):
        decimals = 0 if float(value).is_integer() else 2
    text = f"{value:,.{decimals}f}"
    return f"{text}%" if unit == "%" else text


def address(uri: str) -> str:
    """An address as a person reads it: 南阳.pdf, not %E5%8D%97%E9%98%B3.pdf; one of the web stays a link."""
    return unquote(uri) if uri.startswith("file:") else _ENCODED.sub(_decoded, uri)


def _decoded(found: re.Match[str]) -> str:
    """The characters that a run of escaped bytes stands for, where they are UTF-8."""
    text = unquote(found[0], errors="replace")
    return found[0] if "\ufffd" in text else text


def file_name(uri: str) -> str:
    """The last part of an address, for a line that shows which document is meant."""
    parts = urlsplit(uri)
    return unquote(PurePosixPath(parts.path).name) or parts.netloc or uri


class PlainProgress:
    """One line for each stage, for logs and pipes."""

    def __init__(self, target: Console) -> None:
        self._console = target
        self._started = time.monotonic()
        self._name = ""
        self._units = 0
        self._tables = 0
        self._stage_started = self._started

    def stage(self, name: str, total: int | None = None) -> None:
        self.finish()
        self._name, self._units, self._tables = name, 0, 0
        self._stage_started = time.monotonic()

    def advance(self, label: str = "", *, tables: int = 0) -> None:
        self._units += 1
        self._tables += tables

    def note(self, text: str) -> None:
        self._console.print(text, markup=False, soft_wrap=True)

    def finish(self) -> None:
        if self._name:
            tables = f", {self._tables} tables" if self._tables else ""
            seconds = time.monotonic() - self._stage_started
            self._console.print(
                f"{_STAGES[self._name]}: {self._units}{tables}, {seconds:.1f} s", markup=False
            )
        self._name = ""


class LiveProgress:
    """One moving line: stage, bar, documents, tables, seconds."""

    def __init__(self, target: Console) -> None:
        from rich.progress import (
            BarColumn,
            MofNCompleteColumn,
            Progress,
            SpinnerColumn,
            TextColumn,
            TimeElapsedColumn,
        )

        self._tables = 0
        self._bar = Progress(
            SpinnerColumn(),
            TextColumn("[bold]{task.description}"),
            BarColumn(bar_width=24),
            MofNCompleteColumn(),
            TextColumn("{task.fields[detail]}"),
            TimeElapsedColumn(),
            console=target,
            transient=False,
        )
        self._task: Any = None

    def start(self) -> None:
        self._bar.start()

    def stage(self, name: str, total: int | None = None) -> None:
        self._close_stage()
        self._tables = 0
        self._task = self._bar.add_task(_STAGES[name], total=total, detail="")

    def advance(self, label: str = "", *, tables: int = 0) -> None:
        self._tables += tables
        detail = file_name(label) if len(label) < 400 else ""
        if self._tables:
            detail = f"{self._tables} 张表 tables  {detail}"
        self._bar.update(self._task, advance=1, detail=detail)

    def note(self, text: str) -> None:
        self._bar.console.print(text, markup=False, soft_wrap=True)

    def finish(self) -> None:
        self._close_stage()
        self._bar.stop()

    def _close_stage(self) -> None:
        if self._task is not None:
            task = next(task for task in self._bar.tasks if task.id == self._task)
            detail = f"{self._tables} 张表 tables" if self._tables else ""
            self._bar.update(self._task, total=task.completed, detail=detail)
            self._bar.stop_task(self._task)


@contextmanager
def shown_progress() -> Iterator[None]:
    """Show the reports of the block on standard error: live on a terminal, plain lines otherwise."""
    target = console(stderr=True)
    if target.is_terminal:
        live = LiveProgress(target)
        live.start()
        shown: LiveProgress | PlainProgress = live
    else:
        shown = PlainProgress(target)
    progress.use(shown)
    try:
        yield
    finally:
        shown.finish()
        progress.use(progress.Silent())


def error_line(text: str) -> None:
    """One clear line on standard error."""
    console(stderr=True).print(Text.assemble(("tongbao: ", "bold red"), text), soft_wrap=True)

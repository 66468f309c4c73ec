"""CSV in, CSV out: files or standard streams, UTF-8 with or without a mark, line breaks inside cells kept."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TextIO


def resolve_between(source: Path | None, out: Path | None, resolve: Callable[[TextIO, TextIO], int]) -> None:
    """Run `resolve` from `source` (else standard input) to `out` (else standard output).

    `out` is put in place when it is whole, so an error leaves an older one as it was.
    """
    data = source.read_bytes() if source else sys.stdin.buffer.read()
    try:
        reader = io.StringIO(data.decode("utf-8-sig"), newline="")
    except UnicodeDecodeError:
        raise ValueError(
            f"{source or 'standard input'}: not UTF-8; save the CSV as UTF-8 and try again"
        ) from None
    writer = io.StringIO(newline="")
    count = resolve(reader, writer)
    if out is None:
        sys.stdout.write(writer.getvalue())
        return
    out.parent.mkdir(parents=True, exist_ok=True)
    part = out.with_name(f".{out.name}.{os.getpid()}.part")
    part.write_text(writer.getvalue(), encoding="utf-8", newline="")
    os.replace(part, out)
    print(f"{out}: {count} rows", file=sys.stderr)

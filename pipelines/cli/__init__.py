"""The command `tongbao`: options, and what each command prints.

What a command does belongs to the other rooms.
"""

from __future__ import annotations


def main() -> None:
    """The entry point that the installed command calls."""
    from pipelines.cli.commands import main as run_command

    run_command()

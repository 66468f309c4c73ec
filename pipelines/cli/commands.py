"""The command `tongbao`. Each command is a thin shell; what it needs is imported when it runs.

Exit status: 0 all done; 1 done, but this call left something undone: a document in quarantine, an address that
could not be had, a failed check of severity error; 2 the call itself was wrong, another run or watch
holds the home, or the home can't be written.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from pipelines.home.paths import Home
    from pipelines.orchestration.run import RunReport

OK, INCOMPLETE, WRONG_CALL = 0, 1, 2

_show_traceback = False

_Command = Callable[..., None]


def _format_option(help: str, *styles: str) -> Callable[[_Command], _Command]:
    """`--format`, handed to the command as `style`; the first of the styles is the default."""
    return click.option(
        "--format", "style", type=click.Choice(styles), default=styles[0], show_default=True, help=help
    )


def _page_options(command: _Command) -> _Command:
    """`--port` and `--host` of the web page."""
    command = click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")(
        command
    )
    return click.option(
        "--port", type=click.IntRange(1, 65535), default=3000, show_default=True, help="Port of the web page."
    )(command)


class _Commands(click.Group):
    """The commands, which end well when who reads their output has enough (`| head`)."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            done = super().invoke(ctx)
            sys.stdout.flush()
            return done
        except BrokenPipeError:
            # What is still in the buffer must go somewhere when Python ends.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            ctx.exit(OK)


@click.group(
    cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
@click.option(
    "--home",
    envvar="TONGBAO_HOME",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("data"),
    show_default=True,
    help="Folder for everything the program writes.",
)
@click.option("--debug", is_flag=True, help="Show the traceback of an error.")
@click.version_option(package_name="tongbao", prog_name="tongbao")
@click.pass_context
def cli(context: click.Context, home: Path, debug: bool) -> None:
    """通报 Tongbao: from published bulletins on government services to a warehouse that recomputes
    and compares them. Every number leads back to its printed cell."""
    from pipelines.home.paths import Home

    global _show_traceback
    _show_traceback = debug
    context.obj = Home(home.expanduser().resolve())


@cli.command()
@click.argument("sources", nargs=-1, metavar="[PATH_OR_URL ...]")
@click.pass_obj
def run(home: Home, sources: tuple[str, ...]) -> None:
    """Ingest bulletins and bring the warehouse up to date.

    Takes files, folders and web addresses; without any, the five bulletins that come with the
    program. What the warehouse has already, unchanged, is not read again.
    """
    from pipelines.home.terminal import shown_progress
    from pipelines.orchestration.run import run as run_now

    with shown_progress():
        report = run_now(home, sources)
    sys.exit(_tell(home, report))


def _tell(home: Home, report: RunReport) -> int:
    """Print what a run did; return the exit status."""
    from pipelines.cli.run_summary import print_summary
    from pipelines.home.terminal import error_line

    for line in report.missing + report.errors:
        error_line(line)
    print_summary(home, report)
    if report.missing:
        return WRONG_CALL
    return OK if report.is_complete else INCOMPLETE


@cli.group(invoke_without_command=True)
@click.pass_context
def sources(context: click.Context) -> None:
    """List the publishers whose bulletins are fetched; try a new one; visit them now.

    A publisher is one YAML file, in HOME/sources or shipped with the program; docs/sources.md says how.
    """
    if context.invoked_subcommand is None:
        from pipelines.ingest.crawling.source_preview import print_sources

        sys.exit(print_sources(context.obj))


@sources.command("test")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option(
    "--offline",
    metavar="PAGE",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help="Try the patterns on a saved listing page, without any network.",
)
@click.option("--pages", default=3, show_default=True, help="Pages of each listing that are read.")
@click.option("--counted", is_flag=True, help="Show only the entries that count.")
@click.pass_obj
def test_source(home: Home, file: Path, offline: Path | None, pages: int, counted: bool) -> None:
    """Check the file of a source and show what a visit would fetch. Fetches listings, no document."""
    from pipelines.ingest.crawling.source_preview import print_test

    sys.exit(print_test(home, file, offline=offline, pages=pages, counted_only=counted))


@sources.command("visit")
@click.argument("ids", nargs=-1, metavar="[ID ...]")
@click.pass_obj
def visit_sources(home: Home, ids: tuple[str, ...]) -> None:
    """Ask sources for new bulletins now and ingest them; without ID, all that are enabled."""
    from pipelines.home.terminal import shown_progress
    from pipelines.orchestration.run import visit

    with shown_progress():
        report = visit(home, ids)
    sys.exit(_tell(home, report))


@cli.command()
@click.argument("sql")
@_format_option("How the answer is written to standard output.", "table", "csv", "json", "parquet")
@click.pass_obj
def query(home: Home, sql: str, style: str) -> None:
    """Run read-only SQL on the warehouse, for example

    tongbao query "select region_name, title, as_of from mart.documents"
    """
    from pipelines.cli.output import write_result
    from warehouse.queries import query as query_now
    from warehouse.queries import query_to_parquet

    if style == "parquet":
        sys.stdout.buffer.write(query_to_parquet(home.published, sql))
        return
    write_result(query_now(home.published, sql), style)


@cli.command()
@click.option(
    "--indicator",
    "indicators",
    multiple=True,
    metavar="ID",
    help="Only this indicator, by its id or Chinese name; may be repeated.",
)
@click.option(
    "--region",
    "regions",
    multiple=True,
    metavar="CODE",
    help="Only this place, by its code, its name or how the name begins; may be repeated.",
)
@click.option(
    "--function", metavar="ID", help="Compare the offices of this function, such as human_resources or 人社."
)
@click.option("--detail", is_flag=True, help="One line for each figure, with parts, source and caveat.")
@click.option(
    "--over-time", is_flag=True, help="All places, also those of others' tables, by period (mart.panel)."
)
@_format_option(
    "How the answer is written; csv and json hold every column of mart.city_comparison (over time: mart.panel).",
    "table",
    "csv",
    "json",
)
@click.pass_obj
def compare(
    home: Home,
    indicators: tuple[str, ...],
    regions: tuple[str, ...],
    function: str | None,
    detail: bool,
    over_time: bool,
    style: str,
) -> None:
    """Compare the places that published bulletins, indicator by indicator.

    Where fewer than two places publish what is asked for, the figures of all places by period are shown.
    """
    from pipelines.cli.comparison_table import figures, offices, print_detail, print_offices, print_overview
    from pipelines.cli.output import write_result
    from pipelines.cli.over_time.panel_table import panel_rows, print_over_time
    from pipelines.home.terminal import error_line

    if over_time and (function or detail):
        raise click.UsageError("--over-time goes with neither --function nor --detail")
    narrowing = (indicators, regions)
    if function:
        result = offices(home.published, function, *narrowing)
    else:
        result = (
            figures(home.published, *narrowing) if not over_time else panel_rows(home.published, *narrowing)
        )
        if not result.rows and not over_time and style == "table":
            result = panel_rows(home.published, *narrowing)
            over_time = bool(result.rows)
    if not result.rows:
        narrowed = bool(indicators or regions or function)
        hint = " with these options; leave them out to see all" if narrowed else ""
        error_line(f"nothing to compare: no indicator is published by two places{hint}")
        sys.exit(INCOMPLETE)
    if style != "table":
        write_result(result, style)
    elif over_time:
        print_over_time(result)
    elif function:
        print_offices(result)
    elif detail:
        print_detail(result)
    else:
        print_overview(result)


@cli.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE ...")
@_format_option("How the tables are written.", "json", "csv")
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    help="One file for each document, in this folder.",
)
@click.option(
    "--debug",
    "pictures",
    type=click.Path(path_type=Path, file_okay=False),
    help="Draw each page of a PDF with the tables, cells and headings found, in this folder.",
)
def extract(files: tuple[str, ...], style: str, out: Path | None, pictures: Path | None) -> None:
    """Read documents and print their tables; touches no warehouse."""
    from pipelines.cli.extract import draw_pages, extract_files

    failed = extract_files(files, style, out)
    if pictures is not None:
        draw_pages(files, pictures)
    sys.exit(INCOMPLETE if failed else OK)


@cli.command()
@click.argument("wanted", metavar="ID")
@click.option(
    "--picture",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Where the picture of a PDF's page is written; in the home's folder traces without it.",
)
@click.pass_obj
def trace(home: Home, wanted: str, picture: Path | None) -> None:
    """Follow a number back to its document, page or line, and printed row.

    Takes an id of mart.observations, cells, statements, targets, reconciliation or city_comparison, or
    one that `tongbao diff` shows. For a PDF the page is drawn with the printed place framed.
    """
    from pipelines.cli.trace_report import print_trace
    from warehouse.provenance import trace as trace_now

    print_trace(home, trace_now(home.published, wanted), picture)


@cli.command()
@click.argument("document", required=False)
@click.argument("other", required=False)
@_format_option(
    "How the answer is written; csv and json hold every change with its ids.", "table", "csv", "json"
)
@click.pass_obj
def diff(home: Home, document: str | None, other: str | None, style: str) -> None:
    """Show what changed between versions of a document.

    Without a document all revisions with their counts; with one what it changed in its predecessor;
    with two what OTHER changed in DOCUMENT. A document is named by its id (8 characters or more), its
    address or its 文号.
    """
    from pipelines.cli.diff_report import as_result, differences, print_difference, print_revisions, summary
    from pipelines.cli.output import write_result

    found = differences(home.published, document, other)
    if style != "table":
        write_result(as_result(found) if document else summary(found), style)
    elif document is None:
        print_revisions(found)
    else:
        print_difference(found[0])


@cli.group()
def names() -> None:
    """Names of departments and places."""


@cli.group()
def indicators() -> None:
    """Phrasings of indicators."""


def _refuse_position(context: click.Context, parameter: click.Parameter, files: tuple[str, ...]) -> None:
    if files:
        raise click.UsageError(f"{files[0]}: the CSV to read is named with --in: --in {files[0]}", context)


def _csv_options(command: _Command) -> _Command:
    # A file without --in is a slip that deserves more than "unexpected extra argument".
    command = click.argument("files", nargs=-1, metavar="", expose_value=False, callback=_refuse_position)(
        command
    )
    command = click.option(
        "--out",
        type=click.Path(path_type=Path, dir_okay=False),
        help="CSV to write; standard output without it.",
    )(command)
    return click.option(
        "--in",
        "source",
        type=click.Path(path_type=Path, dir_okay=False, exists=True),
        help="CSV to read; standard input without it.",
    )(command)


@names.command("resolve")
@_csv_options
@click.pass_obj
def resolve_names(home: Home, source: Path | None, out: Path | None) -> None:
    """Resolve a CSV with the columns name and region_context; adds function, office, score and status."""
    from pipelines.cli.csv_resolving import resolve_names as resolve
    from pipelines.cli.csv_streams import resolve_between
    from pipelines.meaning.decisions.decision_store import load_judgements
    from pipelines.meaning.names import NameResolver

    resolver = NameResolver.load(load_judgements(home))
    resolve_between(source, out, lambda reader, writer: resolve(reader, writer, resolver))


@indicators.command("resolve")
@_csv_options
@click.pass_obj
def resolve_indicators(home: Home, source: Path | None, out: Path | None) -> None:
    """Resolve a CSV with the column phrasing (and unit); adds indicator, score and status."""
    from pipelines.cli.csv_resolving import resolve_indicators as resolve
    from pipelines.cli.csv_streams import resolve_between
    from pipelines.meaning.decisions.decision_store import load_judgements
    from pipelines.meaning.indicators import IndicatorResolver

    resolver = IndicatorResolver.load(load_judgements(home))
    resolve_between(source, out, lambda reader, writer: resolve(reader, writer, resolver))


@cli.group(invoke_without_command=True)
@click.option("--kind", help="Only items of this kind, such as name, indicator or place.")
@_format_option("How the list is written.", "table", "csv", "json")
@click.pass_context
def review(context: click.Context, kind: str | None, style: str) -> None:
    """List what a person should decide; accept, change or refuse a proposal.

    Decisions are kept in a plain file in the home, hold for every document, past and future, and
    are applied by the next `tongbao run`.
    """
    if context.invoked_subcommand is not None:
        return
    from pipelines.cli.output import write_result
    from pipelines.cli.review import open_items, print_items

    home: Home = context.obj
    items = open_items(home, kind)
    if style == "table":
        print_items(home, items)
    else:
        write_result(items, style)


def _user_name() -> str:
    """Who is logged in. Raises UsageError where the system doesn't tell, as in a container without users."""
    import getpass

    try:
        return getpass.getuser()
    except (KeyError, OSError):
        raise click.UsageError("the system has no name for this user; say who decides with --who") from None


def _decision_options(command: _Command) -> _Command:
    for option in (
        click.option("--here", is_flag=True, help="Only for documents of the same place (names)."),
        click.option("--why", default="", help="The reason, kept with the decision."),
        click.option("--who", default=_user_name, help="Who decides; without it the name of the user."),
        click.argument("item"),
    ):
        command = option(command)
    return command


@review.command()
@_decision_options
@click.pass_obj
def accept(home: Home, item: str, who: str, why: str, here: bool) -> None:
    """The proposal is right."""
    _decide(home, item, "accept", None, who, why, here)


@review.command()
@_decision_options
@click.argument("answer", metavar="ID_OR_NAME")
@click.pass_obj
def change(home: Home, item: str, answer: str, who: str, why: str, here: bool) -> None:
    """It is something else: a function or indicator, by its id or its Chinese name."""
    _decide(home, item, "change", answer, who, why, here)


@review.command()
@_decision_options
@click.pass_obj
def refuse(home: Home, item: str, who: str, why: str, here: bool) -> None:
    """The proposal is wrong, and what it is nobody knows yet."""
    _decide(home, item, "refuse", None, who, why, here)


def _decide(home: Home, item: str, verdict: str, answer: str | None, who: str, why: str, here: bool) -> None:
    from pipelines.cli.review import decide

    click.echo(decide(home, item, verdict, answer, who, why, here))
    click.echo("kept; the next `tongbao run` applies it to every document", err=True)


@cli.command()
@_page_options
@click.pass_obj
def ui(home: Home, port: int, host: str) -> None:
    """Open the Dagster UI on the same home: lineage, runs, checks."""
    _watch(home, host, port, automation=False)


@cli.command()
@_page_options
@click.option("--no-page", is_flag=True, help="Only the daemon, without the web page.")
@click.pass_obj
def watch(home: Home, port: int, host: str, no_page: bool) -> None:
    """Run schedules and sensors, and the Dagster UI with them.

    Files put into HOME/inbox are ingested; the sources (`tongbao sources`) are visited by their schedules.
    """
    _watch(home, host, port, automation=True, page=not no_page)


def _watch(home: Home, host: str, port: int, *, automation: bool, page: bool = True) -> None:
    from pipelines.home.terminal import error_line
    from pipelines.orchestration.service.watch import Watch, WatchError

    try:
        Watch(home, host, port, lambda line: click.echo(line, err=True), automation, page).run()
    except WatchError as error:
        error_line(str(error))
        sys.exit(INCOMPLETE)


def main() -> None:
    """Run the command; an error is one clear line, a traceback only with --debug."""
    try:
        cli(standalone_mode=False)
    except click.exceptions.Abort:
        sys.exit(130)
    except click.ClickException as error:
        error.show()
        sys.exit(WRONG_CALL)
    except Exception as error:
        if _show_traceback:
            raise
        from pipelines.home.disk_errors import words_of
        from pipelines.home.locking import BusyError
        from pipelines.home.terminal import error_line
        from warehouse.provenance import UnknownId
        from warehouse.queries import NoWarehouse, QueryError

        known = isinstance(error, BusyError | NoWarehouse | QueryError | UnknownId | ValueError)
        words = str(error) if known else words_of(error)
        error_line(words or f"{type(error).__name__}: {error} (--debug shows where)")
        sys.exit(WRONG_CALL if words else INCOMPLETE)


if __name__ == "__main__":
    main()

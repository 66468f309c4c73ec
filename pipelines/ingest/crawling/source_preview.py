"""What a source would fetch, for the eyes of the person who writes it. Reads listings, never a document."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from pipelines.home.paths import Home
from pipelines.ingest.crawling.listing_pages import Page, read_listing
from pipelines.ingest.sources.source_catalogue import check_alone, load_source, load_usable
from pipelines.ingest.sources.source_errors import FetchError, SourceError
from pipelines.ingest.sources.source_model import Listing, Rhythm, Source

if TYPE_CHECKING:
    from pipelines.ingest.network.http_client import Client

OK, INCOMPLETE, WRONG_CALL = 0, 1, 2
# A try reads so many pages of a listing: enough to see whether it pages on.
PAGES = 3
_PERIODS = {"month": "每月", "quarter": "每季", "year": "每年"}


def print_test(
    home: Home, path: Path, *, offline: Path | None = None, pages: int = PAGES, counted_only: bool = False
) -> int:
    """Print what the source in a file would fetch; returns the exit status of the command.

    `offline` is a saved page that is read instead of the first listing, without any network. 0: every listing
    could be had and counts something; 1: one couldn't or doesn't; 2: the file is wrong.
    """
    from pipelines.home.terminal import console, error_line

    try:
        source = load_source(path)
        check_alone(home, path)
    except SourceError as error:
        error_line(str(error))
        return WRONG_CALL
    _print_source(source)
    if offline is not None:
        return _print_offline(source, offline, counted_only)
    out = console()
    good = True
    with _client(home, source) as client:
        for listing in source.listings:
            good = _print_listing(client, source, listing, pages, counted_only) and good
        for uri in source.addresses:
            out.print(f"地址 address  {uri}  {_robots_verdict(client, uri)}", soft_wrap=True, markup=False)
    if source.folder is not None:
        folder = home.root / source.folder
        there = "在 there" if folder.is_dir() else "未建 not there yet; it is made when it is first watched"
        out.print(f"收件夹 folder  {folder}  {there}", soft_wrap=True, markup=False)
    return OK if good else INCOMPLETE


def print_sources(home: Home) -> int:
    """Print all sources; 1 when the file of one can't be used."""
    from pipelines.home.terminal import console, error_line, table
    from pipelines.meaning.regions import Regions

    sources, errors = load_usable(home)
    shown = table(
        "来源 sources",
        ["id", "发布机构 publisher", "地区 region", "时间表 schedule", "节奏 rhythm", "启用 enabled"],
        whole=(0, 3, 5),
    )
    for source in sources:
        region = Regions.load().by_code(source.region)
        shown.add_row(
            source.id,
            source.publisher,
            f"{source.region} {region.name if region else ''}",
            source.schedule or "手动 by hand",
            _rhythm(source.rhythm),
            "是 yes" if source.enabled else "否 no",
        )
    console().print(shown)
    for error in errors:
        error_line(str(error))
    return INCOMPLETE if errors else OK


def _client(home: Home, source: Source) -> Client:
    from pipelines.ingest.network.http_client import Client

    return Client.for_source(source, home.root / "work" / "hosts")


def _print_source(source: Source) -> None:
    from pipelines.home.terminal import console

    out = console()
    state = "" if source.enabled else "，未启用 not enabled"
    out.print(
        f"{source.id}  {source.name}，{source.publisher}，{source.region}{state}",
        soft_wrap=True,
        markup=False,
    )
    if source.note:
        out.print(f"  {source.note}", soft_wrap=True, markup=False)
    when = f"{source.schedule} ({source.timezone})" if source.schedule else "手动 by hand"
    out.print(f"时间表 schedule  {when}   节奏 rhythm  {_rhythm(source.rhythm) or '—'}", markup=False)


def _print_listing(client: Client, source: Source, listing: Listing, limit: int, counted_only: bool) -> bool:
    """Print the pages of a listing; whether all could be had and something counts."""
    from pipelines.home.terminal import console, error_line

    console().print(
        f"\n列表 listing  {listing.address}  {_robots_verdict(client, listing.address)}", markup=False
    )
    counted = pages = 0
    try:
        for uri, page in read_pages(client, source, listing, limit):
            pages += 1
            refused = _not_asked(page, source, client)
            counted += len(page.entries) - len(refused)
            _print_page(uri, page, refused, counted_only)
    except FetchError as error:
        error_line(str(error))
        return False
    if not counted:
        error_line(
            f"{listing.address}: no link of {pages} pages counts; compare `links` with the titles above"
        )
    return counted > 0


def read_pages(client: Client, source: Source, listing: Listing, limit: int) -> Iterator[tuple[str, Page]]:
    """The first pages of a listing with their addresses. Raises FetchError."""
    from extractors.errors import UnreadableDocument
    from pipelines.ingest.crawling.crawl import is_of_source, numbered_pages, outside

    numbers = numbered_pages(listing)
    uri: str | None = listing.address
    for _ in range(min(limit, listing.max_pages)):
        if uri is None:
            return
        if not is_of_source(source, uri):
            raise outside(uri)
        answer = client.get(uri)
        try:
            page = read_listing(answer.data, answer.final_uri, listing)
        except UnreadableDocument as error:
            raise FetchError(error.code, uri, str(error)) from error
        yield uri, page
        uri = next(numbers, None) if listing.paging.template else page.next_uri


def _print_offline(source: Source, saved: Path, counted_only: bool) -> int:
    from extractors.errors import UnreadableDocument
    from pipelines.home.terminal import error_line

    if not source.listings:
        error_line(f"{source.id}: has no `listings`; there is nothing to try a page with")
        return INCOMPLETE
    listing = source.listings[0]
    try:
        page = read_listing(saved.read_bytes(), listing.address, listing)
    except OSError as error:
        error_line(f"{saved}: can't be read ({error.strerror}); name a page that you saved")
        return WRONG_CALL
    except UnreadableDocument as error:
        error_line(f"{saved}: {error}")
        return INCOMPLETE
    refused = _not_asked(page, source)
    _print_page(str(saved), page, refused, counted_only)
    return OK if len(page.entries) > len(refused) else INCOMPLETE


def _not_asked(page: Page, source: Source, client: Client | None = None) -> dict[str, str]:
    """Entries that count and that a visit would not ask for all the same: address → name and reason.

    With a client robots.txt is asked too.
    """
    from pipelines.ingest.crawling.crawl import why_not_asked

    refused: dict[str, str] = {}
    for entry in page.entries:
        refusal = why_not_asked(source, entry.uri)
        if refusal is not None:
            refused[entry.uri] = f"{refusal.code}: {refusal.message}"
        elif client is not None and (robots := client.robots(entry.uri)).fault is not None:
            refused[entry.uri] = f"robots_unreachable: {robots.fault}"
        elif client is not None and not robots.allows(entry.uri):
            refused[entry.uri] = f"forbidden_by_robots: {robots.uri} forbids it"
    return refused


def _print_page(uri: str, page: Page, refused: Mapping[str, str], counted_only: bool) -> None:
    from rich.text import Text

    from pipelines.home.terminal import console, table

    counted = len(page.entries) - len(refused)
    title = f"{uri}：{counted} 条计入 counted，{len(page.left_out)} 条不计 left out"
    if refused:
        title += f"，{len(refused)} 条合乎规则但不取 match, but are not fetched"
    shown = table(title, ["", "日期 date", "标题 title", "地址 address", "不计的原因 why not"])
    for entry in page.entries:
        day = entry.listed_on.isoformat() if entry.listed_on else "—"
        why = refused.get(entry.uri, "")
        shown.add_row("✗" if why else "✓", day, Text(entry.title), Text(entry.uri), Text(why))
    for link in () if counted_only else page.left_out:
        shown.add_row("", "", Text(link.title, "dim"), Text(link.uri, "dim"), Text(link.reason, "dim"))
    console().print(shown)
    console().print(f"下一页 next page  {page.next_uri or '—'}", soft_wrap=True, markup=False)


def _robots_verdict(client: Client, uri: str) -> str:
    robots = client.robots(uri)
    if robots.fault is not None:
        return f"robots.txt 不可得 can't be had: {robots.fault}"
    verdict = "允许 allowed" if robots.allows(uri) else "禁止 forbidden"
    return f"robots.txt {verdict}，间隔 delay {client.delay(uri):g} s"


def _rhythm(rhythm: Rhythm | None) -> str:
    if rhythm is None:
        return ""
    return f"{_PERIODS[rhythm.every]}，后 {rhythm.months_after} 月 {rhythm.by_day} 日前"

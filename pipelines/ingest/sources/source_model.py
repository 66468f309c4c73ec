"""What a source is: one publisher's bulletins, as data. The strict shape of `sources/*.yml`.

Belongs here: what may stand in such a file, and what follows from it without asking anybody. Does not belong
here: finding the files (`source_catalogue`), fetching (`ingest.crawling`), scheduling.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    model_validator,
)

from pipelines.ingest.sources.cron_lines import check_cron
from pipelines.ingest.sources.site_hosts import host_of, is_web_address
from pipelines.meaning.corrections import Correction, NotEmpty, Strict

Period = Literal["month", "quarter", "year"]

NEXT_PAGE = r"^[\[【<《\s]*(?:下一页|下页|后一页|下一頁|next)[\]】>》›»\s]*$"


def _pattern(value: str) -> str:
    try:
        re.compile(value)
    except re.error as error:
        raise ValueError(f"{value!r} is no regular expression: {error}") from error
    return value


def _address(value: str) -> str:
    if not is_web_address(value):
        raise ValueError(f"{value!r} is no web address; it begins with http:// or https://")
    return value


def _scope(value: str) -> str:
    """Check an XPath (begins with /, ./ or a bracket) or a CSS selector."""
    from pipelines.ingest.sources.page_selectors import check_scope

    check_scope(value)
    return value


def _region(value: Any) -> Any:
    from pipelines.meaning.regions import Regions

    # YAML reads 411300 without quotes as a number.
    code = str(value) if isinstance(value, int) and not isinstance(value, bool) else value
    if not isinstance(code, str) or not re.fullmatch(r"[1-9]\d{5}", code):
        raise ValueError(f"{value!r} is no code of GB/T 2260; give its six digits, such as 411300")
    if Regions.load().by_code(code) is None:
        raise ValueError(f"no place has the code {code}; look it up in GB/T 2260")
    return code


def _timezone(value: str) -> str:
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:  # OSError: a folder of zones, such as Asia
        raise ValueError(f"{value!r} is no time zone; write it like Asia/Shanghai") from error
    return value


def _contact(value: str) -> str:
    if not re.fullmatch(r"https?://[!-~]+|[!-~]+@[!-~]+\.[!-~]+", value):
        raise ValueError(f"{value!r} is neither a mail address nor a web address")
    return value


ID = r"^[a-z0-9][a-z0-9_-]{0,59}$"
Pattern = Annotated[str, AfterValidator(_pattern)]
Address = Annotated[str, AfterValidator(_address)]
Scope = Annotated[str, AfterValidator(_scope)]


class Links(Strict):
    """Which links of a listing page lead to bulletins: all that is given must hold.

    Patterns are searched for anywhere in the title (as printed, and without white space) or in the absolute
    address; `within` is a CSS selector or an XPath of the part of the page to look in.
    """

    title: Pattern | None = None
    not_title: Pattern | None = None
    address: Pattern | None = None
    not_address: Pattern | None = None
    within: Scope | None = None


class Paging(Strict):
    """Where the further pages of a listing are: behind a link, or at numbered addresses.

    `next` is a pattern for the text of the link. `template` is an address, relative to the listing's, with
    `{n}` for the number, which runs from `first` to `last`; without `last` until there is no such page.
    """

    next: Pattern | None = None
    template: str | None = None
    first: int = Field(default=1, ge=0)
    last: int | None = Field(default=None, ge=0)

    @model_validator(mode="after")
    def _one_way(self) -> Paging:
        if (self.next is None) == (self.template is None):
            raise ValueError("give either `next` (the text of the link) or `template` (an address with {n})")
        if self.template is not None and "{n}" not in self.template:
            raise ValueError("`template` needs {n} where the number stands, such as index_{n}.html")
        if self.last is not None and self.last < self.first:
            raise ValueError("`last` is less than `first`")
        return self


class Listing(Strict):
    """A page that lists bulletins, with the pages that follow it.

    Without `paging` the link 下一页 (下页, 后一页) is followed where there is one.
    """

    address: Address
    links: Links = Links()
    paging: Paging = Paging(next=NEXT_PAGE)
    max_pages: int = Field(default=20, ge=1, le=2000)


class Rhythm(Strict):
    """How often bulletins are expected: for each period one, by a day of a month after its end.

    `months_after` 1 with `by_day` 10: the bulletin for June by 10 July.
    """

    every: Period
    by_day: int = Field(default=31, ge=1, le=31)
    months_after: int = Field(default=1, ge=0, le=24)

    def expected(self, today: date) -> tuple[date, date]:
        """The last period whose bulletin had to be there before `today`: its last day, and the day it was due."""
        months = {"month": 1, "quarter": 3, "year": 12}[self.every]
        index = today.year * 12 + today.month - 1
        # From the running period back: its bulletin may be due before it ends.
        index += months - index % months
        while True:
            end = _month_start(index) - timedelta(days=1)
            month = _month_start(end.year * 12 + end.month - 1 + self.months_after)
            following = _month_start(month.year * 12 + month.month)
            due = min(month + timedelta(days=self.by_day - 1), following - timedelta(days=1))
            if due < today:
                return end, due
            index -= months


def _month_start(index: int) -> date:
    """The first day of the month number `index`, counted from January of year 0."""
    return date(index // 12, index % 12 + 1, 1)


class Politeness(Strict):
    """How a publisher's server is treated.

    `delay_seconds` lie between two requests to one host, or more if its robots.txt asks for more.
    `timeout_seconds` is for an answer as a whole. `max_documents` are fetched in one visit, the rest in the
    next. A server that asks to wait longer than `longest_wait_seconds` is left alone until the next visit.
    `hosts` are allowed besides those of the listings and addresses and their siblings (www.x.gov.cn,
    zw.x.gov.cn).
    """

    delay_seconds: float = Field(default=2.0, ge=0, le=3600)
    timeout_seconds: float = Field(default=60.0, gt=0, le=3600)
    longest_wait_seconds: float = Field(default=120.0, ge=0, le=3600)
    max_megabytes: float = Field(default=100.0, gt=0, le=2000)
    max_documents: int = Field(default=200, ge=1)
    allow_private: bool = False
    hosts: tuple[str, ...] = ()

    @property
    def max_bytes(self) -> int:
        return int(self.max_megabytes * 1024 * 1024)


class Attachments(Strict):
    """Whether documents that a bulletin links to are fetched, and which: a pattern for the link's text or address."""

    follow: bool = True
    pattern: Pattern | None = None


def _attachments(value: Any) -> Any:
    return {"follow": value} if isinstance(value, bool) else value


class Source(Strict):
    """One publisher's bulletins: where they are, when to look, how politely.

    `id` is the name of the file without `.yml`. `folder` is an inbox: files put there are bulletins; a
    relative one lies in the home. `schedule` is a cron line in `timezone`; without one the source is visited
    by hand only.
    """

    id: str = Field(pattern=ID)
    name: NotEmpty
    publisher: NotEmpty
    region: Annotated[str, BeforeValidator(_region)]
    contact: Annotated[str, AfterValidator(_contact)] | None = None
    listings: tuple[Listing, ...] = ()
    addresses: tuple[Address, ...] = ()
    folder: NotEmpty | None = None
    schedule: Annotated[str, AfterValidator(check_cron)] | None = None
    timezone: Annotated[str, AfterValidator(_timezone)] = "Asia/Shanghai"
    rhythm: Rhythm | None = None
    politeness: Politeness = Politeness()
    recheck_days: int = Field(default=90, ge=0, le=36500)
    attachments: Annotated[Attachments, BeforeValidator(_attachments)] = Attachments()
    enabled: bool = True
    note: str | None = None
    corrections: tuple[Correction, ...] = ()

    @model_validator(mode="after")
    def _somewhere(self) -> Source:
        if not (self.listings or self.addresses or self.folder):
            raise ValueError("give at least one of `listings`, `addresses`, `folder`")
        if not self.enabled and not self.note:
            raise ValueError("a source that is not enabled says why in `note`")
        return self

    @cached_property
    def hosts(self) -> frozenset[str]:
        """The hosts that the listings and addresses name, and those allowed besides."""
        named = [listing.address for listing in self.listings] + list(self.addresses)
        return frozenset(
            [host_of(address) for address in named] + [host.lower() for host in self.politeness.hosts]
        )

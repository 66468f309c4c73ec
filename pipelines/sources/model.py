"""What a source is: one publisher's bulletins, as data. The strict shape of `sources/*.yml`.

Belongs here: what may stand in such a file, and what follows from it without asking anybody. Does not belong
here: finding the files (`catalogue`), fetching (`client`, `crawl`), scheduling.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    model_validator,
)

from pipelines.sources.cron import check_cron
from pipelines.sources.sites import host_of, is_web_address

Period = Literal["month", "quarter", "year"]
DocumentField = Literal["as_of", "published_on", "title", "issuer", "document_number", "region_code"]

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
    from pipelines.sources.scope import check_scope

    check_scope(value)
    return value


def _region(value: Any) -> Any:
    from pipelines.regions import Regions

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


def _printed(value: Any) -> Any:
    # YAML makes a date of 2021-12-27; what is meant are the characters.
    return value.isoformat() if isinstance(value, date) else value


Pattern = Annotated[str, AfterValidator(_pattern)]
Address = Annotated[str, AfterValidator(_address)]
Scope = Annotated[str, AfterValidator(_scope)]
Printed = Annotated[str, BeforeValidator(_printed)]
NotEmpty = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Links(_Strict):
    """Which links of a listing page lead to bulletins: all that is given must hold.

    Patterns are searched for anywhere in the title (as printed, and without white space) or in the absolute
    address; `within` is a CSS selector or an XPath of the part of the page to look in.
    """

    title: Pattern | None = None
    not_title: Pattern | None = None
    address: Pattern | None = None
    not_address: Pattern | None = None
    within: Scope | None = None


class Paging(_Strict):
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


class Listing(_Strict):
    """A page that lists bulletins, with the pages that follow it.

    Without `paging` the link 下一页 (下页, 后一页) is followed where there is one.
    """

    address: Address
    links: Links = Links()
    paging: Paging = Paging(next=NEXT_PAGE)
    max_pages: int = Field(default=20, ge=1, le=2000)


class Rhythm(_Strict):
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


class Politeness(_Strict):
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


class Attachments(_Strict):
    """Whether documents that a bulletin links to are fetched, and which: a pattern for the link's text or address."""

    follow: bool = True
    pattern: Pattern | None = None


class Cell(_Strict):
    """One printed cell: attachment number (None: the only table without one), row and leaf column, from 1."""

    attachment: int | None = None
    row: int = Field(ge=1)
    column: int = Field(ge=1)


class Correction(_Strict):
    """What the publisher got wrong, as data. `printed` is the guard: once the source says something else, it lapses.

    `document` is a sha256, a 文号 or an address. What is corrected is a `field` of the document or a `cell`.
    """

    document: NotEmpty
    field: DocumentField | None = None
    cell: Cell | None = None
    printed: Printed
    correct: Printed
    why: NotEmpty
    who: NotEmpty
    when: date

    @model_validator(mode="after")
    def _one_target(self) -> Correction:
        if (self.field is None) == (self.cell is None):
            raise ValueError("give either `field` or `cell`")
        if self.printed == self.correct:
            raise ValueError("`correct` is the same as `printed`; there is nothing to correct")
        if self.field in ("as_of", "published_on"):
            try:
                date.fromisoformat(self.correct)
            except ValueError:
                raise ValueError(f"`correct` of {self.field} is a day, such as 2021-12-27") from None
        return self


def _attachments(value: Any) -> Any:
    return {"follow": value} if isinstance(value, bool) else value


class Source(_Strict):
    """One publisher's bulletins: where they are, when to look, how politely.

    `id` is the name of the file without `.yml`. `folder` is an inbox: files put there are bulletins; a
    relative one lies in the home. `schedule` is a cron line in `timezone`; without one the source is visited
    by hand only.
    """

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9_-]*$", max_length=60)
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

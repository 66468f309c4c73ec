"""The registry of functions as data (YAML beside this module) and its checked, immutable form.

Here are the functions of local government and their names, and nothing that decides how a printed name is
resolved; see `pipelines.meaning.names.name_index` for the index over them.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, model_validator

Category = Literal[
    "government", "party", "people", "judicial", "mass", "vertical", "institution", "enterprise", "service"
]
FILES = ("government", "party", "mass", "vertical", "institutions", "enterprises")
_HERE = Path(__file__).parent


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Former(_Strict):
    """Names until a reform; `until` is the year, `reform` a key of `sources.yml`."""

    names: tuple[str, ...]
    until: int = Field(ge=1949, le=2100)
    reform: str


class Function(_Strict):
    """One function of local government, and every name under which an office with it appears.

    `stems` take the words of the profile (or list) `organs`; `chars` are the abbreviations that stand for it in
    the short name of a joint office; `merged` are stems of joint offices that it leads; `doubtful` are names that
    also stand for another office and therefore always go to review, `city_names` do so below the prefecture.
    `part_of` are functions whose offices have it as a sub-unit, `subunits` the reverse; `lookalikes` are functions
    never to be confused with it; `keywords` tell the trade of a company whose brand is not listed. `several` says that
    a place has many of them, each with a name of its own (schools), which `endings` tell; `apart_from` is a function
    whose offices go by the same names, but where one place has both (数据局 beside 行政审批局): then those with one of
    the names in `apart` are this one.
    """

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    name: str
    category: Category
    stems: tuple[str, ...] = ()
    chars: tuple[str, ...] = ()
    organs: str | tuple[str, ...] = "bureau"
    official: tuple[str, ...] = ()
    short: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    merged: tuple[str, ...] = ()
    former: tuple[Former, ...] = ()
    doubtful: tuple[str, ...] = ()
    city_names: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    several: bool = False
    endings: tuple[str, ...] = ()
    apart_from: str | None = None
    apart: tuple[str, ...] = ()
    subunits: tuple[str, ...] = ()
    part_of: tuple[str, ...] = ()
    lookalikes: tuple[str, ...] = ()
    note: str | None = None
    source: tuple[str, ...] = Field(min_length=1)


class _FunctionFile(_Strict):
    version: int
    functions: tuple[Function, ...]


class Words(_Strict):
    """Words of the language of offices that belong to no single function; `words.yml` explains each list."""

    version: int
    totals: tuple[str, ...]
    openings: tuple[str, ...]
    leads: tuple[str, ...]
    branches: tuple[str, ...]
    units: tuple[str, ...]
    enforcement: tuple[str, ...]
    windows: tuple[str, ...]
    companies: tuple[str, ...]
    joint_organs: tuple[str, ...]
    plain_organs: tuple[str, ...]


class _OrganFile(_Strict):
    version: int
    profiles: dict[str, tuple[str, ...]]


class _SourceFile(_Strict):
    version: int
    sources: dict[str, str]


class Registry(_Strict):
    """All functions, the profiles of organ words, the common words, and the sources."""

    version: int
    functions: dict[str, Function]
    profiles: dict[str, tuple[str, ...]]
    sources: dict[str, str]
    words: Words

    @model_validator(mode="after")
    def _references(self) -> Registry:
        for function in self.functions.values():
            apart_from = (function.apart_from,) if function.apart_from else ()
            for other in (*function.part_of, *function.subunits, *function.lookalikes, *apart_from):
                if other not in self.functions:
                    raise ValueError(f"{function.id}: unknown function {other!r}")
            if isinstance(function.organs, str) and function.organs not in self.profiles:
                raise ValueError(f"{function.id}: unknown profile {function.organs!r}")
            for former in function.former:
                if former.reform not in self.sources:
                    raise ValueError(f"{function.id}: unknown reform {former.reform!r}")
        return self

    def organs_of(self, function: Function) -> tuple[str, ...]:
        """The organ words that the function's stems take."""
        if isinstance(function.organs, str):
            return self.profiles[function.organs]
        return function.organs


def _read(name: str) -> object:
    text = (_HERE / f"{name}.yml").read_text("utf-8")
    return yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))


@cache
def load_registry() -> Registry:
    """The registry, checked. Raises `pydantic.ValidationError` or `ValueError` naming the entry that is wrong."""
    functions: dict[str, Function] = {}
    version = 0
    for name in FILES:
        file = _FunctionFile.model_validate(_read(name))
        version += file.version
        for function in file.functions:
            if function.id in functions:
                raise ValueError(f"{name}.yml: function {function.id!r} is defined twice")
            functions[function.id] = function
    return Registry(
        version=version,
        functions=functions,
        profiles=_OrganFile.model_validate(_read("organs")).profiles,
        sources=_SourceFile.model_validate(_read("sources")).sources,
        words=Words.model_validate(_read("words")),
    )

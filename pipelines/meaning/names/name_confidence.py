"""How sure each way of finding an office is, from 0 to 100, and how far a doubt pulls it down.

The order is what counts, not the distances: of two readings of one name the surer is taken, and a review lists the surer
first. They were set by hand and are held by the labelled names (see docs/names.md). Whether a name is accepted they
don't say, but `Entry.doubtful`; only a slip has to reach `LEAST_OF_SLIP` to be proposed at all.
"""

from __future__ import annotations

CERTAIN = 100.0
"""A person said so."""

NAMED = {"official": 100.0, "short": 100.0, "name": 99.0, "stem": 98.0, "merged": 96.0, "former": 95.0}
"""Names that the registry gives: written out before put together, of today before of former times."""

# --- by the parts of a name

KNOWN_SUBUNIT = 96.0
"""公安局交警大队: the registry knows the sub-unit and whose it is, so nothing is left to guess."""

JOINS_ONE = 92.0
"""The words before the organ all name one function."""

JOINS_SEVERAL = 90.0
"""文化旅游体育局: several functions, of which the first leads."""

NUMBERED_BRANCH = 90.0
"""第二分局 behind an office that is known."""

KNOWN_TRADE = 90.0
"""A company by the word for its trade."""

OF_WINDOW = 88.0
"""A window or hall of an office that is known."""

ENFORCEMENT = 85.0
"""An enforcement body, told by its word, below an office that is known."""

ABBREVIATED_MANY = 85.0
"""教科文体旅游局: three single characters and more leave no other reading."""

BY_ITS_KIND = 82.0
"""隆盛镇第二小学: one of many of its kind, by the word that its name ends with."""

BARE_STEM = 80.0
"""自然资源和规划: the function without a word for an office."""

UNNAMED_UNIT = 75.0
"""A unit of an office that is known, but of no kind that is: its function is a guess."""

ABBREVIATED_TWO = 70.0
"""教体局: two single characters may also be something else."""

TWO_OFFICES = 70.0
"""Two offices written as one name, neither known to be part of the other."""

ONE_OF_TWO = 60.0
"""A name that stands for two offices (广电局)."""

TRADE_ELSEWHERE = 60.0
"""A company with the name of a place before the word for its trade: whose it is can't be told."""

OTHER_COMPANY = 60.0
"""A company, of no trade that is known."""

SEVERAL_IN_ONE = 50.0
"""财政局、审计局 in one cell: as likely the one as the other."""

# --- slips

MISPRINTED_PLACE = 88.0
"""A slip in the name of the document's own place, with an office behind it that is known."""

MOST_OF_SLIP = 90.0
"""However near a misprinted name is, it is less sure than one that is printed right."""

LEAST_OF_SLIP = 70.0
"""A slip further away than this is not worth a person's time."""

# --- doubts: a name is at most so sure where …

IN_UNLISTED_PLACE = 80.0
"""… its place is in no list of places."""

IN_OTHER_PROVINCE = 75.0
"""… its place lies in another province than the document's."""

WITHOUT_PLACE = 70.0
"""… its place isn't known, or isn't said."""

CLAIMED_TWICE = 70.0
"""… another row of its table is the same office."""

BELOW_PREFECTURE = 60.0
"""… the name is settled only for the offices of prefectures (邮政局)."""

ONLY_IN_BRACKETS = 60.0
"""… only the note in brackets is known."""

UNLISTED_PLACE = 60.0
"""A row that looks like a place which is in no list."""

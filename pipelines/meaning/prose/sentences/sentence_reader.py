"""Reading a sentence from left to right, figure by figure.

What belongs here: the order of reading, and what a figure leaves for the next. What a figure is, its own
module says: `values`, `changes`, `selecting_figures`, `rankings`, and `shared_figures` for lists.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from pipelines.meaning.prose.lexing.paragraph_lexing import SentenceSpan
from pipelines.meaning.prose.lexing.printed_figures import Form, Token
from pipelines.meaning.prose.sentences.changes import read_change
from pipelines.meaning.prose.sentences.demands import SCORING
from pipelines.meaning.prose.sentences.figure_findings import Found
from pipelines.meaning.prose.sentences.rankings import read_rank
from pipelines.meaning.prose.sentences.selecting_figures import is_criterion, is_enumeration
from pipelines.meaning.prose.sentences.sentence_context import SentenceContext
from pipelines.meaning.prose.sentences.shared_figures import deal
from pipelines.meaning.prose.sentences.values import read_full_cover, read_value
from pipelines.meaning.prose.statements import Kind

_MOST_IN_RATIO = 1000  # behind a colon a larger figure is what the words before it announce (附表10: 43062)
_JOINS = re.compile(r"(?:[、,/]|和|与|及|以及)+")


@dataclass(frozen=True, slots=True)
class _Outside:
    """What was spoken of where a bracket opened, and how deep in brackets that was."""

    depth: int
    raw: str | None
    unit: str | None


class SentenceReader(SentenceContext):
    """Reads the sentences of one paragraph in turn."""

    _depth: int = 0
    _outside: list[_Outside]

    def read(self, sentence: SentenceSpan) -> list[Found]:
        """The figures of a sentence, in order."""
        self.enter(sentence)
        self._depth, self._outside = 0, []
        tokens = sentence.tokens
        used_to = sentence.start
        index = 0
        while index < len(tokens):
            run = self._run(tokens, index)
            dealt = deal(self, run, self.figure(run[0], run[1], used_to), used_to) if run else []
            if dealt:
                self._keep(dealt)
                used_to = dealt[-1].end
                index += len(run)
                continue
            token = tokens[index]
            self._leave_bracket(token)
            if self._is_ratio(tokens, index):
                for part in tokens[index : index + 2]:
                    self.note_open(part, "a ratio of two figures")
                index += 2
                continue
            if self._closes_range(token):
                last = self.found[-1]
                other = replace(
                    last, token=token, value=token.value, unit=token.unit, comparator=token.comparator
                )
                self.found.append(other)
                index += 1
                continue
            read = self.figure(token, self._next(tokens, index), used_to)
            self._keep(read)
            # What only picks out bodies stays in the words of the next: 办结率低于90%的单位有3个.
            if read or (token, "criterion") not in self.carried.dropped:
                used_to = max(used_to, read[-1].end if read else token.end)
            index += 1
        self.carried.found.extend(self.found)
        return self.found

    def figure(self, token: Token, following: Token | None, used_to: int) -> list[Found]:
        """What one figure says; more than one where several indicators or owners share it."""
        _, clause = self.clause_of(token.number_start)
        start = max(clause.start, min(used_to, token.start))
        bare = self.bare(start, token.start)
        if token.form is Form.RANK:
            return [read_rank(self, token, start, bare)]
        if token.form is Form.FULL_COVER:
            return read_full_cover(self, token, start, bare)
        if is_enumeration(self, token, start):
            return self._drop(token, "enumeration")
        if is_criterion(self, token, bare):
            self.carried.criterion = self.clean(bare) or self.carried.criterion
            return self._drop(token, "criterion")
        change = read_change(self, token, start, bare)
        return read_value(self, token, following, start, clause) if change is None else change

    def _drop(self, token: Token, rule: str) -> list[Found]:
        if (token, rule) not in self.carried.dropped:
            self.carried.dropped.append((token, rule))
        return []

    def _keep(self, read: list[Found]) -> None:
        """Add to what was found, and carry its indicator on."""
        self.found.extend(read)
        if not read:
            return
        self.carry_on(read[0])
        last = read[-1]
        if last.kind is Kind.RANK:
            self.carried.ranked = (last.raw, last.whose)
        elif not last.part_of and not SCORING.match(last.raw):
            if last.kind is not Kind.CHANGE or last.raw != self.carried.raw:
                self.carried.unit = "%" if last.unit == "百分点" else last.unit
            self.carried.raw = last.raw

    def _leave_bracket(self, token: Token) -> None:
        """What was spoken of in brackets ends with them."""
        _, clause = self.clause_of(token.number_start)
        while self._outside and self._outside[-1].depth >= clause.depth:
            outside = self._outside.pop()
            if outside.depth == clause.depth:
                self.carried.raw, self.carried.unit = outside.raw, outside.unit
        if clause.depth > self._depth:
            self._outside.append(_Outside(self._depth, self.carried.raw, self.carried.unit))
        self._depth = clause.depth

    def _is_ratio(self, tokens: tuple[Token, ...], index: int) -> bool:
        """Whether a figure and the next one are the two sides of a ratio: 师生比为1:15."""
        if index + 1 == len(tokens):
            return False
        first, second = tokens[index], tokens[index + 1]
        if second.unit is not None or max(first.value, second.value) >= _MOST_IN_RATIO:
            return False
        return (
            first.unit is None
            and self.text[first.end : second.start] == ":"
            and second.start == second.number_start
        )

    def _closes_range(self, token: Token) -> bool:
        """Whether the figure is the second of a range (1—2个) whose first was just read."""
        if not token.range_mate or not self.found:
            return False
        last = self.found[-1].token
        return last.range_mate and last.start == token.start

    @staticmethod
    def _next(tokens: tuple[Token, ...], index: int) -> Token | None:
        """The next figure, beyond the other end of a range."""
        token = tokens[index]
        later = index + 1
        if token.range_mate and later < len(tokens) and tokens[later].start == token.start:
            later += 1
        return tokens[later] if later < len(tokens) else None

    def _run(self, tokens: tuple[Token, ...], index: int) -> list[Token]:
        """The figures from `index` on that nothing but 、 and 和 separates: two or more, or none."""
        run = [tokens[index]]
        for token in tokens[index + 1 :]:
            between = self.text[run[-1].end : token.start]
            if token.range_mate or token.form is not run[0].form or not _JOINS.fullmatch(between):
                break
            run.append(token)
        dealt = len(run) > 1 and "分别" in self.text[self.sentence.start : run[0].start]
        return run if dealt else []

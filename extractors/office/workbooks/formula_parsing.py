"""The text of a formula as a tree, by openpyxl's tokens.

What belongs here: the grammar of `+ − × ÷`, brackets, comparisons, calls, references. What does not: values.
"""

from __future__ import annotations

from dataclasses import dataclass

from openpyxl.formula import Tokenizer
from openpyxl.formula.tokenizer import Token, TokenizerError

_BINDING = {"^": 5, "*": 4, "/": 4, "+": 3, "-": 3, "&": 2, "=": 1, "<>": 1, "<": 1, ">": 1, "<=": 1, ">=": 1}
_SIGN_BINDING = 6  # in a workbook -2^2 is 4
_MOST_DEPTH = 60  # brackets in brackets


class NotUnderstood(Exception):
    """The formula holds what is not evaluated here; its message says what."""


@dataclass(frozen=True, slots=True)
class Constant:
    value: float | str | bool


@dataclass(frozen=True, slots=True)
class Reference:
    """A cell or a range as written, such as C4, $C$4:$C$8 or 表二!C4."""

    text: str


@dataclass(frozen=True, slots=True)
class Operation:
    """An operator with one operand (a sign, a percent sign) or two."""

    operator: str
    operands: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Call:
    name: str
    arguments: tuple[Node | None, ...]


Node = Constant | Reference | Operation | Call


def parse_formula(text: str) -> Node:
    """The tree of a formula. Raises NotUnderstood."""
    try:
        tokens = [token for token in Tokenizer(text).items if token.type != Token.WSPACE]
    except (TokenizerError, IndexError) as error:
        raise NotUnderstood(str(error)) from error
    parser = _Parser(tokens)
    node = parser.expression(0)
    if parser.peek() is not None:
        raise NotUnderstood("more than one expression")
    return node


class _Parser:
    """Precedence climbing over the tokens."""

    def __init__(self, tokens: list[Token]) -> None:
        self._tokens = tokens
        self._position = 0
        self._depth = 0

    def peek(self) -> Token | None:
        return self._tokens[self._position] if self._position < len(self._tokens) else None

    def expression(self, least: int) -> Node:
        self._depth += 1
        if self._depth > _MOST_DEPTH:
            raise NotUnderstood("nested too deeply")
        left = self._operand()
        while (token := self.peek()) is not None:
            if token.type == Token.OP_POST:
                self._position += 1
                left = Operation("%", (left,))
                continue
            binding = _BINDING.get(token.value.strip()) if token.type == Token.OP_IN else None
            if binding is None and token.type == Token.OP_IN:
                raise NotUnderstood(f"the operator {token.value}")
            if binding is None or binding <= least:
                break
            self._position += 1
            left = Operation(token.value.strip(), (left, self.expression(binding)))
        self._depth -= 1
        return left

    def _operand(self) -> Node:
        token = self.peek()
        if token is None:
            raise NotUnderstood("an operand is missing")
        self._position += 1
        if token.type == Token.OP_PRE:
            inner = self.expression(_SIGN_BINDING)
            return Operation(token.value, (inner,))
        if token.type == Token.PAREN and token.subtype == Token.OPEN:
            inner = self.expression(0)
            self._close()
            return inner
        if token.type == Token.FUNC and token.subtype == Token.OPEN:
            return Call(token.value.rstrip("(").upper(), self._arguments())
        if token.type == Token.OPERAND:
            return _operand(token)
        raise NotUnderstood(f"“{token.value}”")

    def _arguments(self) -> tuple[Node | None, ...]:
        arguments: list[Node | None] = []
        empty = True
        while (token := self.peek()) is not None:
            if token.type == Token.FUNC and token.subtype == Token.CLOSE:
                self._position += 1
                if empty and arguments:
                    arguments.append(None)
                return tuple(arguments)
            if token.type == Token.SEP:
                if token.value != ",":
                    raise NotUnderstood("an array")
                self._position += 1
                if empty:
                    arguments.append(None)
                empty = True
                continue
            arguments.append(self.expression(0))
            empty = False
        raise NotUnderstood("a bracket is not closed")

    def _close(self) -> None:
        token = self.peek()
        if token is None or token.subtype != Token.CLOSE:
            raise NotUnderstood("a bracket is not closed")
        self._position += 1


def _operand(token: Token) -> Node:
    if token.subtype == Token.NUMBER:
        return Constant(float(token.value))
    if token.subtype == Token.TEXT:
        return Constant(token.value[1:-1].replace('""', '"'))
    if token.subtype == Token.LOGICAL:
        return Constant(token.value.upper() == "TRUE")
    if token.subtype == Token.RANGE:
        return Reference(token.value)
    raise NotUnderstood(f"“{token.value}”")

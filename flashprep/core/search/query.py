"""The search language: parses a query, and converts it back to text.

    deck:values tag:core is:due prop:lapses>=3 "exact words" -word (this or that)

If terms are next to each other, a card must match all of them. A query is parsed into a tree.
Terms in the tree contain their position in the query, so that an error message can point at the
position.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from flashprep.core.search.fields import VALUES
from flashprep.errors import FlashprepError
from flashprep.text import one_of

_FIELD = re.compile(r"([^\W\d_]+):(?!:)")
_BARE = re.compile(r'[^\s()"]+')
_PLAIN = re.compile(r'[^\s()":-][^\s()":]*')  # a text that needs no quotes
_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"', re.DOTALL)
_DEEPEST = 50


@dataclass(frozen=True, slots=True)
class Place:
    """A range of characters in a query."""

    query: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Text:
    """Matches if the card's key or text contains these words in this order, ignoring case."""

    text: str


@dataclass(frozen=True, slots=True)
class Term:
    """A criterion `name:value`. `place` is the position of the value in the query."""

    name: str
    value: str
    place: Place = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Not:
    """Matches if the inner query does not match."""

    query: "Query"


@dataclass(frozen=True, slots=True)
class Every:
    """Matches if all parts match. Without parts, every card matches."""

    parts: "tuple[Query, ...]"


@dataclass(frozen=True, slots=True)
class Either:
    """Matches if at least one part matches."""

    parts: "tuple[Query, ...]"


Query = Text | Term | Not | Every | Either


class SearchError(FlashprepError):
    """An error in a query; the message shows the query and points at the position."""

    code = "bad-search"

    def __init__(self, message: str, place: Place) -> None:
        shown = "".join(letter if letter.isprintable() else " " for letter in place.query)
        pointer = " " * place.start + "^" * max(1, place.end - place.start)
        super().__init__(f"{message}\n  {shown}\n  {pointer}", start=place.start, end=place.end)


def parse(text: str) -> Query:
    """Parses a query; raises SearchError if it contains an error."""
    return _Parser(text).whole()


def term(name: str, value: str) -> Query:
    """Returns the query `name:value`; raises SearchError if the value is not allowed."""
    text = f"{name}:{_quoted(value)}"
    return _term(name, value, Place(text, len(name) + 1, len(text)))


def every(queries: Collection[Query]) -> Query:
    """Returns a query that matches if all these queries match."""
    return next(iter(queries)) if len(queries) == 1 else Every(tuple(queries))


def to_text(query: Query) -> str:
    """Returns a query as text. Parsing this text returns an equal query."""
    match query:
        case Text(text):
            return text if _is_plain(text) else _quoted(text)
        case Term(name, value):
            is_bare = _BARE.fullmatch(value) and not value.startswith(":")
            return f"{name}:{value if is_bare else _quoted(value)}"
        case Not(part):
            return f"-{_inside(part)}"
        case Every(parts):
            return " ".join(map(_inside, parts))
        case Either(parts):
            return " or ".join(map(_inside, parts))


def terms(query: Query) -> Iterator[Term]:
    """Yields all terms of the query."""
    match query:
        case Term():
            yield query
        case Not(part):
            yield from terms(part)
        case Every(parts) | Either(parts):
            for each in parts:
                yield from terms(each)


# Parsing


@dataclass(frozen=True, slots=True)
class _Token:
    """A token: a parenthesis, a minus sign, "or", "and", a text, or a term. Texts and terms
    have a `query`."""

    kind: str
    start: int
    end: int
    query: Query | None = None


class _Parser:
    """Parses one query from left to right."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._tokens = list(_tokens(text))
        self._at = 0
        self._depth = 0

    def whole(self) -> Query:
        """Returns the query; raises SearchError if it contains an error."""
        if not self._tokens:
            return Every(())
        query = self._either()
        if self._at < len(self._tokens):  # only an extra ")" can end the parse early
            raise self._error("this ')' has no matching '('; remove it", self._tokens[self._at])
        return query

    def _either(self) -> Query:
        parts = [self._every()]
        while self._taken("or"):
            parts.append(self._every())
        return parts[0] if len(parts) == 1 else Either(tuple(parts))

    def _every(self) -> Query:
        parts = [self._one()]
        while self._taken("and") or self._kind() in ("query", "(", "-"):
            parts.append(self._one())
        return every(parts)

    def _one(self) -> Query:
        if self._at == len(self._tokens):
            raise self._error("a search term is missing at the end", None)
        token = self._tokens[self._at]
        self._at += 1
        if token.query is not None:
            return token.query
        if token.kind not in ("(", "-"):
            advice = "quote it to find the word" if token.kind in ("or", "and") else "add one"
            raise self._error("a search term is missing before this; " + advice, token)
        self._depth += 1
        if self._depth > _DEEPEST:
            raise self._error("this is nested too deeply; simplify the search", token)
        query = Not(self._one()) if token.kind == "-" else self._either()
        if token.kind == "(" and not self._taken(")"):
            raise self._error("this '(' is not closed; add ')'", token)
        self._depth -= 1
        return query

    def _kind(self) -> str:
        return self._tokens[self._at].kind if self._at < len(self._tokens) else ""

    def _taken(self, kind: str) -> bool:
        if self._kind() != kind:
            return False
        self._at += 1
        return True

    def _error(self, message: str, token: _Token | None) -> SearchError:
        end = len(self._text)
        place = (token.start, token.end) if token else (end, end)
        return SearchError(message, Place(self._text, *place))


def _tokens(text: str) -> Iterator[_Token]:
    at = 0
    while at < len(text):
        letter, following = text[at], text[at + 1 : at + 2]
        if letter.isspace():
            at += 1
            continue
        if letter in "()" or (letter == "-" and following and following not in " )\t\n"):
            token = _Token(letter, at, at + 1)
        elif letter == '"':
            value, end = _quote(text, at)
            token = _Token("query", at, end, Text(value))
        else:
            token = _word(text, at)
        yield token
        at = token.end


def _word(text: str, start: int) -> _Token:
    found = _BARE.match(text, start)
    assert found is not None
    word, end = found[0], found.end()
    if word.lower() in ("or", "and"):
        return _Token(word.lower(), start, end)
    named = _FIELD.match(word)
    if named is None:
        return _Token("query", start, end, Text(word))
    name, value, at = named[1].lower(), word[named.end() :], start + named.end()
    if not value and text[end : end + 1] == '"':
        value, end = _quote(text, end)
    elif not value and name not in VALUES:  # a word before a colon
        return _Token("query", start, end, Text(word))
    if name not in VALUES:
        raise SearchError(
            f"unknown field '{name}:'{one_of(name, VALUES)} (quote it to find the text)",
            Place(text, start, at),
        )
    return _Token("query", start, end, _term(name, value, Place(text, at, end)))


def _quote(text: str, start: int) -> tuple[str, int]:
    found = _QUOTED.match(text, start)
    if found is None:
        place = Place(text, start, start + 1)
        raise SearchError("this quotation mark is not closed; add another one", place)
    value = re.sub(r'\\(["\\])', r"\1", found[1])
    if not value:
        raise SearchError(
            "there is no text between these quotes", Place(text, start, found.end())
        )
    return value, found.end()


def _term(name: str, value: str, place: Place) -> Term:
    """Returns the term; raises SearchError if the value is not allowed."""
    if not value:
        raise SearchError(f"'{name}:' needs a value after it", place)
    try:
        return Term(name, VALUES[name](value), place)
    except ValueError as error:
        raise SearchError(str(error), place) from None


def _inside(query: Query) -> str:
    """Returns an inner query as text. If the inner query consists of several parts, the text is
    in parentheses."""
    text = to_text(query)
    return f"({text})" if isinstance(query, Every | Either) else text


def _is_plain(text: str) -> bool:
    return bool(_PLAIN.fullmatch(text)) and text.lower() not in ("or", "and")


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'

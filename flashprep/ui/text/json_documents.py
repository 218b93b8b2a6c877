"""Encodes views as JSON documents.

A view is a dataclass with the result of a command. Its fields are encoded in order, unless its
class has a `FORM`. A form lists the JSON names in order. A term of a form is one of these:
`name`; `name=path.to.attribute`; `name?`, whose value is null if it is empty; `name(form)` for
a nested view or a list of views; `*name` or `*name(form)`, which replaces a nested view by its
fields. A rating or a type of event is encoded as its name, and any other enum as its value.
Days and dates become ISO dates.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from enum import IntEnum
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from flashprep.core.events import EventKind

JSON_VERSION = 1
"""The version of the JSON documents. It increases when names or types change."""

_TERM = re.compile(r"(\*)?(?:(\w+)=)?([\w.]+)(\?)?(\()?|\)")
_DAY = re.compile(r"today|(?:.*(?<!_a)_)?day")  # matches the names of fields with a study day


class _Term(NamedTuple):
    """A term of a form: the JSON name and the attribute path of its value."""

    name: str
    path: tuple[str, ...]
    is_inline: bool
    may_be_null: bool
    form: "_Form"


_Form = tuple[_Term, ...]


def document(command: str, view: object = None, **values: object) -> dict[str, Any]:
    """The JSON document of a command. The content is `view` or, without a view, `values` by
    name."""
    content = plain(values if view is None else view)
    return {"version": JSON_VERSION, "command": command, **content}


def plain(value: Any, form: _Form = (), name: str = "") -> Any:  # noqa: ANN401 - any view
    """The value as JSON data. A study day is recognized by the JSON name `name`."""
    if value is None or isinstance(value, str | float):
        return value
    if isinstance(value, tuple | list):
        name = name.removesuffix("s")
        return [dict(_chosen(each, form)) if form else plain(each, (), name) for each in value]
    if isinstance(value, Mapping):
        return {str(key): plain(each) for key, each in value.items()}
    if isinstance(value, IntEnum | EventKind):
        return value.name.lower()
    if form := form or _form_of(value.__class__):
        return dict(_chosen(value, form))
    if type(value) is int and _DAY.fullmatch(name):
        value = date.fromordinal(value)
    return str(value) if isinstance(value, date | Path) else value


def _chosen(view: object, form: _Form) -> Iterator[tuple[str, Any]]:
    for term in form:
        value: Any = view
        for each in term.path:
            if value is not None:
                value = value[int(each)] if each.isdigit() else getattr(value, each)
        if not term.is_inline:
            value = value or None if term.may_be_null else value
            yield term.name, plain(value, term.form, term.name)
        elif value is not None:
            yield from plain(value, term.form).items()


@cache
def _form_of(view: type) -> _Form:
    """The form of a class, or () if the class is not a view."""
    if form := getattr(view, "FORM", ""):
        return _read(_TERM.finditer(form))
    names = [each.name for each in fields(view)] if is_dataclass(view) else []
    return tuple(
        _Term(name, (name,), is_inline=False, may_be_null=False, form=()) for name in names
    )


def _read(tokens: Iterator[re.Match[str]]) -> _Form:
    found = []
    for token in tokens:
        if token[0] == ")":
            break
        star, name, path, may_be_null, opens = token.groups()
        parts = tuple(path.split("."))
        form = _read(tokens) if opens else ()
        found.append(_Term(name or parts[-1], parts, bool(star), bool(may_be_null), form))
    return tuple(found)

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, ClassVar

import pytest

from flashprep.core.events import EventKind
from flashprep.core.memory import Rating
from flashprep.ui.text.json_documents import document, plain


@dataclass(frozen=True)
class Inner:
    """What stands in a view."""

    name: str
    due_day: int


@dataclass(frozen=True)
class Plain:
    """A view without a form."""

    zebra: int
    answer: Inner | None
    today: int = 1
    reviews_a_day: int = 1
    days: tuple[int, ...] = (1, 2)


@dataclass(frozen=True)
class Formed:
    """A view with a form."""

    FORM: ClassVar = (
        "often=count empty? inner(name) *inner(due_day) rows(first=0) far=inner.name"
    )
    inner: Inner | None
    count: int = 3
    empty: str = ""
    rows: tuple[tuple[str, int], ...] = (("a", 1), ("b", 2))
    hidden: str = "not told"


def test_a_view_is_told_field_by_field() -> None:
    """Without a form names and order are those of the fields; days are dates, and what happens
    so often a day is a number."""
    assert list(plain(Plain(2, None)).items()) == [
        *(("zebra", 2), ("answer", None), ("today", "0001-01-01"), ("reviews_a_day", 1)),
        ("days", ["0001-01-01", "0001-01-02"]),
    ]
    assert plain(Plain(2, Inner("x", 3)))["answer"] == {"name": "x", "due_day": "0001-01-03"}


def test_a_form_chooses_names_and_renames() -> None:
    """A form says which names there are, in which order, and what stands for nothing."""
    assert list(document("any", Formed(Inner("x", 3))).items()) == [
        *(("version", 1), ("command", "any"), ("often", 3), ("empty", None)),
        *(("inner", {"name": "x"}), ("due_day", "0001-01-03")),
        *(("rows", [{"first": "a"}, {"first": "b"}]), ("far", "x")),
    ]


def test_what_is_not_there_is_null_or_left_out() -> None:
    """What is not there is null; what would stand among the others is left out."""
    told = plain(Formed(None))
    assert (told["inner"], told["far"], "due_day" in told) == (None, None, False)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (Rating.GOOD, "good"),
        (EventKind.SET_DUE, "set_due"),
        (date(2026, 12, 18), "2026-12-18"),
        (Path("decks/a.yaml"), "decks/a.yaml"),
        ({EventKind.FLAG: (1, 2.5)}, {"flag": [1, 2.5]}),
        (True, True),
    ],
)
def test_values(value: Any, expected: Any) -> None:
    """Enums are their values, ratings their names, dates ISO dates, paths and tuples plain."""
    assert plain(value) == expected

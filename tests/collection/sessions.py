"""Studying and practicing through sessions alone, as a front end would that has no terminal.

Run as a program with a folder to make the collection in, it prints the names of all modules
that it took.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flashprep.app.practice.session import SpokenStage
from flashprep.app.study.session import Session
from flashprep.app.study.session_bounds import Bound, Bounds
from flashprep.app.study.turn import Stage, Turn
from flashprep.collection import Collection
from flashprep.core.answers.checklist import ShownPart
from flashprep.core.events import EventKind
from flashprep.core.memory import Rating
from flashprep.core.search.card_filter import CardFilter
from flashprep.core.search.query import parse
from tests.collection.folders import NOON, Folder, assert_sound

DECK = """
- framework: Crisis
  steps: [Assess, Contain, Repair]
- basic: "Which law?"
  answer: "Little's law"
  id: law
- basic: "Which three?"
  answer: "- speed\\n- cost\\n- quality"
  id: three
- basic: "And why?"
  answer: "Since what is asked for in a hurry is seldom thought through to its end."
  id: why
- questions: Bank
  probes: crisis
  ask:
    - {ask: Tell me of a crisis., id: crisis, follow_ups: [What did it cost?]}
    - {ask: When did you fail?, id: failure}
"""


class Clock:
    """A clock that stands until it is set."""

    now_ms = NOON

    def __call__(self) -> int:
        """The instant it shows."""
        return self.now_ms


@contextmanager
def studied(path: Path) -> Iterator[Collection]:
    """The collection of `DECK`, whose state follows from its logs in the end."""
    with Folder(path, deck=DECK).opened() as collection:
        yield collection
        assert_sound(collection)


def begun(collection: Collection, clock: Clock, query: str) -> tuple[Session, Turn]:
    """A session with what is found, and the turn of its first card."""
    session = collection.session(clock, cards=CardFilter(queries=(parse(query),)))
    assert session.sync() == ()
    assert session.advance()
    assert session.card
    return session, Turn(session.card)


def typed(turn: Turn, text: str) -> None:
    """Type a line."""
    for letter in text:
        turn.type("space" if letter == " " else letter)
    turn.type("enter")


def meet_and_rate(collection: Collection, clock: Clock) -> None:
    """A note is shown before its first card, which can only then be rated; the rating is taken
    back, and counts again."""
    session, turn = begun(collection, clock, "note:crisis")
    assert [each.sheet.key for each in session.meetings] == ["crisis"]
    asked = [session.asks]
    session.met()
    assert [*asked, session.asks] == [False, True]
    session.prepare()
    card = turn.card
    assert (turn.stage, turn.rating, turn.proposed) == (Stage.FRONT, Rating.GOOD, None)
    turn.show()
    assert turn.stage is Stage.BACK
    assert session.preview().keys() == set(Rating)
    answered = session.answer(turn.rating, turn.result)
    assert answered
    assert answered.review.rating is Rating.GOOD
    assert (session.card, session.progress().given) == (None, 1)
    undone = session.undo()
    assert undone
    assert undone.card_keys == (card.key,)
    assert (list(session.given), session.advance(), session.card) == ([], True, card)
    assert session.redo()
    assert [each.key for each in session.given] == [card.key]


def mark(collection: Collection, clock: Clock) -> None:
    """A card is flagged, and suspended; both are taken back."""
    session, turn = begun(collection, clock, "note:law")
    assert [session.flag(), session.flag(), session.flag()] == [1, 0, 1]
    assert session.marked.flags() == [1]
    session.mark(EventKind.SUSPEND)
    assert session.marked.count_of(EventKind.SUSPEND) == 1
    for _ in range(4):
        session.undo()
    assert (session.marked.flags(), session.marked.count_of(EventKind.SUSPEND)) == ([], 0)
    assert session.advance()
    assert session.card == turn.card


def tick(collection: Collection, clock: Clock) -> None:
    """The parts of an answer are shown one by one, and one that was missed makes it Again."""
    session, turn = begun(collection, clock, "note:three")
    turn.show()
    assert turn.shown.parts == (ShownPart("speed"), ShownPart(), ShownPart())
    turn.tick(passed=True)
    turn.tick(passed=False)
    assert turn.untick()
    turn.tick(passed=False)
    assert (turn.stage, turn.result) == (Stage.TICKING, ())
    assert turn.shown.parts[1:] == (ShownPart("cost", recalled=False), ShownPart("quality"))
    turn.tick(passed=True)
    assert (turn.stage, turn.rating) == (Stage.BACK, Rating.AGAIN)
    assert session.answer(turn.rating, turn.result)
    assert session.given[-1].parts == (("1", True), ("2", False), ("3", True))


def type_answers(collection: Collection, clock: Clock) -> None:
    """A short answer is compared, a list found item by item, own words are shown again."""
    collection.undo(clock())
    session, turn = begun(collection, clock, "note:three")
    turn.begin_typing()
    typed(turn, "cost")
    typed(turn, "beauty")
    shown = turn.shown
    assert shown.parts == (ShownPart(), ShownPart("cost", recalled=True), ShownPart())
    assert (shown.wrong, shown.stage) == (("beauty",), Stage.TYPING)
    turn.type("enter")
    assert (turn.stage, turn.rating, turn.untick()) == (Stage.BACK, Rating.AGAIN, False)
    assert [passed for _, passed in turn.result] == [False, True, False]
    session.answer(turn.rating, turn.result)

    law = Turn(collection.card("law/basic").card, typing=True)
    typed(law, "littles law")
    assert (law.stage, law.rating, law.proposed) == (Stage.BACK, Rating.GOOD, Rating.GOOD)
    assert law.shown.comparison
    why = Turn(collection.card("why/basic").card, typing=True)
    typed(why, "Haste")
    assert (why.shown.typed_lines, why.proposed, why.rating) == (("Haste",), None, Rating.GOOD)
    assert why.edited(why.card).shown.stage is Stage.BACK


def cram(collection: Collection, clock: Clock) -> None:
    """Cramming goes on until each card was recalled once, or until a bound, and moves none."""
    before = collection.states.every()
    session = collection.cram_session(clock, cards=CardFilter(queries=(parse("law or why"),)))
    ratings = iter([Rating.AGAIN, Rating.GOOD, Rating.GOOD])
    keys = []
    while session.advance():
        session.meetings.clear()
        assert session.card
        keys.append(session.card.key)
        assert session.preview() == {}
        assert session.answer(next(ratings)) is None
    assert keys == ["law/basic", "why/basic", "law/basic"]
    assert (session.left(), session.bound_reached()) == ([], None)
    assert collection.states.every() == before


def reach_bounds(collection: Collection, clock: Clock) -> None:
    """A session ends at each of its bounds, and says which it was."""
    for bounds, bound in (
        (Bounds(minutes=1), Bound.MINUTES),
        (Bounds(cards=1), Bound.CARDS),
        (Bounds(new=0), Bound.NEW),
    ):
        session = collection.session(
            clock, cards=CardFilter(queries=(parse("law or why or three"),)), bounds=bounds
        )
        while session.advance():
            clock.now_ms += 60_000
            session.answer(Rating.EASY)
        assert session.bound_reached() is bound
        while session.given:
            session.undo()


def know(collection: Collection, clock: Clock) -> None:
    """A note that is said to be known leaves the session, and comes on a later day."""
    session = collection.session(clock, cards=CardFilter(queries=(parse("note:why"),)))
    assert session.advance()
    assert session.know().keys == ("why/basic",)
    assert (session.card, session.advance()) == (None, False)


def practice(collection: Collection, clock: Clock) -> None:
    """Questions are answered by the clock, ticked, rated, kept, and taken back."""
    session = collection.practice_session(clock, parse(""), aim_s=60)
    assert session.advance()
    answer = session.at_hand
    assert answer.prompt.key == "bank/crisis"
    session.go_on()
    assert (answer.follow_ups_left, answer.stage) == (0, SpokenStage.SPEAKING)
    clock.now_ms += 5_000
    session.go_on()
    clock.now_ms += 5_000
    assert (answer.lasted_ms(clock()), answer.stage) == (5_000, SpokenStage.TICKING)
    session.tick(had=True)
    session.tick(had=True)
    assert session.undo() == ""
    session.tick(had=False)
    session.tick(had=False)
    assert (answer.stage, answer.proposed) == (SpokenStage.RATING, Rating.HARD)
    session.rate()
    assert (answer.stage, answer.rating) == (SpokenStage.DONE, Rating.HARD)
    assert session.advance()
    assert session.at_hand.prompt.key == "bank/failure"
    assert session.undo() == ""
    assert (session.at_hand, answer.stage) == (answer, SpokenStage.RATING)
    assert session.undo() == ""
    session.tick(had=True)
    session.rate(Rating.EASY)
    assert session.advance()
    assert session.at_hand.prompt.key == "bank/failure"
    assert not session.advance()
    assert [(each.prompt.key, each.rating) for each in session.answered] == [
        ("bank/crisis", Rating.EASY)
    ]
    collection.session(clock).undo()
    elsewhere = collection.practice_session(clock, parse(""))
    assert elsewhere.advance()
    assert elsewhere.undo() is None


def all_of_it(path: Path) -> None:
    """A day of study, and practice."""
    with studied(path) as collection:
        collection.sync(NOON)
        clock = Clock()
        for part in (meet_and_rate, mark, tick, type_answers, cram, reach_bounds, know):
            part(collection, clock)
        practice(collection, clock)


if __name__ == "__main__":
    all_of_it(Path(sys.argv[1]))
    print(*sys.modules)  # noqa: T201 - it is a program

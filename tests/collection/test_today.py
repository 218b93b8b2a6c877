from pathlib import Path

import pytest

from flashprep.collection import Collection
from flashprep.core.events import EventKind
from flashprep.core.memory import Rating
from flashprep.core.queue.order import Reason
from flashprep.core.search.card_filter import CardFilter
from tests.collection.folders import DAY, HOUR, MINUTE, NOON, Folder, steps

FAMILIES = """
- framework: Crisis response
  use: an outage
  cues: [What do you do first in an outage?]
  joints: [Assess]
  steps:
    - name: Assess
      meaning: how bad is it
      minutes: 5
      includes: [users hit, data lost, money lost, trust lost]
    - name: Contain
      meaning: stop the damage
      minutes: 10
      includes: [roll back, switch off]
    - {name: Repair, meaning: mend the cause, minutes: 15}
    - {name: Learn, meaning: write it down, minutes: 30}
- framework: STAR
  steps:
    - S: Situation — where it was
    - T: Task — what was asked
    - A: Action — what you did
    - R: Result — what came of it
- rubric: Design review
  use: judging a design
  steps:
    - Clarity: [goals, limits]
    - Risk: [what breaks, what it costs, who notices, what is next]
    - Cost
- value: Bias for action
  company: Acme
  means: speed matters
  shows: you decide with what you know
  prepare: a story of a quick call
  cues: [Tell me of a decision without data]
- levels: Ladder
  attributes: [Scope, Strategy]
  ladder:
    - {level: Manager, code: M1, expects: {Scope: a team, Strategy: a quarter}}
    - {level: Director, code: D1, expects: {Scope: a group, Strategy: a year}}
    - {level: VP, code: V1, expects: {Scope: a division, Strategy: three years}}
- terms: Radar
  items:
    - Adopt: use it
    - Trial: try it in one place
    - Assess: read about it
- basic: What is a radar for?
  answer: deciding what to try
  id: radar-use
- cloze: "{{c1::Consistency}}, {{c2::availability}}, {{c3::partitions}}: choose {{c4::two}}"
  id: cap
"""


def study_day(collection: Collection, at_ms: int, rating: Rating = Rating.GOOD) -> list[str]:
    """Answer what the queue gives until it gives nothing more; the keys, in their order.

    Each card was not there before on that day unless its step asked for it, nor was it
    revealed before."""
    reveals = {key: row.card.reveals for key, row in collection.catalog.cards().items()}
    shown: list[str] = []
    given_away: set[str] = set()
    while True:
        queue = collection.queue(at_ms)
        card = queue.next(at_ms)
        if card is None:
            if not queue.waiting:
                return shown
            at_ms = queue.waiting[0].due_at_ms or at_ms
            continue
        assert (card.key in shown) == card.shown_today
        assert card.shown_today or card.key not in given_away
        assert card.reason is Reason.LEARNING or not card.shown_today
        shown.append(card.key)
        given_away.update(reveals[card.key])
        collection.answer(card.key, rating, at_ms)
        at_ms += 10_000


def test_no_starvation(tmp_path: Path) -> None:
    """In 60 days, all answers good, every card of a family of each kind is introduced, and
    no card comes after one that reveals it."""
    folder = Folder(tmp_path, families=FAMILIES)
    folder.settings('time_zone = "UTC"', "new_cards_a_day = 5")
    folder.sync()
    with folder.opened() as collection:
        introduced: set[str] = set()
        for day in range(60):
            introduced.update(study_day(collection, NOON + day * DAY))
        assert introduced == set(collection.catalog.cards())


def test_many_that_wait(tmp_path: Path) -> None:
    """However many new cards have to wait, those behind them are found."""
    gaps = " ".join(f"{{{{c{number}::gap {number}}}}}" for number in range(1, 400))
    terms = "".join(f"\n    - Term {number}: meaning {number}" for number in range(50))
    folder = Folder(
        tmp_path,
        a=f"- cloze: '{gaps}'\n  id: gaps",
        b=f"- terms: Words\n  items:{terms}",
    )
    folder.sync()
    with folder.opened() as collection:
        ready = [card.key for card in collection.queue(NOON).ready]
    assert ready == ["gaps/c1/cloze", *(f"words/term-{n}/means" for n in range(19))]


def test_limits(tmp_path: Path) -> None:
    """Both daily limits hold through the day, and count what was done already."""
    names = [f"Step {number}" for number in range(9)]
    folder = Folder(tmp_path, a=steps("Plan", names))
    folder.settings('time_zone = "UTC"', "new_cards_a_day = 4", "reviews_a_day = 3")
    folder.sync()
    keys = [f"plan/step-{number}/step" for number in range(9)]
    with folder.opened() as collection:
        assert [card.key for card in collection.queue(NOON).ready] == keys[:4]
        collection.answer(keys[0], Rating.EASY, NOON)
        assert [card.key for card in collection.queue(NOON).ready] == keys[1:4]
        for key in keys[1:5]:
            collection.answer(key, Rating.EASY, NOON)
        assert not collection.queue(NOON).ready
        later = NOON + 40 * DAY
        ready = collection.queue(later).ready
        assert [card.reason for card in ready] == [Reason.DUE] * 3 + [Reason.NEW] * 4
        collection.answer(ready[0].key, Rating.GOOD, later)
        assert [card.key for card in collection.queue(later).ready] == [
            card.key for card in ready[1:]
        ]


def test_new_ones_are_no_reviews(tmp_path: Path) -> None:
    """Cards introduced today do not count towards the limit of reviews."""
    notes = [f"- {{basic: Q{number}?, answer: A, id: q{number}}}" for number in range(9)]
    folder = Folder(tmp_path, a="\n".join(notes))
    folder.settings('time_zone = "UTC"', "new_cards_a_day = 4", "reviews_a_day = 2")
    folder.sync()
    with folder.opened() as collection:
        for number in range(4):
            collection.answer(f"q{number}/basic", Rating.EASY, NOON)
        later = NOON + 40 * DAY
        collection.answer("q4/basic", Rating.EASY, later)
        reasons = [card.reason for card in collection.queue(later).ready]
        assert reasons == [Reason.DUE] * 2 + [Reason.NEW] * 3


def test_most_overdue_first(tmp_path: Path) -> None:
    """While there is room for all that is due, what is overdue longest comes first; of more
    than that, those of which waiting loses most."""
    names = [f"q{number}" for number in range(6)]
    folder = Folder(
        tmp_path, a="\n".join(f"- {{basic: Q?, answer: A, id: {n}}}" for n in names)
    )
    folder.settings('time_zone = "UTC"', "reviews_a_day = 6", "new_cards_a_day = 0")
    folder.sync()
    with folder.opened() as collection:
        for number, name in enumerate(names):
            collection.answer(f"{name}/basic", Rating.EASY, NOON - 5 * number * DAY)
        ready = [card.key for card in collection.queue(NOON + 90 * DAY).ready]
        assert ready == [f"{name}/basic" for name in reversed(names)]
    folder.settings('time_zone = "UTC"', "reviews_a_day = 4", "new_cards_a_day = 0")
    with folder.opened() as collection:
        ready = [card.key for card in collection.queue(NOON + 90 * DAY).ready]
        assert ready == [f"{name}/basic" for name in names[:4]]


def test_undone_is_as_if_not_given(tmp_path: Path) -> None:
    """After an undo the queue is what it was before the answer."""
    folder = Folder(tmp_path, families=FAMILIES)
    folder.sync()
    with folder.opened() as collection:
        before = collection.queue(NOON)
        for card in before.ready[:6]:
            collection.answer(card.key, Rating.GOOD, NOON)
        for _ in range(6):
            collection.undo(NOON + HOUR)
        assert collection.queue(NOON) == before


def test_step_over_the_end_of_the_day(tmp_path: Path) -> None:
    """A step begun before the day ends and over in the next one waits until it is over."""
    folder = Folder(tmp_path, a=steps("Plan", ["One", "Two", "Three"]))
    folder.settings('time_zone = "UTC"', "new_cards_a_day = 1")
    folder.sync()
    four = NOON + 16 * HOUR
    with folder.opened() as collection:
        collection.answer("plan/one/step", Rating.AGAIN, four - MINUTE)
        assert not collection.queue(four - 1).waiting
        queue = collection.queue(four)
        assert [card.key for card in queue.waiting] == ["plan/one/step"]
        over = collection.queue(four + 9 * MINUTE)
        assert over.ready[0].key == "plan/one/step"


def test_marks(tmp_path: Path) -> None:
    """A suspended card is not asked until it is brought back; a buried one until the next
    study day."""
    folder = Folder(tmp_path, a=steps("Plan", ["One", "Two", "Three"]))
    folder.sync()
    with folder.opened() as collection:

        def ready(now_ms: int) -> list[str]:
            return [card.key.split("/")[1] for card in collection.queue(now_ms).ready]

        collection.mark("plan/one/step", EventKind.SUSPEND, NOON)
        collection.mark("plan/two/step", EventKind.BURY, NOON)
        assert ready(NOON) == ["three"]
        assert ready(NOON + DAY) == ["two", "three"]
        collection.mark("plan/one/step", EventKind.UNSUSPEND, NOON)
        assert ready(NOON) == ["one", "three"]


@pytest.mark.parametrize(
    "name", ["B", "a::b", "A::B::C", "c"], ids=["level", "two", "whole", "lowest"]
)
def test_deck_names(tmp_path: Path, name: str) -> None:
    """A deck is meant by its name, or by some of its levels, in whatever case."""
    folder = Folder(tmp_path)
    path = tmp_path / "decks" / "a" / "b" / "c.yaml"
    path.parent.mkdir(parents=True)
    path.write_text("notes: [{basic: Q?, answer: A, id: q}]", encoding="utf-8")
    folder.write("other", "- {basic: Q?, answer: A, id: other}")
    folder.sync()
    with folder.opened() as collection:
        assert collection.match_decks([name]) == frozenset({"A::B::C"})
        assert [card.key for card in collection.queue(NOON, CardFilter((name,))).ready] == [
            "q/basic"
        ]

"""Notes that a person says to know: asked later, counted by the person's word, no review."""

from pathlib import Path

import pytest

from flashprep.app.prep.interviews import set_interview
from flashprep.app.prep.plan_input import plan_of, problem_of, todays_list_of
from flashprep.app.prep.readiness import readiness_of
from flashprep.app.prep.siblings import without_resting
from flashprep.app.study.candidates import Wanted
from flashprep.app.study.known_notes import MOST_DAYS, mark_known, note_cards
from flashprep.app.upkeep.simulate import plain_recall
from flashprep.core.by_word import BY_WORD
from flashprep.core.interviews import Interview
from flashprep.core.planner.plan import Why
from flashprep.errors import FlashprepError
from flashprep.store.log_checks import count_counting
from tests.collection.folders import DAY, NOON, Folder, assert_sound, steps

NOTE = steps("Crisis", ["Assess", "Contain", "Repair", "Learn"])
OTHER = steps("Debt", ["Measure", "Rank", "Repay"])
TODAY = NOON // DAY + 719_163


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """Two notes, of four cards and of three."""
    folder = Folder(tmp_path, a=f"{NOTE}\n{OTHER}")
    folder.sync()
    return folder


def know(folder: Folder, note: str, at_ms: int = NOON) -> dict[str, int]:
    """`flashprep know NOTE`: in how many days each card is asked."""
    with folder.opened() as collection:
        today = collection.today(at_ms)
        mark_known(collection, note_cards(collection, note, at_ms), at_ms)
        assert_sound(collection)
        marks = {key: s.marks.known_until_day for key, s in collection.states.every().items()}
    return {key: day - today for key, day in marks.items() if day is not None}


def new_cards(folder: Folder, at_ms: int, *, plan: bool = False) -> list[str]:
    """The cards of that day's queue."""
    with folder.opened() as collection:
        queue = collection.agenda(Wanted(plan=plan), at_ms).queue(at_ms)
        return [card.key for card in queue.ready]


def interview(folder: Folder, days: int, minutes: int = 20) -> None:
    """An interview in so many days."""
    with folder.opened() as collection:
        set_interview(collection, Interview("i", TODAY + days, minutes=minutes), NOON)


def test_cards_are_spread_over_three_weeks(folder: Folder) -> None:
    """Without an interview each card comes on a day of its own, in 21 days at the latest."""
    days = know(folder, "crisis")
    assert len(days) == 4
    assert len(set(days.values())) == 4
    assert all(1 <= each <= MOST_DAYS for each in days.values())
    assert max(days.values()) - min(days.values()) >= MOST_DAYS // 2


@pytest.mark.parametrize(("ahead", "latest"), [(30, 15), (10, 5), (3, 1), (1, 1), (90, 21)])
def test_cards_come_no_later_than_halfway(folder: Folder, ahead: int, latest: int) -> None:
    """With an interview ahead they come in half the days to it at the latest, or tomorrow."""
    interview(folder, ahead)
    days = know(folder, "crisis")
    assert all(1 <= each <= latest for each in days.values())


@pytest.mark.parametrize("plan", [False, True])
def test_a_card_is_asked_on_its_day_and_not_before(folder: Folder, *, plan: bool) -> None:
    """Until its day a card is in no queue; then it comes before other new ones, as a new card,
    and its review ends what was said."""
    interview(folder, 40)
    days = know(folder, "crisis")
    assert not days.keys() & set(new_cards(folder, NOON, plan=plan))
    first = min(days, key=lambda key: days[key])
    at_ms = NOON + days[first] * DAY
    assert first not in new_cards(folder, at_ms - DAY, plan=plan)
    assert first == new_cards(folder, at_ms, plan=plan)[0]
    folder.answer(first, at_ms=at_ms)
    assert folder.reps(first) == 1
    with folder.opened() as collection:
        assert collection.standing(first).marks.known_until_day is None


def test_one_undo_takes_it_back(folder: Folder) -> None:
    """All cards of the note are one act; undone they are new as before, and redo says it
    again."""
    before = new_cards(folder, NOON)
    days = know(folder, "crisis")
    with folder.opened() as collection:
        undone = collection.undo(NOON + 1)
        assert undone is not None
        assert set(undone.card_keys) == days.keys()
    assert new_cards(folder, NOON) == before
    with folder.opened() as collection:
        collection.redo(NOON + 2)
        assert_sound(collection)
        assert all(collection.standing(key).is_known for key in days)


def test_it_is_no_review(folder: Folder) -> None:
    """Nothing of it is in the review log, in retention or in calibration."""
    know(folder, "crisis")
    with folder.opened() as collection:
        assert collection.logs.reviews_by_card() == {}
        assert count_counting(collection.database, collection.logs) == 0


def test_only_new_cards_are_said_to_be_known(folder: Folder) -> None:
    """A card that was reviewed is scheduled by its reviews; where none is new, that is said."""
    folder.answer("crisis/assess/step")
    assert "crisis/assess/step" not in know(folder, "crisis")
    with (
        folder.opened() as collection,
        pytest.raises(FlashprepError, match="none of these cards is new"),
    ):
        mark_known(collection, note_cards(collection, "crisis", NOON), NOON)


def test_forgetting_ends_it(folder: Folder) -> None:
    """A card that is forgotten is new, and known no longer."""
    from flashprep.core.events import EventKind

    days = know(folder, "crisis")
    folder.mark(next(iter(days)), EventKind.FORGET, NOON + DAY)
    with folder.opened() as collection:
        assert not collection.standing(next(iter(days))).is_known
        assert_sound(collection)


def test_it_counts_by_the_persons_word(folder: Folder) -> None:
    """Readiness counts such a card with .85 now, and the plan with about that on the day; both
    say how many they are."""
    interview(folder, 20)
    know(folder, "crisis")
    with folder.opened() as collection:
        ready = readiness_of(collection, NOON)
        assert ready is not None
        assert ready.by_word == 4
        crisis = next(each for each in ready.topics if each.topic.key == "crisis")
        assert crisis.now == pytest.approx(BY_WORD)
        assert crisis.unseen == 4
        problem = problem_of(collection, NOON)
        assert problem is not None
        forecast = plan_of(problem).cards
        idle = problem.outcomes()
        for card in problem.cards:
            if card.asked_day is not None:
                assert card.memory is not None
                assert card.last_day is not None
                days = TODAY + 20 - card.last_day
                assert idle.recall(card.memory.stability, days) == pytest.approx(BY_WORD)
                assert (forecast[card.key].recall[0] or 0) >= BY_WORD - 0.01


def test_without_a_plan_it_counts_alike(folder: Folder) -> None:
    """What FSRS alone would bring counts such a card by the person's word too, not as one never
    seen: with no time to study it is what is recalled of it."""
    interview(folder, 2, minutes=0)
    with folder.opened() as collection:
        problem = problem_of(collection, NOON)
        assert problem is not None
        assert plain_recall(collection, problem) == 0
    know(folder, "crisis")
    with folder.opened() as collection:
        problem = problem_of(collection, NOON)
        assert problem is not None
        assert plain_recall(collection, problem) == pytest.approx(BY_WORD * 4 / 7, abs=0.01)


def test_the_plan_says_why(folder: Folder) -> None:
    """Today's list leaves such a card out until its day, and asks it then whatever it gains."""
    interview(folder, 20)
    days = know(folder, "crisis")
    key = min(days, key=lambda each: days[each])
    with folder.opened() as collection:
        problem = problem_of(collection, NOON)
        assert problem is not None
        found = todays_list_of(problem)
        assert found.left_out[key].why is Why.KNOWN
        assert found.left_out[key].next_day == TODAY + days[key]
        assert key not in {card.key for card in without_resting(collection, problem).cards}
        later = problem_of(collection, NOON + days[key] * DAY)
        assert later is not None
        assert (key, Why.ASKED) in {(t.key, t.why) for t in todays_list_of(later).tasks}


def test_a_renamed_card_stays_known(folder: Folder) -> None:
    """What was said follows a card to its new key."""
    days = know(folder, "crisis")
    folder.write("a", f"{NOTE.replace('Crisis', 'Crises')}\n{OTHER}")
    folder.sync(NOON + DAY)
    with folder.opened() as collection:
        standing = collection.standing("crises/assess/step")
        assert standing.is_known
        assert standing.marks.known_until_day == TODAY + days["crisis/assess/step"]
        assert_sound(collection)


def test_a_card_outside_the_interview_is_not_asked(folder: Folder) -> None:
    """On its day a card is no task of an interview that is not about it."""
    folder.write("b", steps("Talk", ["Ask", "Listen", "Sum up"]))
    folder.sync()
    with folder.opened() as collection:
        set_interview(collection, Interview("i", TODAY + 40, decks=("b",), minutes=20), NOON)
    days = know(folder, "crisis")
    for day in sorted(days.values()):
        with folder.opened() as collection:
            problem = problem_of(collection, NOON + day * DAY)
            assert problem is not None
            assert not days.keys() & {task.key for task in todays_list_of(problem).tasks}


def test_saying_it_again_on_the_day_puts_it_off(folder: Folder) -> None:
    """Before its day a card counts as known already; from then on it can be said again."""
    days = know(folder, "crisis")
    with folder.opened() as collection:
        assert note_cards(collection, "crisis", NOON) == []
        with pytest.raises(FlashprepError, match="already marked as known"):
            mark_known(collection, list(days), NOON)
    first = min(days, key=lambda key: days[key])
    with folder.opened() as collection:
        at_ms = NOON + days[first] * DAY
        assert first in note_cards(collection, "crisis", at_ms)
        known = mark_known(collection, [first], at_ms)
        assert known.first_day > collection.today(at_ms)

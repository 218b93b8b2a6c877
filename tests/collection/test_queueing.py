import shutil
import tempfile
from collections import Counter
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from flashprep.app.study.candidates import Day, Wanted
from flashprep.collection import Collection
from flashprep.core.events import EventKind
from flashprep.core.memory import Rating
from flashprep.core.queue.day_queue import Agenda
from flashprep.core.queue.order import Order
from tests.collection.folders import DAY, HOUR, MINUTE, NOON, Folder
from tests.collection.test_today import FAMILIES
from tests.core.histories import examples

SETTINGS = [
    [f'order = "{order}"', f"reviews_a_day = {reviews}", f"new_cards_a_day = {new}", more]
    for order in Order
    for reviews, new, more in (
        (200, 20, ""),
        (5, 3, ""),
        (200, 6, "minutes_a_day = 2"),
        (9, 9, "bury_siblings = true"),
        (9, 9, 'leech_lapses = 1\nleech_action = "suspend"\nlearning_steps = ["5m", "3h"]'),
        (7, 7, '\n[preset.some]\ntags = ["some"]\nreviews_a_day = 2\nnew_cards_a_day = 2'),
    )
]
MARKS = [EventKind.SUSPEND, EventKind.UNSUSPEND, EventKind.BURY, EventKind.FORGET]


class StandingAgenda(RuleBasedStateMachine):
    """One agenda that is asked again and again, whatever is done in between."""

    def __init__(self) -> None:
        super().__init__()
        self.path = Path(tempfile.mkdtemp())
        self.now_ms = NOON
        self.followed = 0

    @initialize(lines=st.sampled_from(SETTINGS), wanted=st.sampled_from([None, 3]))
    def open(self, lines: list[str], wanted: int | None) -> None:
        """Begin with families that give one another away."""
        self.folder = Folder(self.path, families=FAMILIES, more=MORE)
        self.folder.settings('time_zone = "UTC"', *lines)
        self.collection = Collection(self.path)
        self.collection.sync(NOON)
        self.most_new = wanted

    def teardown(self) -> None:
        """Close and remove everything."""
        if hasattr(self, "collection"):
            self.collection.close()
        shutil.rmtree(self.path)

    @rule(
        ratings=st.lists(st.sampled_from(Rating), max_size=12), span_ms=st.integers(1, 400_000)
    )
    def study(self, ratings: list[Rating], span_ms: int) -> None:
        """Answer the cards that come, at some pace."""
        for rating in ratings:
            card = self.agenda().next(self.now_ms)
            if card is None:
                return
            is_new = self.collection.standing(card.key).state is None
            self.collection.answer(card.key, rating, self.now_ms, 4_000)
            if is_new and self.most_new:
                self.most_new -= 1
            self.now_ms += span_ms
            self.agrees()

    @rule(pick=st.integers(0, 99), rating=st.sampled_from(Rating), elsewhere=st.booleans())
    def answer(self, pick: int, rating: Rating, elsewhere: bool) -> None:  # noqa: FBT001
        """Answer any card of those left, perhaps in another process."""
        queue = self.agenda().queue(self.now_ms)
        cards = (*queue.ready, *queue.waiting, *queue.held)
        if not cards:
            return
        key = cards[pick % len(cards)].key
        if elsewhere:
            self.folder.answer(key, at_ms=self.now_ms, rating=rating)
        else:
            self.collection.answer(key, rating, self.now_ms)
        self.now_ms += 1_000

    @rule(pick=st.integers(0, 99), kind=st.sampled_from(MARKS))
    def mark(self, pick: int, kind: EventKind) -> None:
        """Say something of any card."""
        keys = sorted(self.collection.catalog.cards())
        self.collection.mark(keys[pick % len(keys)], kind, self.now_ms)

    @rule(pick=st.integers(0, 99))
    def let_come_today(self, pick: int) -> None:
        """Make a card due that was seen, today it may be."""
        keys = sorted(self.collection.catalog.cards())
        key = keys[pick % len(keys)]
        if self.collection.standing(key).state is not None:
            day = {"day": self.collection.today(self.now_ms)}
            self.collection.mark(key, EventKind.SET_DUE, self.now_ms, day)

    @rule()
    def undo(self) -> None:
        """Take back what was done last."""
        self.collection.undo(self.now_ms)

    @rule(retire=st.booleans())
    def edit(self, retire: bool) -> None:  # noqa: FBT001 - drawn by name
        """Take a note out, or put it back."""
        self.folder.write("more", MORE.splitlines()[1] if retire else MORE)
        self.collection.sync(self.now_ms, retire=True)

    @rule(
        span_ms=st.sampled_from([MINUTE, 9 * MINUTE, 5 * HOUR, DAY, 7 * DAY, 60 * DAY, -HOUR])
    )
    def wait(self, span_ms: int) -> None:
        """Let time pass, or set the clock back."""
        self.now_ms += span_ms

    def agenda(self) -> Agenda:
        """As a session asks for it."""
        return self.collection.agenda(Wanted(most_new=self.most_new), self.now_ms)

    @invariant()
    def agrees(self) -> None:
        """What it gives is what one made anew gives."""
        if not hasattr(self, "collection"):
            return
        standing = self.agenda()
        anew = Day(self.collection, Wanted(most_new=self.most_new), self.now_ms).agenda()
        ours, theirs = standing.queue(self.now_ms), anew.queue(self.now_ms)
        assert (ours.ready, ours.waiting) == (theirs.ready, theirs.waiting)
        assert standing.next(self.now_ms) == anew.next(self.now_ms) == theirs.next(self.now_ms)
        assert Counter(standing.left()) == Counter(anew.left())


MORE = """
- {basic: Which note stays?, answer: this, id: stays, tags: [some]}
- {basic: Which note goes?, answer: this, id: goes, tags: [some]}
- cloze: "{{c1::One}}, {{c2::two}}, {{c3::three}}: {{c4::out}} {{c5::goes}} {{c6::you}}"
  id: rhyme
- terms: Words
  tags: [some]
  items: [One: 1, Two: 2, Three: 3, Four: 4, Five: 5, Six: 6]
""".strip()

StandingAgenda.TestCase.settings = settings(
    max_examples=examples(15), stateful_step_count=20, deadline=None
)
TestStandingAgenda = StandingAgenda.TestCase

"""Practicing: answers aloud that are recorded, and what there is to practice."""

from collections.abc import Collection as Some
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Final

from flashprep.app.context import Context, no_such
from flashprep.app.decks.prompts import practice_log, stored_prompts
from flashprep.app.undo import undo_last
from flashprep.core.cards import Card, Prompt
from flashprep.core.events import Event, EventKind
from flashprep.core.marks import Marks
from flashprep.core.notes.fingerprint import NoteOutline, PartOutline
from flashprep.core.practice import PracticeLog, Rehearsal, by_need
from flashprep.core.search.evaluate import Present, Subject, predicate
from flashprep.errors import FlashprepError
from flashprep.store.acts import last_act

if TYPE_CHECKING:
    from flashprep.core.search.query import Query


_FORM: Final = (
    "*prompt(key bank deck question probes? follow_ups) "
    "practised=practiced(at_ms rating duration_ms steps(id=0 had=1))"
)


@dataclass(frozen=True, slots=True)
class Practiced:
    """A prompt, and how it went each time that it was practiced."""

    FORM: ClassVar = _FORM
    prompt: Prompt
    practiced: tuple[Rehearsal, ...]


@dataclass(frozen=True, slots=True)
class ToPractice(Practiced):
    """Such a prompt with the steps that an answer is checked by."""

    FORM: ClassVar = f"{_FORM} steps(id name)"
    steps: tuple[PartOutline, ...]


def to_practice(context: Context, query: "Query") -> tuple[list[Prompt], PracticeLog]:
    """The prompts that a query finds, the one that needs it most first, and what was practiced.

    A prompt is searched for like a card: by its deck, tags, priority and note, by the words of
    its question, and of what it probes. It is new until it was practiced.
    """
    log = practice_log(context.logs)
    # Nobody asks how likely a prompt is recalled.
    matches = predicate(query, Present(0, 0, lambda _subject, _day: 0.0))
    prompts = [
        prompt for prompt in stored_prompts(context.catalog) if matches(_subject(prompt, log))
    ]
    return by_need(prompts, log), log


def find_prompt(context: Context, key: str) -> Prompt:
    """The prompt with this key; FlashprepError offers the nearest."""
    prompts = {prompt.key: prompt for prompt in stored_prompts(context.catalog)}
    if key not in prompts:
        raise no_such("no question has the key", key, prompts, "no-such-question")
    return prompts[key]


def steps_of(context: Context, prompt: Prompt) -> tuple[PartOutline, ...]:
    """The steps of what a prompt probes, in their order: what an answer to it is checked by.
    None, if it probes nothing, or something that has no parts."""
    note_key, _, part = prompt.probed.partition("/")
    row = context.catalog.some_notes([note_key]).get(note_key)
    if row is None:
        return ()
    parts = NoteOutline.from_json(row.outline).parts
    steps = (each for each in parts if each.scope == part)
    return tuple(sorted(steps, key=lambda each: each.place))


def ticked_steps(
    context: Context, prompt: Prompt, missed: Some[str]
) -> tuple[tuple[str, bool], ...]:
    """The steps of what a prompt probes, and whether an answer had each, that lacked those in
    `missed`; none where nothing is said to be missed. FlashprepError for what is no step."""
    steps = [step.id for step in steps_of(context, prompt)]
    unknown = [step for step in missed if step not in steps]
    if unknown:
        there = f"there are {', '.join(steps)}" if steps else "what it probes has no steps"
        raise FlashprepError(f"'{prompt.key}' has no step '{unknown[0]}'; {there}")
    return tuple((step, step not in missed) for step in steps) if missed else ()


def record_practice(context: Context, prompt: Prompt, rehearsal: Rehearsal) -> None:
    """Write to the log that a question was answered aloud; it is on the disk afterwards."""
    with context.changing():
        context.logs.append_event(
            EventKind.PRACTICE, prompt.key, rehearsal.at_ms, rehearsal.payload()
        )


def take_back_practice(context: Context, now_ms: int) -> str | None:
    """Take back what was done last on this device, if a question was practiced: its key. What
    else was done last stays."""
    with context.changing():
        last = last_act(context.database, context.logs)
        if not isinstance(last, Event) or last.kind is not EventKind.PRACTICE:
            return None
        undone = undo_last(context, now_ms)
    return undone.decision.subject if undone and undone.decision else None


def _subject(prompt: Prompt, log: PracticeLog) -> Subject:
    card = Card(
        key=prompt.key,
        note_key=prompt.key.partition("/")[0],
        deck=prompt.deck,
        kind="questions",
        design="aloud",
        context=prompt.bank,
        front=prompt.question,
        answer=prompt.probes,
        location=prompt.location,
        priority=prompt.priority,
        tags=prompt.tags,
    )
    stands = "review" if prompt.key in log else "new"
    return Subject(card, stands, None, Marks(), None)

"""Selects prompts for practice, and records the user's spoken answers."""

from collections.abc import Collection as Some
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Final

from flashprep.app.context import Context, no_such
from flashprep.app.decks.prompts import practice_log, stored_prompts
from flashprep.app.undo import undo_last
from flashprep.core.cards import Card, Prompt
from flashprep.core.events import Event, EventKind
from flashprep.core.marks import Marks
from flashprep.core.notes.summary import NoteSummary, PartSummary
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
    """A prompt with its practice history, which has an entry for each spoken answer."""

    FORM: ClassVar = _FORM
    prompt: Prompt
    practiced: tuple[Rehearsal, ...]


@dataclass(frozen=True, slots=True)
class ToPractice(Practiced):
    """A prompt with its practice history, and the steps that the user checks after an
    answer."""

    FORM: ClassVar = f"{_FORM} steps(id name)"
    steps: tuple[PartSummary, ...]


def to_practice(context: Context, query: "Query") -> tuple[list[Prompt], PracticeLog]:
    """The prompts that match a query, and the practice history of all prompts. The prompts that
    need practice most come first.

    A query matches prompts like cards: by deck, tags, priority, and note. A text in the query
    matches the words of the question and of the name of the note that the prompt tests. A
    prompt counts as new until it has been practiced.
    """
    log = practice_log(context.logs)
    # Prompts have no retrievability.
    matches = predicate(query, Present(0, 0, lambda _subject, _day: 0.0))
    prompts = [
        prompt for prompt in stored_prompts(context.catalog) if matches(_subject(prompt, log))
    ]
    return by_need(prompts, log), log


def find_prompt(context: Context, key: str) -> Prompt:
    """The prompt with this key. If no prompt has the key, raises a FlashprepError that suggests
    the nearest key."""
    prompts = {prompt.key: prompt for prompt in stored_prompts(context.catalog)}
    if key not in prompts:
        raise no_such("no question has the key", key, prompts, "no-such-question")
    return prompts[key]


def steps_of(context: Context, prompt: Prompt) -> tuple[PartSummary, ...]:
    """The steps of the note or part that a prompt tests, in order. After an answer, the user
    checks which of these steps the answer included. The result is empty if the prompt tests no
    note, or if the note or part has no steps."""
    note_key, _, part = prompt.probed.partition("/")
    row = context.catalog.some_notes([note_key]).get(note_key)
    if row is None:
        return ()
    parts = NoteSummary.from_json(row.outline).parts
    steps = (each for each in parts if each.scope == part)
    return tuple(sorted(steps, key=lambda each: each.place))


def ticked_steps(
    context: Context, prompt: Prompt, missed: Some[str]
) -> tuple[tuple[str, bool], ...]:
    """The steps that a prompt tests, each with whether an answer included the step. `missed`
    contains the steps that the answer left out. If `missed` is empty, the result is empty.
    Raises FlashprepError if a step in `missed` is unknown."""
    steps = [step.id for step in steps_of(context, prompt)]
    unknown = [step for step in missed if step not in steps]
    if unknown:
        there = f"its steps: {', '.join(steps)}" if steps else "what it tests has no steps"
        raise FlashprepError(f"'{prompt.key}' has no step '{unknown[0]}'; {there}")
    return tuple((step, step not in missed) for step in steps) if missed else ()


def record_practice(context: Context, prompt: Prompt, rehearsal: Rehearsal) -> None:
    """Logs a spoken answer to a prompt. The entry is on disk when this function returns."""
    with context.changing():
        context.logs.append_event(
            EventKind.PRACTICE, prompt.key, rehearsal.at_ms, rehearsal.payload()
        )


def undo_practice(context: Context, now_ms: int) -> str | None:
    """If the last action on this device was practice, undoes it and returns the prompt's key.
    If the last action was not practice, undoes nothing and returns None."""
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
    status = "review" if prompt.key in log else "new"
    return Subject(card, status, None, Marks(), None)

"""Prompts to answer aloud, and the program. Notes that contain them generate no cards.

The database stores prompts and the program as JSON in the rows of their notes, so that lists
and plans need not read deck files. Practice is recorded in the log.
"""

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import ClassVar

from flashprep.app.context import Context, matching_decks
from flashprep.app.json_forms import PLACE
from flashprep.core.cards import Prompt
from flashprep.core.events import EventKind
from flashprep.core.notes.kinds.program import Program
from flashprep.core.notes.kinds.questions import Questions
from flashprep.core.notes.model import Note
from flashprep.core.notes.parts import Named
from flashprep.core.notes.references import references
from flashprep.core.notes.stored import read_program, read_prompts
from flashprep.core.notes.summary import NoteSummary
from flashprep.core.practice import PracticeLog, fold_practice
from flashprep.store.catalog import Catalog, NoteRow
from flashprep.store.logs import Logs

_ALOUD = "aloud"


@dataclass(frozen=True, slots=True)
class Prompts:
    """A list of prompts."""

    FORM: ClassVar = (
        f"prompts(key deck bank question probes? follow_ups priority tags source {PLACE})"
    )
    prompts: tuple[Prompt, ...]


@dataclass(frozen=True, slots=True)
class ProgramView:
    """The program of a collection; None if the collection has no program."""

    FORM: ClassVar = (
        "programme=program(id=header.id name "
        "path=header.location.path line=header.location.line "
        "phases(id name weeks introduces=new_cards(decks tags priority=priorities) "
        "activities(id do=name least most every)))"
    )
    program: Program | None


def note_row(
    note: Note, place: int, summary: NoteSummary, named: Mapping[str, Named]
) -> NoteRow:
    """The database row of a note. `place` is the note's index in the file."""
    header = note.header
    links = {to for each in references(note) for to in (each.note_key, each.written)}
    prompts = prompts_of(note, named)
    sheet = note.sheet()
    return NoteRow(
        header.id,
        place,
        header.location,
        summary.to_json(),
        # Another note may get this name later, so the reference is stored as unresolved.
        links=tuple(sorted(links - {header.id, ""})),
        prompts=_json([asdict(each) for each in prompts]) if prompts else None,
        programme=_json(asdict(note)) if isinstance(note, Program) else None,
        sheet=sheet.to_json() if sheet else None,
    )


def prompts_of(note: Note, named: Mapping[str, Named]) -> tuple[Prompt, ...]:
    """The prompts of a `questions` note. Other notes have no prompts."""
    if not isinstance(note, Questions):
        return ()
    header = note.header
    probed = [named.get(each.probes.path) if each.probes else None for each in note.questions]
    return tuple(
        Prompt(
            key=f"{header.id}/{each.id}",
            deck=header.deck,
            bank=note.name,
            question=each.name,
            location=each.location,
            probes=probes.name if probes else "",
            probed=each.probes.path if each.probes else "",
            follow_ups=each.follow_ups,
            priority=each.priority or header.priority,
            tags=header.tags,
            source=header.source,
        )
        for each, probes in zip(note.questions, probed, strict=True)
    )


def stored_prompts(catalog: Catalog) -> tuple[Prompt, ...]:
    """All prompts, in file order."""
    return tuple(prompt for text in catalog.prompts() for prompt in read_prompts(text))


def prompts_of_decks(context: Context, decks: Collection[str]) -> Prompts:
    """The prompts of these decks, or all prompts if `decks` is empty. Raises FlashprepError if
    a name matches no deck with prompts."""
    found = stored_prompts(context.catalog)
    if decks:
        wanted = matching_decks({prompt.deck for prompt in found}, decks)
        found = tuple(prompt for prompt in found if prompt.deck in wanted)
    return Prompts(found)


def practice_log(logs: Logs) -> PracticeLog:
    """The practice history, by the prompts' current keys."""
    events = logs.events(EventKind.PRACTICE)
    return fold_practice(events, logs.renames()) if events else {}


def like_cards(prompt_keys: Iterable[str]) -> list[str]:
    """Converts prompt keys to the form of card keys by appending a design. So the code that
    renames card keys also works for prompt keys."""
    return [f"{key}/{_ALOUD}" for key in prompt_keys]


def of_prompt(key: str) -> str:
    """The key of the prompt: `key` without the design that `like_cards` appended."""
    return key.removesuffix(f"/{_ALOUD}")


def prompt_keys(note: Note) -> list[str]:
    """The keys of the prompts of a note."""
    if not isinstance(note, Questions):
        return []
    return [f"{note.header.id}/{each.id}" for each in note.questions]


def stored_program(catalog: Catalog) -> Program | None:
    """The program of the collection; None if the collection has no program."""
    return next(map(read_program, catalog.programs()), None)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)

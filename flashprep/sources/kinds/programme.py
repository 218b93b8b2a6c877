"""The phases of preparing: how long, which new cards, what else to do."""

import re
from typing import Final

from flashprep.core.notes.kinds.programme import Activity, Phase, Programme
from flashprep.errors import Problem
from flashprep.sources.checker import Checker
from flashprep.sources.headers import Draft
from flashprep.sources.kinds.kind import Kind
from flashprep.sources.note_schema import OWN_IDS, list_of, note_record
from flashprep.sources.part_syntax import common, read_long, read_plain
from flashprep.sources.schema_dsl import Field, Shape, named, record, text
from flashprep.sources.tree import Mapping
from flashprep.text import quoted

_RANGE: Final = re.compile(" ?[-–] ?")
INTRODUCTION: Final = record(
    "introduction",
    "",
    "Of which cards the new ones are; with several fields, those that fit all of them.",
    Field("decks", Shape.TEXTS, "Cards of these decks, and of the decks in them."),
    Field("tags", Shape.WORDS, "Cards with one of these tags."),
    Field("priority", Shape.PRIORITIES, "Cards of these priorities."),
)
ACTIVITY: Final = record(
    "activity",
    "do",
    "Something to do apart from cards.",
    named("do", "What to do."),
    text("times", "How often; without it, once.", Shape.TIMES),
    text("every", "In each week, or in the phase as a whole; without it, phase.", Shape.EVERY),
    *OWN_IDS,
)
PHASE: Final = record(
    "phase",
    "phase",
    "A stretch of a programme.",
    named("phase", "What it is called."),
    text("weeks", "How long it takes.", Shape.WEEKS, required=True),
    Field(
        "introduces",
        Shape.FIELDS,
        "Which new cards come; without it, none.",
        record=INTRODUCTION,
    ),
    list_of("activities", "What else there is to do.", ACTIVITY, required=False),
    *OWN_IDS,
)


def _read(draft: Draft) -> Programme:
    checker, owner, name = draft.checker, draft.owner, draft.text("programme")
    place = (draft.mapping, "phases", PHASE, owner)
    needed = "'phase', 'weeks' and what there is to do"
    found = []
    for _, mapping, read in read_long(checker, *place, needed):
        phase = f"{PHASE.noun} {quoted(read.part.name)} of {owner}"
        node = mapping.entries.get("introduces")
        new = node.value if node else None
        new = new if isinstance(new, Mapping) and new.entries else None
        if node and new:
            checker.texts(INTRODUCTION, new, node.start, f"'introduces' of {phase}")
        found.append(
            Phase(
                *common(read.part),
                weeks=int(read.texts.get("weeks", 1)),
                introduces=new is not None,
                decks=checker.lines(new, "decks") if new else (),
                tags=checker.words(new, "tags") if new else (),
                priorities=checker.priorities(new, "priority") if new else (),
                activities=_read_activities(checker, mapping, phase),
            )
        )
    checker.check_unique(found, PHASE.noun, owner)
    phases = tuple(found)
    return Programme(draft.header(name, phases), name, phases)


def _read_activities(checker: Checker, mapping: Mapping, phase: str) -> tuple[Activity, ...]:
    found = []
    for read in read_plain(checker, mapping, "activities", ACTIVITY, phase):
        times = [int(number) for number in _RANGE.split(read.texts.get("times", "1"))]
        if times[0] > times[-1]:
            said = f"'times' goes from {times[0]} down to {times[-1]}; write the smaller first"
            checker.problems.append(Problem(read.part.location, said))
        weekly = read.text("every") == "week"
        found.append(
            Activity(*common(read.part), least=times[0], most=times[-1], weekly=weekly)
        )
    return tuple(found)


PROGRAMME: Final = Kind(
    note_record(
        "programme",
        "The phases of preparing, in order. It gives no cards; a collection has only one.",
        named("programme", "Its name."),
        list_of("phases", "The phases, in order.", PHASE),
    ),
    _read,
    """
programme: <name of the program>
phases:
  - phase: <first phase>
    weeks: 2
    introduces: {priority: core}
    activities:
      - {do: <what to do once>, times: 1}
      - {do: <what to do again and again>, times: 2, every: week}
  - phase: <second phase>
    weeks: 2
    activities:
      - {do: <what to do then>, times: 2, every: week}
""",
)

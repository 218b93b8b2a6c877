"""The phases of preparation, with their lengths, new cards, and activities."""

import re
from typing import Final

from flashprep.core.notes.kinds.program import Activity, Phase, Program
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
    "Which new cards to introduce; a card must match all fields.",
    Field("decks", Shape.TEXTS, "Cards of these decks and of decks inside them."),
    Field("tags", Shape.WORDS, "Cards with one of these tags."),
    Field("priority", Shape.PRIORITIES, "Cards of these priorities."),
)
ACTIVITY: Final = record(
    "activity",
    "do",
    "Something to do other than studying cards.",
    named("do", "What to do."),
    text("times", "How often. Default: once.", Shape.TIMES),
    text("every", "Per week or per phase. Default: phase.", Shape.EVERY),
    *OWN_IDS,
)
PHASE: Final = record(
    "phase",
    "phase",
    "A period of a program.",
    named("phase", "Its name."),
    text("weeks", "How long it takes.", Shape.WEEKS, required=True),
    Field(
        "introduces",
        Shape.FIELDS,
        "Which new cards to introduce. Default: none.",
        record=INTRODUCTION,
    ),
    list_of("activities", "Other things to do.", ACTIVITY, required=False),
    *OWN_IDS,
)


def _read(draft: Draft) -> Program:
    checker, owner, name = draft.checker, draft.owner, draft.text("program")
    place = (draft.mapping, "phases", PHASE, owner)
    needed = "'phase', 'weeks', 'introduces' and 'activities'"
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
    return Program(draft.header(name, phases), name, phases)


def _read_activities(checker: Checker, mapping: Mapping, phase: str) -> tuple[Activity, ...]:
    found = []
    for read in read_plain(checker, mapping, "activities", ACTIVITY, phase):
        times = [int(number) for number in _RANGE.split(read.texts.get("times", "1"))]
        if times[0] > times[-1]:
            wrong = f"'times' goes from {times[0]} down to {times[-1]}; swap the numbers"
            checker.add(read.part.location, wrong)
        weekly = read.text("every") == "week"
        found.append(
            Activity(*common(read.part), least=times[0], most=times[-1], weekly=weekly)
        )
    return tuple(found)


PROGRAM: Final = Kind(
    note_record(
        "program",
        "The phases of preparation, in order. It generates no cards. One per collection.",
        named("program", "Its name."),
        list_of("phases", "The phases, in order.", PHASE),
    ),
    _read,
    """
program: <name of the program>
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

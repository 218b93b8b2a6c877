"""The phases of a programme: how long, which new cards, what else to do."""

import re
from typing import Final

from flashprep.core.notes.model import Activity, Phase
from flashprep.sources.checker import Checker
from flashprep.sources.messages import quoted
from flashprep.sources.part_syntax import common, read_fields, read_long_or_text
from flashprep.sources.schema import ACTIVITY, INTRODUCTION, PHASE
from flashprep.sources.tree import Mapping

_RANGE: Final = re.compile(" ?[-–] ?")


def read_phases(checker: Checker, mapping: Mapping, owner: str) -> tuple[Phase, ...]:
    """The phases, in order."""
    found = []
    for item in checker.items(mapping, "phases"):
        if not isinstance(item.value, Mapping):
            said = (
                f"a phase of {owner} must have fields: 'phase', 'weeks' and what there is to do"
            )
            checker.report(item.start, said)
            continue
        read = read_fields(checker, item, item.value, PHASE, owner)
        if read is None:
            continue
        phase = f"{PHASE.noun} {quoted(read.part.name)} of {owner}"
        node = item.value.entries.get("introduces")
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
                activities=_read_activities(checker, item.value, phase),
            )
        )
    checker.check_unique(found, PHASE.noun, owner)
    return tuple(found)


def _read_activities(checker: Checker, mapping: Mapping, phase: str) -> tuple[Activity, ...]:
    found = []
    for item in checker.items(mapping, "activities"):
        read = read_long_or_text(checker, item, ACTIVITY, phase)
        if read is None:
            continue
        times = [int(number) for number in _RANGE.split(read.texts.get("times", "1"))]
        if times[0] > times[-1]:
            said = f"'times' goes from {times[0]} down to {times[-1]}; write the smaller first"
            checker.report(item.start, said)
        found.append(
            Activity(
                *common(read.part),
                least=times[0],
                most=times[-1],
                weekly=read.texts.get("every") == "week",
            )
        )
    checker.check_unique(found, ACTIVITY.noun, phase)
    return tuple(found)

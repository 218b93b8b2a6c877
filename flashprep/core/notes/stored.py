"""Reads the prompts and the program of a note from the JSON that the database stores."""

import json
from typing import Any

from flashprep.core.cards import Prompt
from flashprep.core.notes.kinds.program import Activity, Phase, Program
from flashprep.core.notes.parts import Header
from flashprep.core.priorities import Priority
from flashprep.errors import Location


def read_prompts(text: str) -> tuple[Prompt, ...]:
    """Returns the prompts of a note from their JSON."""
    return tuple(Prompt(**_read(values)) for values in json.loads(text))


def read_program(text: str) -> Program:
    """Returns the program from the JSON of its note."""
    values = json.loads(text)
    return Program(
        Header(**_read(values["header"])),
        values["name"],
        tuple(_phase(phase) for phase in values["phases"]),
    )


def _phase(values: dict[str, Any]) -> Phase:
    activities = tuple(Activity(**_read(each)) for each in values["activities"])
    priorities = tuple(Priority(each) for each in values["priorities"])
    own = {"activities": activities, "priorities": priorities}
    return Phase(**_read(values) | own)


def _read(values: dict[str, Any]) -> dict[str, Any]:
    """Converts the JSON values of an object to the keyword arguments of its class. The object
    has a location and may have a priority."""
    fields = {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in values.items()
    }
    fields["location"] = Location(**values["location"])
    if values.get("priority"):
        fields["priority"] = Priority(values["priority"])
    return fields

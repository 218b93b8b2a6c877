"""An ordered list of steps, each with the things to look for."""

from typing import Final

from flashprep.core.notes.kinds.rubric import Rubric
from flashprep.sources.kinds.kind import Kind
from flashprep.sources.kinds.ordered import ordered_record, reader

RUBRIC: Final = Kind(
    ordered_record(
        "rubric",
        "Steps in order, each with what to look for.",
        "Its steps, in order; list what to look for in their `includes`.",
    ),
    reader(Rubric),
    """
rubric: <name of the rubric>
use: <what it is for>
steps:
  - <first step>: [<one thing to look for>, <another thing>]
  - <second step>: [<a thing to look for here>]
  - <third step>: <what the third step means>
""",
)

"""An ordered list of steps that structure an answer."""

from typing import Final

from flashprep.core.notes.kinds.framework import Framework
from flashprep.sources.kinds.kind import Kind
from flashprep.sources.kinds.ordered import WHICH, ordered_record, reader

FRAMEWORK: Final = Kind(
    ordered_record(
        "framework",
        "Steps in order that structure an answer.",
        "Its steps, in order.",
        WHICH,
    ),
    reader(Framework),
    """
framework: <name of the framework>
use: <what it is for>
cues:
  - <a question that calls for it>
steps:
  - <first step>: <what the first step means>
  - <second step>: <what the second step means>
  - <third step>: <what the third step means>
""",
)

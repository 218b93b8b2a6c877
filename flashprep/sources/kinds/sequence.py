"""An ordered list of steps that is not a framework."""

from typing import Final

from flashprep.core.notes.kinds.sequence import Sequence
from flashprep.sources.kinds.kind import Kind
from flashprep.sources.kinds.ordered import WHICH, ordered_record, reader

SEQUENCE: Final = Kind(
    ordered_record(
        "sequence",
        "Steps in order that you would not call a framework.",
        "Its steps, in order.",
        WHICH,
    ),
    reader(Sequence),
    """
sequence: <name of the sequence>
use: <what it is for>
steps:
  - <first step>
  - <second step>
  - <third step>
""",
)

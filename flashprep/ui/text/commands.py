"""The commands that do what a hint of a report says."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flashprep.render.report import Hint

_COMMANDS = {
    "add": "flashprep add 'question' 'answer'",
    "fit": "flashprep optimize",
    "practice": "flashprep practise",
    "review": "flashprep review",
    "see all topics": "flashprep ready --all",
    "see calibration": "flashprep stats calibration",
    "see ratings": "flashprep stats ratings",
    "see weeks": "flashprep plan --markdown FILE",
    "show": "flashprep show {}",
    "tick off": "flashprep plan done {} --week {}",
}


def command_of(hint: "Hint") -> str:
    """What to type to do what the hint says."""
    return _COMMANDS[hint.act].format(*hint.about)

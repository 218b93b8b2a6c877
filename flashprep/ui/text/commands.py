"""The commands that the hints of reports suggest."""

from typing import TYPE_CHECKING

from flashprep.ui.text.program import FLASHPREP

if TYPE_CHECKING:
    from flashprep.render.report import Hint

_COMMANDS = {
    "add": f"{FLASHPREP} add 'question' 'answer'",
    "fit": f"{FLASHPREP} optimize",
    "practice": f"{FLASHPREP} practice",
    "review": f"{FLASHPREP} review",
    "see all topics": f"{FLASHPREP} ready --all",
    "see calibration": f"{FLASHPREP} stats calibration",
    "see ratings": f"{FLASHPREP} stats ratings",
    "see weeks": f"{FLASHPREP} plan --markdown FILE",
    "show": f"{FLASHPREP} show {{}}",
    "tick off": f"{FLASHPREP} plan done {{}} --week {{}}",
}


def command_of(hint: "Hint") -> str:
    """The command line that carries out the hint."""
    return _COMMANDS[hint.act].format(*hint.about)

"""What the keys of the review screen do."""

from rich.text import Text

from flashprep.render.terminal import Typesetter
from flashprep.ui.text.program import FLASHPREP

_KEYS = (
    ("space", "Show the answer; then rate as proposed: Good, if nothing is."),
    ("1 Again", "Not recalled, or wrong."),
    ("2 Hard", "Recalled, with effort. Not recalled is Again, never Hard."),
    ("3 Good", "Recalled."),
    ("4 Easy", "Recalled at once, without any effort."),
    ("", "With two buttons: 1 Again, 2 Good."),
    ("", ""),
    ("y n", "Part by part: had it (or space), missed it; u takes a tick back."),
    ("", "All had proposes Good, one missed Again: the card asks for all."),
    ("a", "Show all parts at once, and rate as usual."),
    ("t", "Type the answer, or a list item by item. Slips are forgiven."),
    ("", "A long answer is not compared, but shown below yours."),
    ("", ""),
    ("h", "Show the hint, where the card has one."),
    ("l", "Look at the whole note."),
    ("k", "I know this note: its new cards come later, each once. No review."),
    ("u", "Undo the last rating, mark or flag; again, and so on."),
    ("r", "Redo what was undone last; again, and so on."),
    ("b", "Bury: let the card rest until tomorrow."),
    ("s", f"Suspend: no longer study it, until '{FLASHPREP} unsuspend'."),
    (
        "f",
        f"Flag it, to find it again with '{FLASHPREP} search flag:red'; or take its flag away.",
    ),
    ("i", "Show the card's history."),
    ("e", "Edit the card in its deck file with $VISUAL or $EDITOR."),
    ("↓ ↑", "Scroll a line; PageDown and PageUp a page."),
    ("q", "Quit, as Escape does. Ctrl-C leaves without a summary."),
    ("", ""),
    ("", "A rating is saved at once. Beside it stands when the card comes back."),
)


def help_lines(setter: Typesetter) -> list[Text]:
    """The keys and what they do, as lines."""
    column = max(len(key) for key, _ in _KEYS) + 2
    lines: list[Text] = []
    for key, does in _KEYS:
        lines += setter.hanging(
            Text(key.ljust(column) if key or does else "", "bold"), Text(does)
        )
    return lines

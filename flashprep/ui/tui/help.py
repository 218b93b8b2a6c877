"""The help pages of the review and practice screens. They list the keys and explain them."""

from collections.abc import Sequence

from rich.text import Text

from flashprep.render.terminal import Typesetter
from flashprep.ui.text.program import FLASHPREP

_REVIEW = (
    ("space", "Show the answer; then give the proposed rating, or Good."),
    ("1 Again", "Not recalled, or wrong."),
    ("2 Hard", "Recalled, with effort. Not recalled is Again, never Hard."),
    ("3 Good", "Recalled."),
    ("4 Easy", "Recalled at once, without any effort."),
    ("", "With two buttons: 1 Again, 2 Good."),
    ("", ""),
    ("y n", "Part by part: y (or space) had it, n missed it; u unticks the last."),
    ("", "All recalled proposes Good; one missed proposes Again."),
    ("a", "Show all parts at once and rate the card yourself."),
    ("t", "Type the answer, or a list item by item. Typos are forgiven."),
    ("", "A long answer is not compared; it is shown below yours."),
    ("", ""),
    ("h", "Show the hint, if the card has one."),
    ("l", "Show the whole note."),
    ("k", "I know this note: ask its new cards later, once each."),
    ("u", "Undo your last action; repeat to go further back."),
    ("r", "Redo the last undone action; repeat to go further."),
    ("b", "Bury: hide the card until tomorrow."),
    ("s", f"Suspend: stop studying the card, until '{FLASHPREP} unsuspend'."),
    ("f", f"Flag or unflag. '{FLASHPREP} search flag:red' finds flagged cards."),
    ("i", "Show the card's history."),
    ("e", "Edit the card in its deck file with $VISUAL or $EDITOR."),
    ("↓ ↑", "Scroll by a line; PageDown and PageUp scroll by a page."),
    ("q", "Quit, as Escape does. Ctrl-C quits without a summary."),
    ("", ""),
    ("", "Each rating shows the next due date, and is saved at once."),
)
_PRACTICE = (
    ("space", "Show the next follow-up question; after the last, stop the clock."),
    ("enter", "I am done: stop the clock."),
    ("n", "Skip to another question."),
    ("", ""),
    ("space n", "Step by step: space had it, n missed it, u unticks the last step."),
    ("1 2 3 4", "Rate your answer: Again, Hard, Good, or Easy."),
    ("space", "Give the proposed rating; then go on to the next question."),
    ("", ""),
    ("u", "Undo the last practiced question, to rate it again."),
    ("↓ ↑", "Scroll by a line; PageDown and PageUp scroll by a page."),
    ("q", "Quit, as Escape does. Ctrl-C quits without a summary."),
    ("", ""),
    ("", "The clock keeps running while you read this."),
)


def review_help(setter: Typesetter) -> list[Text]:
    """The lines of the help page of the review screen."""
    return _lines(_REVIEW, setter)


def practice_help(setter: Typesetter) -> list[Text]:
    """The lines of the help page of the practice screen."""
    return _lines(_PRACTICE, setter)


def _lines(keys: Sequence[tuple[str, str]], setter: Typesetter) -> list[Text]:
    column = max(len(key) for key, _ in keys) + 2
    lines: list[Text] = []
    for key, does in keys:
        lines += setter.hanging(
            Text(key.ljust(column) if key or does else "", "bold"), Text(does)
        )
    return lines

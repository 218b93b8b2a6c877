"""What to type next: the commands that go with an error, which its message does not name."""

from collections.abc import Mapping
from typing import Final

from flashprep.errors import FlashprepError, Plain, ProblemsFoundError
from flashprep.ui.text.program import FLASHPREP

HINTS: Final = {
    "better-copy": f"; to go back to it: {FLASHPREP} restore '{{path}}'",
    "break-backwards": "; give --from the earlier day.",
    "cards-left": f"; '{FLASHPREP} sync' asks whether to retire them",
    "damaged": f" ('{FLASHPREP} doctor' lists them)",
    "disk-error": f", then run '{FLASHPREP} doctor'",
    "no-card-asked": f"; '{FLASHPREP} search' shows the cards there are",
    "no-card-found": f"; '{FLASHPREP} search QUERY' shows what a search finds",
    "no-collection": f"; make one with '{FLASHPREP} init', or name one with -C DIR",
    "interview-today": f": {FLASHPREP} review --cram",
    "may-have-problems": f": '{FLASHPREP} check' shows them.",
    "no-interview-name": ", such as --name meta",
    "no-minutes": "; give --minutes or fewer --off days.",
    "no-such-card": f"; '{FLASHPREP} search' shows all keys",
    "no-such-copy": f"; '{FLASHPREP} restore' lists them",
    "no-such-deck": f"; '{FLASHPREP} due' lists them",
    "no-such-interview": f"; '{FLASHPREP} interview' lists them",
    "no-such-note": f"; '{FLASHPREP} search' shows the notes, '{FLASHPREP} due' the decks",
    "no-such-question": f"; see '{FLASHPREP} practice --list'",
    "no-such-source": f"; '{FLASHPREP} search' has the cards there are.",
    "no-such-week": f"; '{FLASHPREP} plan' shows the weeks there are",
    "not-a-key": f", as '{FLASHPREP} search' shows it",
    "not-a-collection": f"; make one with '{FLASHPREP} init {{folder}}'",
    "note-not-deck": "; --search note:{name} finds its cards",
}
"""How a message goes on, by the code of its error; a format over the error's data."""


def hint(code: str, data: Mapping[str, Plain] | None = None) -> str:
    """How a message with this code goes on; nothing where it offers a name already."""
    return "" if data and data.get("near") else HINTS.get(code, "").format_map(data or {})


def in_words(error: FlashprepError) -> str:
    """All that a person is told of an error. What may follow its first line stays below."""
    if isinstance(error, ProblemsFoundError):
        return "\n".join(f"{each}{hint(each.code)}" for each in error.problems)
    first, newline, rest = str(error).partition("\n")
    return f"{first}{hint(error.code, error.data)}{newline}{rest}"

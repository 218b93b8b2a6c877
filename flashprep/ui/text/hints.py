"""What to type next: the commands that go with an error, which its message does not name."""

from collections.abc import Mapping
from typing import Final

from flashprep.errors import FlashprepError, Plain, ProblemsFoundError

HINTS: Final = {
    "better-copy": "; to go back to it: flashprep restore '{path}'",
    "break-backwards": "; give --from the earlier day.",
    "cards-left": "; 'flashprep sync' asks whether to retire them",
    "damaged": " ('flashprep doctor' lists them)",
    "disk-error": ", then run 'flashprep doctor'",
    "no-card-asked": "; 'flashprep list' shows the cards there are",
    "no-card-found": "; 'flashprep list QUERY' shows what a search finds",
    "no-collection": "; make one with 'flashprep init', or name one with -C DIR",
    "interview-today": ": flashprep review --cram",
    "may-have-problems": ": 'flashprep check' shows them.",
    "no-interview-name": ", such as --name meta",
    "no-minutes": "; give --minutes or fewer --off days.",
    "no-such-card": "; 'flashprep list' shows all keys",
    "no-such-copy": "; 'flashprep restore' lists them",
    "no-such-deck": "; 'flashprep due' lists them",
    "no-such-interview": "; 'flashprep interview' lists them",
    "no-such-note": "; 'flashprep list' shows the notes, 'flashprep due' the decks",
    "no-such-question": "; see 'flashprep practise --list'",
    "no-such-source": "; 'flashprep list' has the cards there are.",
    "no-such-week": "; 'flashprep plan' shows the weeks there are",
    "not-a-key": ", as 'flashprep list' shows it",
    "not-a-collection": "; make one with 'flashprep init {folder}'",
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

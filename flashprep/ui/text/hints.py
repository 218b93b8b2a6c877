"""Adds commands to error messages. The errors do not name the commands of a front end."""

from collections.abc import Mapping
from typing import Final

from flashprep.errors import FlashprepError, Plain, ProblemsFoundError
from flashprep.ui.text.program import FLASHPREP

HINTS: Final = {
    "bad-row": f"; run '{FLASHPREP} doctor'",
    "better-copy": f"; to restore it: {FLASHPREP} restore '{{path}}'",
    "break-backwards": "; use the earlier day for --from.",
    "cards-left": f"; '{FLASHPREP} sync' asks whether to retire them",
    "damaged": f" ('{FLASHPREP} doctor' lists them)",
    "database-error": f"; run '{FLASHPREP} doctor'",
    "dated-ahead": f"; if the clock is right, undo them: {FLASHPREP} doctor --undo-ahead",
    "disk-error": f", then run '{FLASHPREP} doctor'",
    "newer-version": f" ('{FLASHPREP} doctor' lists the backups)",
    "no-card-asked": f"; '{FLASHPREP} search' lists all cards",
    "no-card-found": f"; to try a search: {FLASHPREP} search QUERY",
    "no-collection": f"; create one with '{FLASHPREP} init', or select one with -C DIR",
    "interview-today": f": {FLASHPREP} review --cram",
    "may-have-problems": f": '{FLASHPREP} check' lists them.",
    "no-interview-name": ", such as --name meta",
    "no-minutes": "; set --minutes or fewer --off days.",
    "no-such-card": f"; '{FLASHPREP} search' lists all keys",
    "no-such-copy": f"; '{FLASHPREP} restore' lists them",
    "no-such-deck": f"; '{FLASHPREP} due' lists them",
    "no-such-interview": f"; '{FLASHPREP} interview' lists them",
    "no-such-note": f"; '{FLASHPREP} search' lists the notes, '{FLASHPREP} due' the decks",
    "no-such-question": f"; '{FLASHPREP} practice --list' lists them",
    "no-such-source": f"; '{FLASHPREP} search' lists all cards.",
    "no-such-week": f"; '{FLASHPREP} plan' lists the weeks",
    "not-a-key": f", as '{FLASHPREP} search' shows it",
    "not-a-collection": f"; create one with '{FLASHPREP} init {{folder}}'",
    "not-ours": f" ('{FLASHPREP} doctor' lists the backups)",
    "note-not-deck": "; --search note:{name} finds its cards",
}
"""The text to append to a message, by error code. It is a format string for the data of the
error."""


def hint(code: str, data: Mapping[str, Plain] | None = None) -> str:
    """The text to append to a message with this code. It is "" if the message already suggests
    a name."""
    return "" if data and data.get("near") else HINTS.get(code, "").format_map(data or {})


def in_words(error: FlashprepError) -> str:
    """The complete message of an error. The hint is appended to the first line of the
    message."""
    if isinstance(error, ProblemsFoundError):
        return "\n".join(f"{each}{hint(each.code)}" for each in error.problems)
    first, newline, rest = str(error).partition("\n")
    return f"{first}{hint(error.code, error.data)}{newline}{rest}"

"""Formats an interviewer's question (a cue) in quotation marks, and defines the task texts that
appear below such a question."""

import re
from typing import Final

WHICH_STRUCTURE: Final = "Which structure do you answer with?"
"""The task below every cue whose answer is a structure. The wording is always the same, so that
it gives no hint."""
WHAT_PROBED: Final = "What are they probing?"
"""The task below every cue whose answer is not a structure."""
STRUCTURES: Final = "Which structure?"
"""The header of cards that show a cue and ask for a framework, a sequence, or a rubric."""

# Maps each opening quotation mark to the marks that may close the quotation. German opens with
# „ and Danish with ».
_CLOSED_BY: Final = {
    '"': '"',
    "'": "'",
    "“": "”",
    "„": "“”",
    "«": "»",
    "»": "«",
    "‘": "’",  # noqa: RUF001 - quotation marks are meant
}
_STRAIGHT: Final = "\"'"
_BEFORE: Final = "([{—–-"
_DOUBLE: Final = re.compile(r"`[^`]*`|[\"“”„]")
_NESTED: Final = {"“": "‘", "„": "‘", "”": "’"}  # noqa: RUF001
# Matches lists, code, tables, headings, and block quotations. These cannot be put in quotation
# marks.
_BLOCKS: Final = re.compile(
    r"^(?:\s*(?:[-+*>|#]|\d+[.)])(?:\s|$)|\s*(?:```|~~~|\|)|    \S)", re.MULTILINE
)


def quoted(text: str) -> str:
    """Returns the text in quotation marks, as a Markdown paragraph. If the text contains a
    list, code, or a table, returns a block quotation instead."""
    if _BLOCKS.search(text):
        return "\n".join(f"> {line}".rstrip() for line in text.strip().split("\n"))
    return in_quotes(text)


def in_quotes(text: str) -> str:
    """Returns the text in quotation marks, on one line. If the entire text is already in
    quotation marks, these marks are replaced. Double quotation marks inside the text become
    single quotation marks."""
    return f"“{_nested(unquoted(text))}”"


def unquoted(text: str) -> str:
    """Returns the text on one line, without quotation marks around the entire text."""
    line = " ".join(text.split())
    return line[1:-1].strip() if _is_one_quotation(line) else line


def _is_one_quotation(line: str) -> bool:
    """Whether the line is a single quotation: the first character is a quotation mark, and only
    the last character of the line closes it."""
    if len(line) < 3 or line[-1] not in _CLOSED_BY.get(line[0], ""):  # noqa: PLR2004
        return False
    depth = 1
    for place in range(1, len(line) - 1):
        if _closes(line, place):
            depth -= 1
        elif _opens(line, place):
            depth += 1
        if depth == 0:
            return False
    return depth == 1


def _closes(line: str, place: int) -> bool:
    """Whether the character at `place` closes the quotation mark that opens the line. A
    straight quotation mark at the end of a word closes the quotation; inside a word it is an
    apostrophe."""
    if line[place] not in _CLOSED_BY[line[0]]:
        return False
    is_behind = not line[place - 1].isspace() and not line[place + 1].isalnum()
    return line[0] not in _STRAIGHT or is_behind


def _opens(line: str, place: int) -> bool:
    """Whether the character at `place` opens a nested quotation, with the same mark that opens
    the line."""
    is_before = place == 0 or line[place - 1].isspace() or line[place - 1] in _BEFORE
    return line[place] == line[0] and (line[0] not in _STRAIGHT or is_before)


def _nested(line: str) -> str:
    """Returns the line with single instead of double quotation marks, except in code."""

    def single(match: re.Match[str]) -> str:
        mark, start = match[0], match.start()
        if mark != '"':
            return _NESTED.get(mark, mark)
        opens = start == 0 or line[start - 1].isspace() or line[start - 1] in _BEFORE
        return "‘" if opens else "’"  # noqa: RUF001

    return _DOUBLE.sub(single, line)

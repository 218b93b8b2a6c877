"""Formats an interviewer's question in quotation marks and defines the tasks below it."""

import re
from typing import Final

WHICH_STRUCTURE: Final = "Which structure do you answer with?"
"""The task of every cue that asks for a structure. The wording is always the same, so that it
gives no hint."""
WHAT_PROBED: Final = "What are they probing?"
"""The task of every other cue."""
STRUCTURES: Final = "Which structure?"
"""The header of cues that ask for a framework, a sequence, or a rubric."""

# Opening quotation marks, each with the marks that may close it. German opens with „ and Danish
# with ».
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
# Lists, code, tables, headings, and block quotations do not fit in quotation marks.
_BLOCKS: Final = re.compile(
    r"^(?:\s*(?:[-+*>|#]|\d+[.)])(?:\s|$)|\s*(?:```|~~~|\|)|    \S)", re.MULTILINE
)


def quoted(text: str) -> str:
    """Returns the text in quotation marks as a Markdown paragraph, or as a block quotation
    if it contains a list, code, or a table."""
    if _BLOCKS.search(text):
        return "\n".join(f"> {line}".rstrip() for line in text.strip().split("\n"))
    return in_quotes(text)


def in_quotes(text: str) -> str:
    """Returns the text in quotation marks, on one line. Quotation marks around the entire text
    are replaced; those inside it become single ones."""
    return f"“{_nested(unquoted(text))}”"


def unquoted(text: str) -> str:
    """Returns the text on one line, without quotation marks around the entire text."""
    line = " ".join(text.split())
    return line[1:-1].strip() if _is_one_quotation(line) else line


def _is_one_quotation(line: str) -> bool:
    """Whether the line starts with a quotation mark that only its last character closes."""
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
    straight quotation mark closes after a word; inside a word it is an apostrophe."""
    if line[place] not in _CLOSED_BY[line[0]]:
        return False
    is_behind = not line[place - 1].isspace() and not line[place + 1].isalnum()
    return line[0] not in _STRAIGHT or is_behind


def _opens(line: str, place: int) -> bool:
    """Whether the character at `place` opens a nested quotation with the same mark."""
    is_before = place == 0 or line[place - 1].isspace() or line[place - 1] in _BEFORE
    return line[place] == line[0] and (line[0] not in _STRAIGHT or is_before)


def _nested(line: str) -> str:
    """Returns the line with double quotation marks made single, except in code."""

    def single(match: re.Match[str]) -> str:
        mark, start = match[0], match.start()
        if mark != '"':
            return _NESTED.get(mark, mark)
        opens = start == 0 or line[start - 1].isspace() or line[start - 1] in _BEFORE
        return "‘" if opens else "’"  # noqa: RUF001

    return _DOUBLE.sub(single, line)

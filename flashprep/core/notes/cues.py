"""What an interviewer asks, in quotation marks, and what the learner does with it."""

import re
from typing import Final

WHICH_STRUCTURE: Final = "Which structure do you answer with?"
"""The instruction of every cue whose answer is a structure, so that it gives no hint."""
WHAT_PROBED: Final = "What are they probing?"
"""The instruction of every other cue."""
STRUCTURES: Final = "Which structure?"
"""The header of cues whose answer is a framework, a sequence or a rubric."""

# Each opening mark with the marks that may close it. German opens low, Danish opens with ».
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
# Lists, code, tables, headings and quotations: more than quotation marks can hold.
_BLOCKS: Final = re.compile(
    r"^(?:\s*(?:[-+*>|#]|\d+[.)])(?:\s|$)|\s*(?:```|~~~|\|)|    \S)", re.MULTILINE
)


def quoted(text: str) -> str:
    """A paragraph of Markdown with the text in quotation marks, or a block quotation if it
    has a list, code or a table."""
    if _BLOCKS.search(text):
        return "\n".join(f"> {line}".rstrip() for line in text.strip().split("\n"))
    return in_quotes(text)


def in_quotes(text: str) -> str:
    """The text in quotation marks, on one line. Marks around the whole text are replaced, and
    those inside it become single ones."""
    return f"“{_nested(unquoted(text))}”"


def unquoted(text: str) -> str:
    """The text on one line, without quotation marks around the whole of it."""
    line = " ".join(text.split())
    return line[1:-1].strip() if _is_one_quotation(line) else line


def _is_one_quotation(line: str) -> bool:
    """Whether the first character is a quotation mark that the last one closes."""
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
    """Whether the character closes what the line's first one opens. A straight mark does so
    behind a word, but not within one, where it is an apostrophe."""
    if line[place] not in _CLOSED_BY[line[0]]:
        return False
    is_behind = not line[place - 1].isspace() and not line[place + 1].isalnum()
    return line[0] not in _STRAIGHT or is_behind


def _opens(line: str, place: int) -> bool:
    """Whether the character opens another quotation in the line's first mark."""
    is_before = place == 0 or line[place - 1].isspace() or line[place - 1] in _BEFORE
    return line[place] == line[0] and (line[0] not in _STRAIGHT or is_before)


def _nested(line: str) -> str:
    """The line with single quotation marks for its double ones, but in code."""

    def single(match: re.Match[str]) -> str:
        mark, start = match[0], match.start()
        if mark != '"':
            return _NESTED.get(mark, mark)
        opens = start == 0 or line[start - 1].isspace() or line[start - 1] in _BEFORE
        return "‘" if opens else "’"  # noqa: RUF001

    return _DOUBLE.sub(single, line)

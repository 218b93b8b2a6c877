"""Translates the YAML parser's error messages into plain English.

The keys of the table are parts of libyaml's messages. If the pure Python parser has a
different message, the table has a key for both messages. Any other message is shown without
change."""

from typing import Final

from flashprep.sources.tree import Mark, Place

MAX_DEPTH: Final = 20
TOO_DEEP: Final = f"lists and fields are nested more than {MAX_DEPTH} levels deep here"
_QUOTE_IT: Final = "text that begins with '{}' must be quoted"
BRACES: Final = _QUOTE_IT.format("{") + "; braces mean fields in YAML"
_AFTER_QUOTE: Final = (
    "nothing may follow the closing quote or bracket here; "
    "put the entire text in quotes (single ones if it contains double ones)"
)
_INDENTATION: Final = "this line is not aligned with the lines above; check its indentation"
_TAB: Final = "a tab is not allowed here; indent with spaces"
_ESCAPE: Final = "this '\\' escape is unknown or incomplete; write '\\\\', or use single quotes"

# Maps a part of the parser's message to the mistake and its remedy. The first match counts.
_PLAIN: Final = {
    "mapping values are not allowed": (
        "': ' is not allowed here; put text that contains ': ' in quotes, "
        "or check the indentation of this line"
    ),
    "tab character": _TAB,
    "nesting depth": TOO_DEEP,  # libyaml has its own limit
    "block sequence entries are not allowed": (
        "a list cannot begin here; begin it on a new line, "
        "or put text that begins with '- ' in quotes"
    ),
    "mapping keys are not allowed": _QUOTE_IT.format("? "),
    "comment or line break": (
        "after '|' or '>', begin the text on the next line; "
        "put text that itself begins with '|' or '>' in quotes"
    ),
    "escape": _ESCAPE,
    "hexdecimal": _ESCAPE,
    "']'": "a list in '[ ]' is not closed, or a ',' is missing{}",
    "'}'": "fields in '{{ }}' are not closed, or a ',' is missing{}",
    "document indicator": "'---' or '...' is not allowed inside quoted text{}; close the quote",
    "document start": "this line does not fit the lines above; check quotes and indentation",
    "node content": "a value is missing here, or a '[' or '{{' is not closed{}",
    "directive": _QUOTE_IT.format("%"),
}


def explain(  # noqa: PLR0911 - one for each way to go wrong
    problem: str, text: str, at: Mark, opened: Mark | None, context: str
) -> tuple[Mark, str]:
    """The place of a mistake, and a message in plain English.

    `problem` is the parser's message about the place `at` in `text`. `context` describes the
    construct that the parser was reading; `opened` is the beginning of this construct.
    """
    start = text.rfind("\n", 0, at.index) + 1
    before = text[start : at.index]
    if ": {{" in before or before.lstrip(" -").startswith("{{"):
        inner = before.index("{{") + 1  # the parser expected a field name here
        return Place(at.line, inner, start + inner), BRACES
    here = text[at.index : at.index + 1]
    if here == "\t":
        return at, _TAB
    if opened is not None and context.endswith((" alias", " anchor", " a tag")):
        return opened, _QUOTE_IT.format(text[opened.index : opened.index + 1])
    if "cannot start any token" in problem:
        return at, _QUOTE_IT.format(here)
    if opened is not None and "end of stream" in problem:
        return opened, "this quote is never closed; add the closing quote"
    if opened is not None and "expected ':'" in problem:
        return opened, "this line has no ':' after the field name; write 'name: text'"
    if any(words in problem for words in ("expected key", "'-' indicator", "<block end>")):
        closed = before.rstrip().endswith(('"', "'", "]", "}"))
        return at, _AFTER_QUOTE if closed else _INDENTATION
    began = f" (it begins on line {opened.line + 1})" if opened else ""
    for words, plain in _PLAIN.items():
        if words in problem:
            return at, plain.format(began)
    return at, f"this is not valid YAML: {problem}"

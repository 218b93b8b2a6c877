"""What the YAML parser says about broken YAML, put into plain words.

The keys are the words of libyaml; where the pure parser says the same thing otherwise,
its words stand beside them. Anything else is given as the parser says it.
"""

from typing import Final

from flashprep.sources.tree import Mark, Place

MAX_DEPTH: Final = 20
TOO_DEEP: Final = f"lists and fields are nested more than {MAX_DEPTH} deep here"
_QUOTE_IT: Final = "a text that begins with '{}' must stand in quotes"
BRACES: Final = _QUOTE_IT.format("{") + "; braces mean fields in YAML"
_AFTER_QUOTE: Final = (
    "this stands after the end of a quoted text or a bracket; "
    "put the whole text in quotes (in single ones, if it holds double ones)"
)
_INDENTATION: Final = "this line does not line up with those above; check its indentation"
_TAB: Final = "a tab stands where YAML wants spaces; indent with spaces"
_ESCAPE: Final = (
    "this '\\' escape is unknown or not complete; write '\\\\', or use single quotes"
)

# A part of what the parser says -> what is wrong and what to do. The first match counts.
_PLAIN: Final = {
    "mapping values are not allowed": (
        "': ' is not allowed here; put a text that contains ': ' in quotes, "
        "or check the indentation of this line"
    ),
    "tab character": _TAB,
    "nesting depth": TOO_DEEP,  # libyaml looks ahead, and has a bound of its own
    "block sequence entries are not allowed": (
        "'- ' cannot begin a list here; begin the list on a line of its own, "
        "or put a text that begins with '- ' in quotes"
    ),
    "mapping keys are not allowed": _QUOTE_IT.format("? "),
    "comment or line break": (
        "after '|' or '>' the text begins on the next line; "
        "put a text that begins with one of them in quotes"
    ),
    "escape": _ESCAPE,
    "hexdecimal": _ESCAPE,
    "']'": "a list in '[ ]' is not closed, or a ',' is missing{}",
    "'}'": "fields in '{{ }}' are not closed, or a ',' is missing{}",
    "document indicator": "'---' or '...' stands inside a quoted text{}; close its quote",
    "document start": "this does not belong to what stands above; check quotes and indentation",
    "node content": "a value is missing here, or a '[' or '{{' is not closed{}",
    "directive": _QUOTE_IT.format("%"),
}


def explain(  # noqa: PLR0911 - one for each way to go wrong
    problem: str, text: str, at: Mark, opened: Mark | None, context: str
) -> tuple[Mark, str]:
    """Where the person should look, and what is wrong there in plain words.

    `problem` is the parser's word for what it met `at` a place of `text`; `opened` is
    where the thing began that it was reading and `context` its word for that.
    """
    start = text.rfind("\n", 0, at.index) + 1
    before = text[start : at.index]
    if ": {{" in before or before.lstrip(" -").startswith("{{"):
        inner = before.index("{{") + 1  # where a field's name was expected
        return Place(at.line, inner, start + inner), BRACES
    here = text[at.index : at.index + 1]
    if here == "\t":
        return at, _TAB
    if opened is not None and context.endswith((" alias", " anchor", " a tag")):
        return opened, _QUOTE_IT.format(text[opened.index : opened.index + 1])
    if "cannot start any token" in problem:
        return at, _QUOTE_IT.format(here)
    if opened is not None and "end of stream" in problem:
        return opened, "this quote is never closed"
    if opened is not None and "expected ':'" in problem:
        return opened, "this line has no ':' after its name; write 'name: text'"
    if any(words in problem for words in ("expected key", "'-' indicator", "<block end>")):
        closed = before.rstrip().endswith(('"', "'", "]", "}"))
        return at, _AFTER_QUOTE if closed else _INDENTATION
    began = f" (it begins on line {opened.line + 1})" if opened else ""
    for words, plain in _PLAIN.items():
        if words in problem:
            return at, plain.format(began)
    return at, f"this is not valid YAML: {problem}"

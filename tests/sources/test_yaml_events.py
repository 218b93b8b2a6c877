import pytest
from hypothesis import given
from hypothesis import strategies as st

from flashprep.sources.tree import Mapping, Mark, Node, Sequence
from flashprep.sources.yaml.events import Composer, _Parser, _PureParser
from flashprep.sources.yaml.syntax_errors import MAX_DEPTH, TOO_DEEP

SAMPLE = """\
deck: Values
notes:
  - basic: "What is: this?"   # a comment
    answer: |
      one
      two
  - cloze: >-
      folded
      text
  - {basic: no, tags: [1.10, 2020-01-01, ~, null, '', "null"]}
"""


def compose(text: str, parser: object = _Parser) -> tuple[object, list[str]]:
    """A text as plain values with their places, and what was reported."""
    reported: list[str] = []

    def report(mark: Mark, message: str) -> None:
        reported.append(f"{mark.line}:{mark.column}: {message}")

    node = Composer(text, report, None, parser).compose()  # type: ignore[arg-type]
    return node and plain(node), reported


def plain(node: Node) -> object:
    """A node as something to compare: its value, and where it begins."""
    place = (node.start.line, node.start.column, node.key.line, node.key.column)
    match node.value:
        case Mapping(entries=entries):
            return place, {name: plain(each) for name, each in entries.items()}
        case Sequence(items=items):
            return place, [plain(each) for each in items]
        case value:
            return place, value


def values(node: Node | None) -> object:
    """A node as plain values, without places."""
    match node and node.value:
        case Mapping(entries=entries):
            return {name: values(each) for name, each in entries.items()}
        case Sequence(items=items):
            return [values(each) for each in items]
        case value:
            return value


def test_scalars_are_text_as_written() -> None:
    """No word, number or date becomes anything but itself; only plain nothing is nothing."""
    text = (
        "[no, on, 1.10, 0x1F, 1_000, 2020-01-01, 12:30, .nan, Null, '', '~', \"null\", ~, null]"
    )
    written = ["no", "on", "1.10", "0x1F", "1_000", "2020-01-01", "12:30", ".nan", "Null"]
    node = Composer(text, lambda *_: None).compose()
    assert values(node) == [*written, "", "~", "null", None, None]


def test_nodes_know_their_places() -> None:
    """Each value has the line and column, from 0, of itself and of its field's name."""
    found, reported = compose("a: 1\nb:\n  - x\n  - {c: y}\n")
    assert reported == []
    assert found == (
        (0, 0, 0, 0),
        {
            "a": ((0, 3, 0, 0), "1"),
            "b": (
                (2, 2, 1, 0),
                [
                    ((2, 4, 2, 4), "x"),
                    ((3, 4, 3, 4), {"c": ((3, 8, 3, 5), "y")}),
                ],
            ),
        },
    )


@pytest.mark.skipif(_Parser is _PureParser, reason="libyaml is missing here")
def test_the_pure_parser_reads_the_same() -> None:
    """Without libyaml a file says the same, at the same places."""
    assert compose(SAMPLE, _PureParser) == compose(SAMPLE)


@pytest.mark.skipif(_Parser is _PureParser, reason="libyaml is missing here")
@given(st.text(alphabet="ab: -[]{}\n'\"|>#&*!,?"))
def test_the_pure_parser_agrees_on_what_is_sound(text: str) -> None:
    """What both parsers read without complaint, they read alike."""
    reported: list[str] = []
    ours, pure = (
        Composer(text, lambda _, message: reported.append(message), None, parser).compose()
        for parser in (_Parser, _PureParser)
    )
    if not reported:
        assert values(pure) == values(ours)


def test_notes_are_handed_over_one_by_one() -> None:
    """Each note comes as soon as it is whole, with the fields above it already known."""
    seen: list[tuple[object, set[str]]] = []

    def take(node: Node) -> None:
        assert isinstance(node.value, Mapping)
        seen.append((next(iter(node.value.entries)), set(composer.root.entries)))

    composer = Composer(SAMPLE + "source: x\n", lambda *_: None, take)
    assert composer.compose() is not None
    above = {"deck", "notes"}
    assert seen == [("basic", above), ("cloze", above), ("basic", above)]
    assert composer.root.entries.keys() == {"deck", "notes", "source"}


@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "[{a: "])
@pytest.mark.parametrize("depth", [MAX_DEPTH + 1, 200_000])
def test_depth_is_bounded(opening: str, depth: int) -> None:
    """However deep a text is nested, reading stops early and says where."""
    found, reported = compose(opening * depth)
    assert found is None
    (message,) = reported
    assert message.endswith(f": {TOO_DEEP}")


def test_depth_that_is_needed_is_there() -> None:
    """The deepest that is allowed is read."""
    _, reported = compose("[" * MAX_DEPTH + "]" * MAX_DEPTH)
    assert reported == []

import os
from pathlib import Path

from hypothesis import example, given, settings
from hypothesis import strategies as st

from flashprep.sources.deck_file import DeckFile
from flashprep.sources.kinds.ordered import STEP
from flashprep.sources.schema import DECK, KINDS
from flashprep.sources.yaml.missing_ids import add_missing_ids
from tests.sources.reading import read_bytes

EXAMPLES = 20_000 if os.environ.get("FLASHPREP_FULL") == "1" else 200
SEEDS = sorted((Path(__file__).parents[1] / "golden" / "problems").glob("*.yaml"))

names = st.sampled_from([*DECK.fields, *KINDS, *STEP.fields, "expects", "level", "term", "<<"])
texts = st.one_of(
    st.sampled_from(
        [
            "",
            " ",
            "~",
            "x",
            "a: b",
            "x — y",
            "*x",
            "&x y",
            "!t",
            "{{c1::a}}",
            "'",
            '"',
            "|",
            "[",
            "{",
        ]
    ),
    st.text(max_size=8),
)


def block(value: object, indent: int = 0) -> str:
    """A tree as YAML in lines, with nothing quoted and so often broken."""
    space = " " * indent
    if isinstance(value, dict):
        return "".join(f"\n{space}{key}: {block(v, indent + 2)}" for key, v in value.items())
    if isinstance(value, list):
        return "".join(f"\n{space}- {block(v, indent + 2).lstrip()}" for v in value)
    return str(value)


trees = st.recursive(
    texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(names, inner, max_size=4),
    max_leaves=20,
)
decks = st.lists(st.dictionaries(names, trees, max_size=5), max_size=4).map(
    lambda notes: block({"notes": notes})
)


def check(data: bytes) -> DeckFile:
    """Read, and see that what comes out is in order."""
    file = read_bytes(data)
    assert list(file.problems) == sorted(file.problems)
    lines = data.count(b"\n") + data.count(b"\r") + data.count(b"\xc2\x85")
    lines += data.count(b"\xe2\x80\xa8") + data.count(b"\xe2\x80\xa9")
    for problem in file.problems:
        assert 1 <= problem.location.line <= lines + 2
        assert problem.location.column >= 1
        assert "\n" not in problem.message
    return file


@settings(max_examples=EXAMPLES)
@given(st.binary())
@example(b"[" * 100_000)
@example(b"- " * 100_000)
@example(b'a: "\\ud800"')
@example(b"\xef\xbb\xbf\xef\xbb\xbf")
def test_any_bytes_give_notes_or_problems(data: bytes) -> None:
    """Whatever a file holds, reading it does not raise."""
    check(data)


@settings(max_examples=EXAMPLES)
@given(st.text(alphabet=st.sampled_from("abc:-?[]{}#&*!|>'\"%@` \n\t,~<=\\0\r\x85\u2028é")))
def test_any_yaml_signs_give_notes_or_problems(text: str) -> None:
    """Nor does it for a heap of the signs that mean something in YAML."""
    check(text.encode())


@settings(max_examples=EXAMPLES)
@given(decks)
def test_any_fields_give_notes_or_problems(text: str) -> None:
    """Nor for known fields with values of any shape in any place."""
    check(text.encode("utf-8", "replace"))


@settings(max_examples=EXAMPLES // 4)
@given(st.sampled_from(SEEDS), st.integers(0, 2000), st.integers(0, 40), st.binary(max_size=6))
def test_any_damage_gives_notes_or_problems(path: Path, at: int, cut: int, put: bytes) -> None:
    """Nor for a deck file of which a piece was replaced."""
    data = path.read_bytes()
    check(data[:at] + put + data[at + cut :])


@settings(max_examples=EXAMPLES)
@given(decks)
def test_ids_can_be_added_to_anything(text: str) -> None:
    """Writing ids into any deck file, however broken, adds ids or leaves it alone."""
    once, written = add_missing_ids(text)
    assert add_missing_ids(once)[0] == once
    assert (once == text) == (not written)

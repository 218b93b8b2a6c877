"""Deck files as people and editors break them: said clearly, and nothing is lost."""

import os
from pathlib import Path

import pytest

from tests.cli.runs import CARDS, VALUES, Desk

SAID = r"""
decks/alias.yaml:1:4: '&' begins an anchor in YAML
decks/big.yaml:1:1: this file exceeds 16 MB; split it into several files
decks/double.yaml:3:5: field 'answer' appears twice
decks/duplicate.yaml:3:5: the id 'meta-move-fast' is already used by the note at decks
decks/empty-part.yaml:4:8: an item of 'steps' is empty; fill or remove it
decks/field.yaml:4:5: unknown field 'meens' in value "Focus"; did you mean 'means'?
decks/kind.yaml:2:5: unknown kind 'bassic'; did you mean 'basic'?
decks/pipe.yaml:1:1: this is not a regular file; remove or rename it
decks/round/decks:1:1: this link leads to decks, which is read anyway; remove it
decks/self.yaml:1:1: cannot be read: it is a link to itself; remove it
decks/syntax.yaml:
decks/type.yaml:3:13: 'answer' must be
decks/utf-16.yaml:1:1: this file is in UTF-16; save it as UTF-8
decks/utf-8.yaml:2:12: the byte 0xFF is not valid UTF-8; save the file as UTF-8
""".strip().splitlines()


def spoil(desk: Desk) -> None:
    """Put one file with each kind of mistake among the decks."""
    files: dict[str, str | bytes] = {
        "alias": "a: &a [x, x]\nb: &b [*a, *a, *a]\nnotes: [*b, *b, *b]\n",
        "big": b"a" * 50_000_000,
        "double": "notes:\n  - {basic: Q, id: q, answer: A,\n    answer: B}\n",
        "duplicate": "company: Meta\nnotes:\n  - value: Move Fast\n    means: Again\n",
        "empty-part": "notes:\n  - framework: F\n    steps:\n      -\n      - A\n",
        "field": "company: Meta\nnotes:\n  - value: Focus\n    meens: x\n    shows: y\n",
        "kind": "notes:\n  - bassic: Q\n",
        "syntax": "notes:\n  - basic: [Q\n",
        "type": "notes:\n  - basic: Q\n    answer: [1]\n    id: q2\n",
        "utf-16": "notes:\n".encode("utf-16"),
        "utf-8": b"notes:\n  - basic: \xff\n",
    }
    for name, content in files.items():
        desk.write(f"decks/{name}.yaml", content)
    os.mkfifo(desk.decks / "pipe.yaml")
    (desk.decks / "self.yaml").symlink_to("self.yaml")
    (desk.decks / "round").symlink_to("..")


@pytest.fixture
def spoilt(desk: Desk) -> Desk:
    """A collection in use whose decks were spoilt afterwards."""
    desk.run("answer", "star/cue", "good")
    spoil(desk)
    return desk


def reported(said: str) -> list[str]:
    """For each expected line, the line said that begins so; "" if there is none."""
    lines = said.splitlines()
    return [next((line for line in lines if line.startswith(each)), "") for each in SAID]


def test_check(spoilt: Desk) -> None:
    """A check reports every mistake of every file in one run, and writes nothing."""
    before = spoilt.dump()

    result = spoilt.run("check")

    assert result.code == 1
    assert [
        said for said, found in zip(SAID, reported(result.out), strict=True) if not found
    ] == []
    for line in result.out.splitlines():
        place, *message = line.split(": ", maxsplit=1)
        assert place.count(":") == 2
        assert message
        assert message[0]
    assert result.err.endswith("problems in 14 files. No changes made.\n")
    assert spoilt.dump() == before


def test_check_as_json(spoilt: Desk) -> None:
    """With --json the same mistakes are one document, and the run still ends with 1."""
    plain = spoilt.run("check").out.splitlines()

    result = spoilt.run("check", "--json")

    assert (result.code, result.err) == (1, "")
    assert [
        f"{each['path']}:{each['line']}:{each['column']}: {each['message']}"
        for each in result.json["problems"]
    ] == plain


def test_sync(spoilt: Desk) -> None:
    """A sync refuses while there is a mistake anywhere, with the same report, and nothing of
    the files that are in order is taken over."""
    spoilt.write("decks/fine.yaml", VALUES.replace("Meta", "Acme").replace("id: fox", "id: f"))
    before = spoilt.dump()

    result = spoilt.run("sync")

    assert (result.code, result.out) == (1, "")
    assert "" not in reported(result.err)
    assert spoilt.dump() == before


@pytest.mark.parametrize("command", ["status", "due", "queue", "list", "answer cap/basic good"])
def test_studying_goes_on(spoilt: Desk, command: str) -> None:
    """What studies goes on with the last good state and says so on one line."""
    result = spoilt.run(*command.split())

    assert result.code == 0
    assert result.err == (
        f"decks/alias.yaml and 13 more: {result.err.split(': ')[1].split()[0]} problems "
        "('flashprep check' lists them); still using their last valid version\n"
    )
    assert result.out


def test_one_file_is_spoken_of_as_one(desk: Desk) -> None:
    """Several mistakes in one file are that file's."""
    desk.write("decks/two.yaml", "notes:\n  - basic: Why?\n    id: why\n  - framwork: A\n")

    assert desk.run("status").err == (
        "decks/two.yaml: 2 problems ('flashprep check' lists them); "
        "still using its last valid version\n"
    )


def test_one_mistake(desk: Desk) -> None:
    """A single mistake is said in full; the file's cards stay, also those it no longer has."""
    desk.run("due")
    desk.write("decks/values.yaml", "company: Meta\nnotes:\n  - value: Move Fast\n")

    result = desk.run("status", "--json")

    assert result.err == (
        "decks/values.yaml:3:5: value \"Move Fast\" has no meaning; add 'means:', 'shows:' or "
        "'prepare:' (still using its last valid version)\n"
    )
    assert result.json["cards"] == CARDS


def test_mended(spoilt: Desk) -> None:
    """Once the mistakes are gone, everything goes on as if they had never been."""
    for path in spoilt.decks.iterdir():
        if path.name not in {"stories.yaml", "values.yaml"}:
            path.unlink()

    assert spoilt.run("check").out == "Nothing to do: the cards match the deck files.\n"
    assert spoilt.run("due").err == ""


def test_decks_folder_missing(desk: Desk) -> None:
    """A missing decks folder retires nothing: studying goes on, and sync refuses."""
    desk.run("due")
    desk.decks.rename(desk.folder / "elsewhere")

    result = desk.run("status", "--json")

    assert result.json["cards"] == CARDS
    assert result.err.startswith(
        "decks:1:1: this folder does not exist; create it, or choose another"
    )
    assert desk.run("sync", "--yes").code == 1
    assert desk.run("status", "--json").json["cards"] == CARDS


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        (b"[study]\nnew_cards = 5\n", "flashprep.toml:2:1: unknown setting 'new_cards'"),
        (b"[study\n", "flashprep.toml:1:7: is not valid TOML"),
        (b"[study]\ndesired_retention = 90\n", "'desired_retention' must be a number from"),
        (b"\xff", "flashprep.toml:1:1: is not UTF-8 text; save it as UTF-8"),
    ],
)
@pytest.mark.parametrize("command", ["due", "check", "doctor"])
def test_settings(desk: Desk, settings: bytes, said: str, command: str) -> None:
    """A mistake in the settings is said with its place, by whatever command."""
    desk.write("flashprep.toml", settings)

    result = desk.run(command)

    assert (result.code, result.out) == (1, "")
    assert said in result.err


def test_not_text_as_argument(desk: Desk) -> None:
    """An argument in another encoding is an error like any other unknown key."""
    result = desk.run("show", os.fsdecode(b"caf\xe9"))

    assert (result.code, result.out) == (1, "")
    assert result.err == "'caf\\udce9' is not valid UTF-8; check how it was typed\n"


FIXABLE = (
    b"\xef\xbb\xbf# Ours\r\nnotes:\r\n\r\n"
    b"  # Asked in every round\r\n"
    b"  - basic: What is **one**?   # easy\r\n"
    b"    answer: >\r\n      One\r\n      thing\r\n"
    b'  - {cloze: "{{c1::a}} b", extra: "so"}\r\n'
    b"  - basic: What is one?\r\n    answer: 1\r\n    id: mine"
)


def test_fix(desk: Desk) -> None:
    """Fixing writes the missing ids and nothing else: comments, line ends and the layout of
    a file stay, byte for byte."""
    path = desk.write("decks/mine.yaml", FIXABLE)
    path.chmod(0o640)

    advised = desk.run("check")
    result = desk.run("check", "--fix")

    assert (advised.code, advised.err) == (0, "")
    assert "decks/mine.yaml:5:5: advice: 2 notes in this file, the first here" in advised.out
    assert (result.code, result.err) == (0, "")
    assert result.out.startswith("decks/mine.yaml: wrote 2 ids: what-is-one, a-b\n")
    assert path.read_bytes() == FIXABLE.replace(
        b"# easy\r\n", b"# easy\r\n    id: what-is-one\r\n"
    ).replace(b'{{c1::a}} b", ', b'{{c1::a}} b", id: a-b, ')
    assert path.stat().st_mode & 0o777 == 0o640
    assert sorted(path.name for path in desk.decks.iterdir()) == [
        *("mine.yaml", "stories.yaml", "values.yaml")
    ]
    assert desk.run("sync").code == 0
    assert desk.run("check", "--fix", "--json").json["fixed"] == []


def test_fix_beside_mistakes(desk: Desk) -> None:
    """Fixing mends what it can, says so, and reports the rest."""
    desk.write("decks/mine.yaml", "notes:\n  - basic: One?\n    answer: 1\n  - bassic: Two\n")
    desk.write("decks/syntax.yaml", "notes:\n  - basic: [Q\n")

    result = desk.run("check", "--fix")

    assert result.code == 1
    first, *problems = result.out.splitlines()
    assert first == "decks/mine.yaml: wrote 1 id: one"
    assert [line.split(":")[0] for line in problems] == ["decks/mine.yaml", "decks/syntax.yaml"]
    assert "No changes made" not in result.err


def test_fix_through_a_link(desk: Desk, tmp_path: Path) -> None:
    """A deck file that is a link stays one; what it leads to is mended."""
    real = tmp_path / "real.yaml"
    real.write_text("notes:\n  - basic: One?\n    answer: 1\n")
    link = desk.decks / "mine.yaml"
    link.symlink_to(real)

    assert desk.run("check", "--fix").code == 0
    assert link.is_symlink()
    assert "id: one" in real.read_text()


def test_duplicate_id_blames_the_newcomer(desk: Desk) -> None:
    """A new file that claims an id of an old one is reported, whatever it is called, and the
    other new files are studied."""
    desk.run("due")
    desk.write("decks/a.yaml", "company: Meta\nnotes:\n  - value: Move Fast\n    means: x\n")
    desk.write("decks/b.yaml", "notes:\n  - basic: One?\n    answer: 1\n    id: one\n")

    result = desk.run("status", "--json")

    assert result.err.startswith(
        "decks/a.yaml:3:5: the id 'meta-move-fast' is already used by the note at "
        "decks/values.yaml:3:5"
    )
    assert result.json["cards"] == CARDS + 1


def test_folder_that_turns_in_circles(desk: Desk) -> None:
    """What stood in a sub-folder that can no longer be read is not gone."""
    (desk.decks / "more").mkdir()
    desk.write("decks/more/b.yaml", "notes:\n  - basic: One?\n    answer: 1\n    id: one\n")
    desk.run("due")
    (desk.decks / "more").rename(desk.folder / "aside")
    (desk.decks / "more").symlink_to(".")

    result = desk.run("status", "--json")

    assert result.err.startswith("decks/more:1:1: this link leads")
    assert result.json["cards"] == CARDS + 1

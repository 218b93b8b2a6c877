import os
from pathlib import Path

import pytest

from flashprep.sources.deck_file import DeckFile, read_deck
from flashprep.sources.folder import SourceFile
from flashprep.sources.images import LARGEST, SUFFIXES, ImageError, find_image, read_image

PNG = b"\x89PNG\r\n\x1a\n"
BEGINNINGS = {
    "a.png": PNG,
    "b.jpg": b"\xff\xd8\xff\xe0",
    "c.JPEG": b"\xff\xd8\xff\xe0",
    "d.gif": b"GIF89a",
    "e.webp": b"RIFF\0\0\0\0WEBP",
    "f.svg": b"\n<svg xmlns=''/>",
}


def read(folder: Path, image: str) -> DeckFile:
    """What decks/sub/deck.yaml says of a note with this image."""
    file = folder / "decks" / "sub" / "deck.yaml"
    data = f"notes:\n  - {{basic: Q, answer: A, id: q, image: '{image}'}}\n".encode()
    return read_deck(SourceFile(file, "decks/sub/deck.yaml", data, ""), "decks")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A collection with images beside and above its deck file."""
    (tmp_path / "decks" / "sub").mkdir(parents=True)
    (tmp_path / "images").mkdir()
    (tmp_path / "outside.png").write_bytes(PNG)
    for name, data in BEGINNINGS.items():
        (tmp_path / "images" / name).write_bytes(data)
        (tmp_path / "decks" / "sub" / name).write_bytes(data)
    return tmp_path


@pytest.mark.parametrize("name", BEGINNINGS)
@pytest.mark.parametrize(
    ("path", "kept"), [("{}", "decks/sub/{}"), ("./../../images/{}", "images/{}")]
)
def test_images_are_found_from_the_deck_file(
    folder: Path, name: str, path: str, kept: str
) -> None:
    """An image is named from its deck file, and kept by its path in the collection."""
    file = read(folder, path.format(name))
    assert file.problems == ()
    assert file.notes[0].header.image == kept.format(name)


@pytest.mark.parametrize(
    ("image", "expected"),
    [
        ("no.png", "is missing, empty or unreadable"),
        ("../sub", "is not a supported image; use one of .png, "),
        ("deck.yaml", "is not a supported image"),
        ("folder.png", "is missing, empty or unreadable"),
        ("text.png", "is not in the format of its suffix; rename it, or save it in that"),
        ("../../../outside.png", "is outside the collection; copy it next to the deck file"),
        ("/etc/passwd.png", "is outside the collection; copy it next to the deck file"),
        ("a\\0.png", "is missing, empty or unreadable"),
    ],
)
def test_what_is_no_image_is_told(folder: Path, image: str, expected: str) -> None:
    """Missing, outside, or no image: each is a mistake at the place of the field."""
    (folder / "decks" / "sub" / "folder.png").mkdir()
    (folder / "decks" / "sub" / "text.png").write_text("a text")
    (problem,) = read(folder, image).problems
    assert (problem.location.line, problem.location.column) == (2, 41)
    assert problem.message.startswith(f"the image '{image}' {expected}")


def test_null_in_a_name() -> None:
    """No name of a file at all makes it fail."""
    assert find_image(Path("/d/x.yaml"), "d/x.yaml", "a\0b.png")[1] is not None
    assert all(suffix.startswith(".") for suffix in SUFFIXES)


def test_links_out_of_the_collection(folder: Path) -> None:
    """A link to a file or a folder outside is no image of the collection; one inside is."""
    sub = folder / "collection" / "decks"
    sub.mkdir(parents=True)
    (sub / "out.png").symlink_to(folder / "outside.png")
    (sub / "away").symlink_to(folder / "images")
    (sub / "real.png").write_bytes(PNG)
    (sub / "in.png").symlink_to("real.png")
    (sub / "round.png").symlink_to("round.png")
    root = folder / "collection"
    for name, expected in (
        ("out.png", "is outside the collection"),
        ("away/a.png", "is outside the collection"),
        ("round.png", "is missing"),
        ("in.png", ""),
    ):
        _, wrong = find_image(sub / "deck.yaml", "decks/deck.yaml", name)
        assert (wrong or "").startswith(expected), name
        assert bool(wrong) is bool(expected)
        if expected:
            with pytest.raises(ImageError, match=expected):
                read_image(root, f"decks/{name}")
    assert read_image(root, "decks/in.png") == PNG


def test_what_is_no_file(folder: Path) -> None:
    """A pipe, a device, and a file without end are told, and nothing waits for them."""
    sub = folder / "decks" / "sub"
    os.mkfifo(sub / "pipe.png")
    (sub / "zero.png").symlink_to("/dev/zero")
    with (sub / "large.png").open("wb") as file:
        file.write(PNG)
        file.truncate(LARGEST + 1)
    for name, expected in (
        ("pipe.png", "is missing, empty or unreadable"),
        ("zero.png", "is outside the collection"),
        ("large.png", "is larger than 32 MB"),
    ):
        (problem,) = read(folder, name).problems
        assert expected in problem.message
        with pytest.raises(ImageError, match=expected):
            read_image(folder, f"decks/sub/{name}")

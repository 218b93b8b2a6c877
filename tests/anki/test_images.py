"""Images on their way from a deck file into Anki."""

import json
from pathlib import Path
from zipfile import ZipFile

import pytest

from flashprep.app.transfer import export as exporting
from flashprep.core.search.card_filter import EVERY_CARD
from flashprep.errors import FlashprepError
from tests.anki_oracle import Anki, Imported
from tests.collection.folders import HOUR, NOON, Folder

PNG = b"\x89PNG\r\n\x1a\n"
DECK = """
- basic: What does the radar look like?
  answer: Four rings
  id: radar
  image: radar.png
- {basic: Q?, answer: A, id: q, image: radar.png}
- {basic: Plain?, answer: A, id: plain}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """A collection with an image, which two notes show."""
    made = Folder(tmp_path / "collection", radar=DECK)
    draw(made, b"first")
    made.sync()
    return made


def draw(folder: Folder, picture: bytes) -> None:
    """Make the image, or make it anew."""
    (folder.path / "decks" / "radar.png").write_bytes(PNG + picture)


def export(folder: Folder, path: Path, at_ms: int = NOON) -> Path:
    """Write the package."""
    with folder.opened() as collection:
        exporting.export(collection, path, EVERY_CARD, at_ms)
    return path


def test_an_image_is_in_the_package_once(folder: Folder, tmp_path: Path) -> None:
    """However many cards show it, and under a name that tells its bytes."""
    with ZipFile(export(folder, tmp_path / "a.apkg")) as package:
        media = json.loads(package.read("media"))
        assert package.namelist() == ["collection.anki2", "media", "0"]
        assert package.read("0") == PNG + b"first"
    assert list(media) == ["0"]
    assert media["0"].startswith("flashprep-")
    assert media["0"].endswith(".png")
    again = export(folder, tmp_path / "b.apkg", NOON + HOUR).read_bytes()
    assert again == (tmp_path / "a.apkg").read_bytes()


@pytest.mark.anki
def test_anki_shows_it(folder: Folder, tmp_path: Path, real_anki: Anki) -> None:
    """Anki shows the image on the back alone; when it is drawn anew, the next package
    brings the new one, and changes no other card."""
    assert real_anki.take(export(folder, tmp_path / "a.apkg")) == Imported(new=3)
    for picture in (b"first", b"second"):
        card = real_anki.card("radar/basic")
        name = card.note()["Image"].split('"')[1]
        assert name in card.answer()
        assert name not in card.question()
        media = Path(real_anki.collection.media.dir())
        assert (media / name).read_bytes() == PNG + picture
        assert real_anki.note("plain/basic")["Image"] == ""
        draw(folder, b"second")
        real_anki.take(export(folder, tmp_path / "b.apkg", NOON + HOUR))
    assert real_anki.is_sound()


def test_an_image_that_has_gone(folder: Folder, tmp_path: Path) -> None:
    """An export says which note misses its image, and writes nothing."""
    (folder.path / "decks" / "radar.png").unlink()
    with pytest.raises(FlashprepError, match=r"radar\.yaml:2:5: the image 'decks/radar\.png'"):
        export(folder, tmp_path / "a.apkg")
    assert not (tmp_path / "a.apkg").exists()

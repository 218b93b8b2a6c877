"""The pictures of screens: what a terminal shows is in them, and the README has them all."""

import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pyte
import pytest

from scripts.screens import SCREENS, SHOWN
from scripts.terminal_svg import DARK, LIGHT, Theme, to_svg

ROOT = Path(__file__).parent.parent


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_picture_of_a_screen(theme: Theme) -> None:
    """Text, colors, bold and dim of each cell are in the picture, each in its place; empty
    lines at the end are not."""
    screen = pyte.Screen(20, 10)
    sent = b"a <b>  c\r\n\x1b[31mred\x1b[0m \x1b[1mbold\x1b[0m\r\n\x1b[2mdim\x1b[0m"
    pyte.ByteStream(screen).feed(sent)

    picture = ET.fromstring(to_svg(screen, theme, "a & b"))  # noqa: S314 - our own
    texts = {each.text: each.attrib for each in picture.iter() if each.tag.endswith("}text")}

    assert texts.keys() == {"a\xa0<b>\xa0\xa0c", "red", "bold", "dim"}
    assert texts["red"]["fill"] == theme.colors["red"]
    assert texts["bold"]["font-weight"] == "bold"
    assert texts["dim"]["fill"] == theme.dim
    assert float(texts["bold"]["x"]) - float(texts["red"]["x"]) == pytest.approx(4 * 8.4, 0.01)
    assert texts["red"]["y"] == texts["bold"]["y"] < texts["dim"]["y"]
    assert float(picture.attrib["height"]) < 4 * 18 + 20


def test_pictures_of_the_readme() -> None:
    """The README shows each picture that is kept, light and dark, and keeps each it shows."""
    shown = set(re.findall(r"docs/screens/([\w-]+\.svg)", (ROOT / "README.md").read_text()))
    kept = {path.name for path in (ROOT / "docs" / "screens").iterdir()}
    made = {f"{name}-{theme}.svg" for name in SHOWN for theme in ("light", "dark")}

    assert shown == kept == made
    assert len({screen.name for screen in SCREENS}) == len(SCREENS)

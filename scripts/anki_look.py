"""Writes pages that show cards as Anki shows them: on a phone and a desktop, light and dark.

    python scripts/anki_look.py PACKAGE FOLDER

The script takes one card of each design of each kind and renders both sides with the real Anki.
It writes one page for each side to FOLDER, with the CSS classes that Anki's programs set on a
page. `index.html` shows the phone pages in frames of a phone's size.
"""

import sys
from collections.abc import Iterator
from html import escape
from pathlib import Path
from shutil import copytree
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from anki.collection import Collection as AnkiCollection
from anki.import_export_pb2 import ImportAnkiPackageRequest

if TYPE_CHECKING:
    from anki.cards import Card

CLIENTS = {
    "phone": ("mobile android linux", "card card1"),
    "phone-night": ("mobile android linux", "card card1 nightMode night_mode"),
    "desk": ("linux", "card card1 isLin"),
    "desk-night": ("linux night-mode", "card card1 isLin nightMode night_mode"),
}
PAGE = """<!doctype html>
<html class="{html}"><head><meta charset="utf-8"><title>{title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>body {{ margin: 20px }}</style></head>
<body class="{body}"><div id="qa">{side}</div></body></html>
"""
SHOWN = ("Front", "Spine", "Answer", "Extra", "Image")
FRAME = '<iframe src="{name}" title="{name}" width="390" height="600" loading="lazy"></iframe>'
TYPING = '<center><input type=text id=typeans onkeypress="_typeAnsPress();"></center>'
TYPED = (
    "<code id=typeans><span class=typeBad>x</span><span class=typeGood>ct</span>"
    "<br><span id=typearrow>↓</span><br><span class=typeMissed>A</span>"
    "<span class=typeGood>ct</span></code>"
)


def one_of_each(anki: AnkiCollection) -> Iterator[tuple[str, "Card"]]:
    """For each kind and design, a name and the card with the longest fields."""
    cards = [anki.get_card(card) for card in anki.find_cards("")]
    cards.sort(key=lambda card: -sum(len(card.note()[field]) for field in SHOWN))
    seen = set()
    for card in cards:
        name = f"{card.note()['Kind']}-{card.note()['Design']}"
        if name not in seen:
            seen.add(name)
            yield name, card


def write_pages(folder: Path, package: Path) -> int:
    """Write the pages of a package's cards. Returns the number of pages."""
    names = []
    with TemporaryDirectory() as scratch:
        anki = AnkiCollection(str(Path(scratch, "collection.anki2")))
        anki.import_anki_package(ImportAnkiPackageRequest(package_path=str(package)))
        for design, card in one_of_each(anki):
            sides = {
                "front": card.question().replace("[[type:Typed]]", TYPING),
                "back": card.answer().replace("[[type:Typed]]", TYPED),
            }
            for client, (html, body) in CLIENTS.items():
                for side, text in sides.items():
                    name = f"{design}.{side}.{client}.html"
                    page = PAGE.format(html=html, body=body, title=escape(name), side=text)
                    (folder / name).write_text(page, encoding="utf-8")
                    names.append(name)
        copytree(anki.media.dir(), folder, dirs_exist_ok=True)
        anki.close()
    frames = "\n".join(FRAME.format(name=name) for name in sorted(names) if "phone" in name)
    (folder / "index.html").write_text(f"<!doctype html>{frames}", encoding="utf-8")
    return len(names)


def main(package: str, folder: str) -> None:
    """Write the pages, and print the path of the index and the number of pages."""
    target = Path(folder)
    target.mkdir(parents=True, exist_ok=True)
    print(f"{target / 'index.html'}: {write_pages(target, Path(package))} pages")


if __name__ == "__main__":
    main(*sys.argv[1:])

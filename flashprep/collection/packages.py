"""Cards on their way to Anki: which, with which fields, and when they last changed."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from flashprep.anki.fields import fields_digest, note_fields, note_tags
from flashprep.anki.package import PackageNote, write_package
from flashprep.anki.progress import Answer, Places, Progress, Timing, answers, preset
from flashprep.core.cards import Card, Deck
from flashprep.errors import FlashprepError
from flashprep.store.anki_ids import anki_ids, give_anki_ids
from flashprep.store.mirror import CardRow
from flashprep.store.states import Among

if TYPE_CHECKING:
    from flashprep.collection.collection import Collection

# Where nothing was reviewed yet, days are counted from here.
_ANY_DAY = date(2026, 1, 1).toordinal()


@dataclass(frozen=True, slots=True)
class Export:
    """What was written. `changed` counts cards that differ from the last export; `first`
    says that this database never exported before. `reviews` went along with the cards."""

    cards: int
    decks: tuple[str, ...]
    changed: int
    first: bool
    reviews: int = 0


def export_package(
    collection: "Collection",
    path: Path,
    among: Among,
    now_ms: int,
    *,
    with_progress: bool = False,
) -> Export:
    """Write the live cards among these to `path`: `with_progress`, or all as new ones."""
    mirror = collection.mirror
    rows = [
        row
        for row in mirror.cards().values()
        if (among.decks is None or row.card.deck in among.decks)
        and (among.keys is None or row.card.key in among.keys)
    ]
    if not rows and among.keys is not None:
        raise FlashprepError(
            "no card is found; 'flashprep list QUERY' shows what a search finds"
        )
    if not rows:
        raise FlashprepError("there are no cards to export; write a deck file first")
    first = not mirror.was_exported()
    notes: list[PackageNote] = []
    marks: dict[str, tuple[str, int]] = {}
    images = _read_images(collection.folder, [row.card for row in rows])
    for row in rows:
        image, _ = images.get(row.card.image, ("", b""))
        fields = note_fields(row.card, image)
        digest = fields_digest(fields, note_tags(row.card))
        mod_s = row.content_mod_s or 0
        if digest != row.fields_digest:
            # Anki takes a note only if its mod is newer than what it has.
            mod_s = max(now_ms // 1000, mod_s + 1)
            marks[row.card.key] = (digest, mod_s)
        notes.append(
            PackageNote(row.guid, row.card, fields, row.position, mod_s, row.created_ms)
        )
    # Kept before the file is written: a mod that Anki never saw does no harm, while one
    # that it saw and we forgot would keep a later change out.
    with collection.database.transaction():
        mirror.mark_exported(marks)
        if with_progress:
            give_anki_ids(collection.database)
    course = _Course(collection, rows) if with_progress else None
    names = {row.card.deck for row in rows}
    described = {file.deck: file.description for file in mirror.files().values()}
    write_package(
        path,
        notes,
        [Deck(name, described.get(name, "")) for name in sorted(names)],
        dict(images.values()),
        course.progress(now_ms) if course else None,
    )
    return Export(
        cards=len(rows),
        decks=tuple(sorted(names)),
        changed=0 if first else len(marks),
        first=first,
        reviews=course.count_reviews() if course else 0,
    )


class _Course:
    """How these cards were learned. An answer goes along if the state of its card rests on
    it: one taken back, one from before the card was forgotten, and one given to cram stay."""

    def __init__(self, collection: "Collection", rows: Sequence[CardRow]) -> None:
        self._collection = collection
        every = collection.states.every()
        keys = [row.card.key for row in rows]
        self._guids = {row.card.key: row.guid for row in rows}
        self._standings = [every[key] for key in keys]
        logged = collection.logs.reviews_by_card(None if len(rows) == len(every) else keys)
        self._reviews = {
            standing.card_key: standing.marks.since_forgotten(logged[standing.card_key])
            for standing in self._standings
            if standing.state
        }

    def count_reviews(self) -> int:
        return sum(map(len, self._reviews.values()))

    def progress(self, now_ms: int) -> Progress:
        """What goes into the package; the places are those of the present study day."""
        collection = self._collection
        config, parameters = collection.config, collection.scheduler.parameters
        timing = Timing(collection.calendar, self._first_day())
        places = Places(timing, config, parameters, collection.today(now_ms))
        return Progress(
            timing=timing,
            preset=preset(config, parameters),
            places={
                self._guids[standing.card_key]: places.place(standing)
                for standing in self._standings
            },
            answers=self._answers(anki_ids(collection.database)),
        )

    def _first_day(self) -> int:
        """The first day of any review, or due day; the same for the same database."""
        days = (
            min(standing.state.due_day, standing.introduced_day or standing.state.last_day)
            for standing in self._standings
            if standing.state
        )
        return min(days, default=_ANY_DAY)

    def _answers(self, ids: Mapping[str, int]) -> Iterator[tuple[str, Answer]]:
        for key, reviews in self._reviews.items():
            guid = self._guids[key]
            for answer in answers(reviews, self._collection.scheduler.course(reviews), ids):
                yield guid, answer


def _read_images(folder: Path, cards: Iterable[Card]) -> dict[str, tuple[str, bytes]]:
    """The images of the cards by path: the name for Anki, and the bytes. A name tells the
    bytes, so that an image that was drawn anew is a new one."""
    found: dict[str, tuple[str, bytes]] = {}
    for card in cards:
        if not card.image or card.image in found:
            continue
        try:
            data = (folder / card.image).read_bytes()
        except OSError as error:
            raise FlashprepError(
                f"{card.location}: the image '{card.image}' cannot be read "
                f"({error.strerror}); put it there again, or take 'image' out"
            ) from error
        name = f"flashprep-{sha256(data).hexdigest()[:16]}{Path(card.image).suffix.lower()}"
        found[card.image] = name, data
    return found

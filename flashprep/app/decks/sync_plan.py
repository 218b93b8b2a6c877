"""A sync plan: what a sync would change. `app.decks.diff` computes it.

If nothing changed, a sync needs only this module, so it loads little.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, ClassVar, Final

from flashprep.app.json_forms import PLACE, UNFILLED
from flashprep.errors import Problem

if TYPE_CHECKING:
    from flashprep.core.cards import Card
    from flashprep.sources.unfilled import Unfilled
    from flashprep.store.catalog import FileRow, NoteRow
    from flashprep.store.full_cards import CardRow

CHANGES: Final = f"*report leaving_with_history=leaving without_cards(note=key {PLACE})"
"""The JSON form of a plan's changes to cards."""


@dataclass(frozen=True, slots=True)
class SyncReport:
    """The keys of the cards that change, by type of change. `renamed` maps old keys to new
    keys."""

    new: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    moved: tuple[str, ...] = ()
    renamed: Mapping[str, str] = field(default_factory=dict)
    retired: tuple[str, ...] = ()
    revived: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Whether any card changes."""
        return any(
            (self.new, self.changed, self.moved, self.renamed, self.retired, self.revived)
        )


@dataclass(frozen=True, slots=True)
class PlacedCard:
    """A card with its index within its note (`place`) and its position in the order of
    introduction. `before` is the card's previous row in the database, or None for a new
    card."""

    card: "Card"
    place: int
    position: int
    before: "CardRow | None"


@dataclass(frozen=True, slots=True)
class SyncPlan:
    """A sync that is not applied yet. A plan with `problems` must not be applied.

    `leaving` contains the cards with reviews that would be retired. It maps the key of each
    such card to its number of reviews. The user must confirm that these cards are retired.
    `leaving_files` maps each file to the keys of its cards in `leaving`.

    `files` contains the files to write to the catalog, with their notes. `gone` contains the
    files to remove from the catalog. `cards` contains all cards of `files`. `retired` contains
    the cards that these files no longer contain. `positions` contains the changed positions of
    cards in other files. `stale` contains the skipped files that refer to changed notes; the
    next sync must read these files.

    `renamed_prompts` maps the old keys of practiced prompts to the new keys. `unfilled`
    contains the notes with placeholders in all files, changed or not. `waiting` contains the
    stored summaries (JSON) of notes that have placeholders now but were once complete, by the
    note's id.
    """

    FORM: ClassVar = f"{CHANGES} {UNFILLED}"
    report: SyncReport = field(default_factory=SyncReport)
    problems: tuple[Problem, ...] = ()
    leaving: Mapping[str, int] = field(default_factory=dict)
    leaving_files: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    stale: frozenset[str] = frozenset()
    files: "tuple[tuple[FileRow, tuple[NoteRow, ...]], ...]" = ()
    gone: tuple[str, ...] = ()
    cards: tuple[PlacedCard, ...] = ()
    retired: "tuple[CardRow, ...]" = ()
    positions: Mapping[str, int] = field(default_factory=dict)
    renamed_prompts: Mapping[str, str] = field(default_factory=dict)
    unfilled: "tuple[Unfilled, ...]" = ()
    waiting: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to write."""
        return not self.files and not self.gone

    @property
    def touched(self) -> frozenset[str]:
        """The names of all new, changed, and removed files."""
        return frozenset((*(file.name for file, _ in self.files), *self.gone))

    @property
    def without_cards(self) -> "tuple[NoteRow, ...]":
        """The notes of `files` that generate neither cards nor prompts nor a program."""
        with_cards = {placed.card.note_key for placed in self.cards}
        return tuple(
            row
            for _, rows in self.files
            for row in rows
            if row.key not in with_cards and not (row.prompts or row.programme)
        )

    def with_problems(self, problems: Iterable[Problem]) -> "SyncPlan":
        """The plan with additional problems."""
        return replace(self, problems=tuple(sorted({*self.problems, *problems})))

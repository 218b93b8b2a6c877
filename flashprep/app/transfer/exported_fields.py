"""The fields of the notes to export: from the package that is replaced, or rendered.

Rendering takes most of the time of an export, and usually few cards changed since the last one.
The last package contains the fields of the others. It may have been replaced by any file, so a
note's fields are used only if their digest is that of the fields last exported, and only if the
digest of what these were rendered from is still the same.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final, NamedTuple

from flashprep.anki.fields import fields_digest, joined, note_fields, note_tags, source_digest
from flashprep.anki.reading import opened_package
from flashprep.errors import FlashprepError
from flashprep.store.full_cards import ExportRow

# A larger file, or one with a larger database, is not read.
_LARGEST: Final = 256 << 20


class NoteFields(NamedTuple):
    """The joined fields and the tags of a note, the digest of both, and the digest of what the
    fields are rendered from."""

    fields: str
    tags: tuple[str, ...]
    digest: str
    source: str


def exported_fields(
    path: Path, rows: Iterable[ExportRow], images: Mapping[str, str]
) -> Iterator[tuple[ExportRow, NoteFields]]:
    """Each card with the fields of its note. `path` is where the package will be written.
    `images` maps paths of images to their names in Anki."""
    sources = [
        (row, source_digest(row.card, row.content, images.get(row.image, ""))) for row in rows
    ]
    same = {row.guid: row for row, source in sources if source == row.exported.rendered_from}
    kept = dict(_kept(path, same)) if same else {}
    for row, source in sources:
        tags = note_tags(row.card)
        fields, digest = kept.get(row.guid), row.exported.fields_digest
        if fields is None or digest is None:
            fields = joined(note_fields(row.full, images.get(row.image, "")))
            digest = fields_digest(fields, tags)
        yield row, NoteFields(fields, tags, digest, source)


def _kept(path: Path, rows: Mapping[str, ExportRow]) -> Iterator[tuple[str, str]]:
    """The guid and the joined fields of each note in the package at `path` that has the tags of
    its card in `rows` and the fields last exported. If the file cannot be read, there are
    none."""
    with suppress(FlashprepError, OSError):
        if path.stat().st_size > _LARGEST:
            return
        with opened_package(path, _LARGEST) as package:
            for guid, fields in package.fields():
                row = rows.get(guid)
                if row is None:
                    continue
                if fields_digest(fields, note_tags(row.card)) == row.exported.fields_digest:
                    yield guid, fields

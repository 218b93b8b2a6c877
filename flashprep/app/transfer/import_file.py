"""Imports an Anki package or a text table."""

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from flashprep.app.context import Context
from flashprep.app.transfer.import_report import DECK_SUFFIXES, Adoption, Imported

_TABLES = (".csv", ".tsv", ".txt")


@dataclass(frozen=True, slots=True)
class ImportReport:
    """The result of an import or, in a dry run, the result that the import would have.
    `imported` is None for a table. `files` contains the paths of the new files, relative to the
    collection's folder."""

    FORM: ClassVar = (
        "path dry_run changed "
        "*imported(notes matched others reviews known marks dropped incomplete) "
        "files *adoption(left_out media)"
    )
    path: Path
    dry_run: bool
    imported: Imported | None
    adoption: Adoption
    files: tuple[str, ...]

    @property
    def changed(self) -> bool:
        """Whether the import changes anything."""
        return bool(self.adoption.files or self.imported)

    @property
    def deck_files(self) -> tuple[str, ...]:
        """The paths of the new deck files. Other new files are pictures."""
        return tuple(name for name in self.files if name.endswith(DECK_SUFFIXES))


def import_file(
    context: Context,
    path: Path,
    now_ms: int,
    *,
    rollover: int | None = None,
    as_deck: Path | None = None,
    dry_run: bool = False,
) -> ImportReport:
    """Imports a file; see `anki_import` and `csv_tables`."""
    if path.suffix.lower() in _TABLES:
        from flashprep.app.transfer.csv_tables import import_table

        imported = None
        adoption = import_table(context, path, as_deck, now_ms, rehearse=dry_run)
    else:
        from flashprep.app.transfer.anki_import import import_package

        imported = import_package(context, path, now_ms, rollover, as_deck, rehearse=dry_run)
        adoption = imported.adoption
    root = context.folder.resolve()
    files = tuple(each.relative_to(root).as_posix() for each in adoption.files)
    return ImportReport(path, dry_run, imported, adoption, files)

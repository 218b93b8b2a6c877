"""The container of an Anki package: a ZIP with a database, a list of media, and the media.

There are three forms of packages, and the member `meta` contains the form. A package without
`meta` has the oldest form or is from another program. In the newest form every member is
compressed a second time. Such a package also contains a database of the older form, with a
single note that asks the user to update Anki. Only this module imports zstandard.

A package may be a decompression bomb, and its sizes may be wrong. So members are read in chunks
up to a limit, and the sizes in the ZIP are not trusted.
"""

import json
import lzma
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import IO
from zipfile import BadZipFile, ZipFile, ZipInfo

from flashprep.anki.protobuf import read_message
from flashprep.errors import FlashprepError, unreadable
from flashprep.files import open_regular

OLDEST, OLD, PRESENT = 1, 2, 3
"""The forms of packages, by their number in `meta`."""

_DATABASES = {
    OLDEST: "collection.anki2",
    OLD: "collection.anki21",
    PRESENT: "collection.anki21b",
}

# Compression reduces real packages to a fifth or a tenth of their size. A member may expand to
# `_GROWTH` times its compressed size plus `_SLACK` bytes, but not beyond its absolute limit.
_GROWTH = 200
_SLACK = 64 << 20
LARGEST = 8 << 30
"""The largest database that is read, in bytes."""
_MOST_MEDIA = 64 << 20
_MOST_NAMES = 32 << 20
_WINDOW = 128 << 20  # memory limit of the decompressor
_CHUNK = 1 << 18

_BROKEN = (
    *(BadZipFile, EOFError, LookupError, NotImplementedError, OverflowError),
    *(RuntimeError, ValueError, zlib.error, lzma.LZMAError, OSError),
)


class UnfitPackageError(FlashprepError):
    """A package that cannot be imported; the message contains the reason."""

    code = "bad-package"


@dataclass(frozen=True, slots=True)
class Container:
    """An open package; `name` identifies it in messages, `form` is its format."""

    name: str
    form: int
    _zip: ZipFile

    def extract_database(self, target: Path, largest: int = LARGEST) -> None:
        """Write the database with the cards to `target`. Raises FlashprepError if the database
        is damaged, or larger than `largest` bytes."""
        info = self._member(_DATABASES[self.form])
        with self._clear_errors(), self._opened(info) as source, target.open("xb") as file:
            for chunk in _chunks(source, self._bound(info, largest), self.name):
                file.write(chunk)

    def media_names(self) -> Mapping[str, str]:
        """Maps members of the ZIP to the file names that fields use for them."""
        if "media" not in self._zip.namelist():
            return {}
        info = self._member("media")
        with self._clear_errors(), self._opened(info) as source:
            data = b"".join(_chunks(source, self._bound(info, _MOST_NAMES), self.name))
            names = _listed(data) if self.form == PRESENT else _keyed(data)
        for name in names.values():
            if not name or name in {".", ".."} or set(name) & set("/\\\0"):
                raise UnfitPackageError(
                    f"{self.name}: the name {name!r:.60} of a picture or sound leads outside "
                    "its folder; nothing was imported"
                )
        return names

    def read_media(self, member: str) -> bytes | None:
        """The bytes of a media file; None if the member is missing or too large."""
        try:
            info = self._zip.getinfo(member)
        except KeyError:
            return None
        if info.file_size > _MOST_MEDIA:
            return None
        with self._clear_errors(), self._opened(info) as source:
            return b"".join(_chunks(source, self._bound(info, _MOST_MEDIA), self.name))

    def _member(self, name: str) -> ZipInfo:
        try:
            return self._zip.getinfo(name)
        except KeyError:
            raise UnfitPackageError(
                f"{self.name}: the package is incomplete: '{name}' is missing; export it from "
                "Anki again"
            ) from None

    def _bound(self, info: ZipInfo, most: int) -> int:
        return min(most, _SLACK + _GROWTH * info.compress_size)

    @contextmanager
    def _opened(self, info: ZipInfo) -> Iterator[IO[bytes]]:
        with self._zip.open(info) as member:
            if self.form != PRESENT:
                yield member
                return
            import zstandard

            unpacker = zstandard.ZstdDecompressor(max_window_size=_WINDOW)
            try:
                with unpacker.stream_reader(member, read_across_frames=True) as unpacked:
                    yield unpacked
            except zstandard.ZstdError as error:
                raise ValueError(str(error)) from error

    @contextmanager
    def _clear_errors(self) -> Iterator[None]:
        try:
            yield
        except _BROKEN as error:
            raise broken(self.name, error) from error


@contextmanager
def opened_container(path: Path) -> Iterator[Container]:
    """Open the package at `path`. Raises FlashprepError if the file is not a package, is
    damaged, or has a newer form."""
    name = str(path)
    try:
        file = open_regular(path)
    except OSError as error:
        raise unreadable(name, error) from error
    with file:
        try:
            package = ZipFile(file)
        except _BROKEN as error:
            raise UnfitPackageError(
                f"{name}: this is not a complete Anki package; in Anki, use File, Export, and "
                "choose an .apkg or .colpkg file"
            ) from error
        with package:
            try:
                form = _form(package)
            except _BROKEN as error:
                raise broken(name, error) from error
            if form is None:
                raise UnfitPackageError(
                    f"{name}: this ZIP file contains no Anki collection; in Anki, use File, "
                    "Export, and choose an .apkg or .colpkg file"
                )
            if form not in _DATABASES:
                raise FlashprepError(
                    f"{name}: the package is from a newer Anki than flashprep supports; in "
                    "Anki's export, tick 'Support older Anki versions', or update flashprep",
                    "newer-version",
                )
            yield Container(name, form, package)


def broken(name: str, error: Exception) -> FlashprepError:
    """The error for a package that cannot be read completely."""
    if isinstance(error, OSError) and error.strerror:
        return unreadable(name, error)
    return UnfitPackageError(
        f"{name}: the package is damaged and cannot be read; export it from Anki again"
    )


def _form(package: ZipFile) -> int | None:
    """The form of the package; None if it contains no database."""
    names = set(package.namelist())
    if "meta" in names:
        with package.open("meta") as member:
            meta = member.read(_CHUNK)
        forms = [value for number, value in read_message(meta) if number == 1]
        return forms[-1] if forms and isinstance(forms[-1], int) else OLDEST
    # Anki wrote the second form for years before it added `meta`.
    return next((form for form in (PRESENT, OLD, OLDEST) if _DATABASES[form] in names), None)


def _chunks(source: IO[bytes], bound: int, name: str) -> Iterator[bytes]:
    size = 0
    while chunk := source.read(_CHUNK):
        size += len(chunk)
        if size > bound:
            raise UnfitPackageError(
                f"{name}: unpacked, the package is far larger than an Anki export of its size; "
                "it was not imported"
            )
        yield chunk


def _keyed(data: bytes) -> dict[str, str]:
    """The media list of the older forms: a JSON object that maps members to names."""
    names = json.load(BytesIO(data)) if data.strip() else {}
    if not isinstance(names, dict):
        raise ValueError("the list of media is not an object")  # noqa: TRY004 - of the file's content
    return {member: str(name) for member, name in names.items()}


def _listed(data: bytes) -> dict[str, str]:
    """The media list of the newest form: a Protocol Buffers message with an entry for each
    name, in the order of the numbered members."""
    entries = [value for number, value in read_message(data) if number == 1]
    names: dict[str, str] = {}
    for index, entry in enumerate(entries):
        if not isinstance(entry, bytes):
            raise ValueError("an entry of the list of media is not a message")  # noqa: TRY004
        fields = dict(read_message(entry))
        name, member = fields.get(1), fields.get(255, index)
        if isinstance(name, bytes):
            names[str(member)] = name.decode("utf-8", "replace")
    return names

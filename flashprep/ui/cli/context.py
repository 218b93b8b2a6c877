"""The context of a command: the folder of the collection, and the time.

Only this module reads the clock. The variable `FLASHPREP_NOW` sets another time. Scripts and
tests use it so that their results do not depend on the current day.
"""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from flashprep.errors import FlashprepError, InputError
from flashprep.ui.text.hints import hint, in_words
from flashprep.ui.text.output import as_json_text, warn
from flashprep.ui.text.program import FLASHPREP
from flashprep.ui.text.safe_output import output_is_extra

if TYPE_CHECKING:
    from flashprep.collection import Collection
    from flashprep.errors import Problem


@dataclass(frozen=True, slots=True)
class App:
    """The context of one run.

    `collection_dir` is the folder as the user named it. If `collection_dir` is None, the
    collection is searched for in the current folder and the folders above it. `clock` returns
    the current time, and `now_ms` is the time at which the command started, both in ms since
    1970. A session calls `clock` for each review. `as_json` is true if the user gave `--json`.
    """

    collection_dir: Path | None
    now_ms: int
    clock: Callable[[], int]
    as_json: bool = False

    def folder(self) -> Path:
        """The collection's folder. Raises FlashprepError if no collection is found."""
        from flashprep.app.folders import check_collection, find_collection

        try:
            if self.collection_dir is None:
                return find_collection(Path.cwd())
            return check_collection(self.collection_dir)
        except OSError as error:  # the folder is deleted, unreadable or invalid
            here = self.collection_dir or "this folder"
            raise FlashprepError(
                f"{here}: cannot be read ({error.strerror}); name a collection with -C"
            ) from error

    @contextmanager
    def opened(self) -> "Iterator[Collection]":
        """Open the collection for one command, and close it afterwards."""
        from flashprep.collection import Collection

        folder = self.folder()
        _OPENED.append(folder)
        with Collection.opened(folder) as collection:
            if collection.is_new:
                _mention_backups(collection)
                warn_of_place(collection.folder)
            collection.leave_out_ahead(self.now_ms)
            try:
                yield collection
            except InputError as error:
                raise click.UsageError(in_words(error)) from error
            finally:
                if collection.logs.has_recorded:
                    output_is_extra()
                _warn_of_daily_copy(collection)

    @contextmanager
    def studying(self) -> "Iterator[Collection]":
        """Open the collection and sync it with the deck files.

        The user can still study if a deck file has a mistake. In that case a warning names the
        file, and its cards stay unchanged.
        """
        with self.opened() as collection:
            warn_of_problems(collection.sync_valid_files(self.now_ms))
            _warn_of_entries_ahead(collection)
            yield collection

    def end_if_json(
        self, command: str, view: object = None, exit_code: int = 0, **values: object
    ) -> None:
        """If the user gave --json, print the JSON document of `command` and end the run.
        Otherwise do nothing.

        The document contains the fields of `view` or, without a view, the `values` by name.
        """
        if self.as_json:
            from flashprep.ui.text.json_documents import document  # most runs print no JSON

            click.echo(as_json_text(document(command, view, **values), indent=2))
            raise click.exceptions.Exit(exit_code)


_OPENED: list[Path] = []


def _ask_for_json(context: click.Context, _: click.Parameter, is_asked: bool) -> None:  # noqa: FBT001 - click's signature
    if is_asked:
        context.obj = replace(context.obj, as_json=True)


json_option = click.option(
    "--json",
    is_flag=True,
    expose_value=False,
    callback=_ask_for_json,
    help="Print one JSON document, for other programs.",
)


def warn_of_problems(problems: "tuple[Problem, ...]") -> None:
    """Warn that deck files with mistakes were not synced."""
    if len(problems) == 1:
        warn(f"{problems[0]}{hint(problems[0].code)} (still using its last valid version)")
    elif problems:
        paths = list(dict.fromkeys(problem.location.path for problem in problems))
        more = f" and {len(paths) - 1} more" if len(paths) > 1 else ""
        warn(
            f"{paths[0]}{more}: {len(problems)} problems ('{FLASHPREP} check' lists them); "
            f"still using {'their' if more else 'its'} last valid version"
        )


def warn_of_place(folder: Path) -> None:
    """Warn if a database is created in a folder that is not safe for databases."""
    from flashprep.app.upkeep.unsafe_folders import place_warning

    warning = place_warning(folder)
    if warning:
        warn(warning)


def _warn_of_entries_ahead(collection: "Collection") -> None:
    count = len(collection.logs.waiting())
    if count:
        warn(
            f"Log entries dated more than a day ahead of this computer's clock: {count}. They "
            f"do not count until then. Check the clock; then '{FLASHPREP} doctor' helps."
        )


def _mention_backups(collection: "Collection") -> None:
    from flashprep.app.upkeep.doctor import better_copies
    from flashprep.text import amount

    found = better_copies(collection.folder)
    if found:
        warn(
            f"This database is new, but there is a backup of an earlier one, made on "
            f"{found[0].made_on} with {amount(found[0].reviews, 'review')}. To restore it:\n"
            f"{FLASHPREP} restore '{found[0].path}'"
        )


def _warn_of_daily_copy(collection: "Collection") -> None:
    """Warn if the daily backup could not be made. If the backup is still being made in the
    background, wait for its end."""
    problem = collection.daily_copy and collection.daily_copy.problem()
    if problem:
        warn(f"No backup was made: {in_words(problem)}")


def damage_behind(error: Exception) -> FlashprepError | None:
    """If a damaged value in the database caused `error`, the error that describes the damage.
    Otherwise None. The database is that of the collection that this run opened last."""
    from flashprep.errors import VALUE_ERRORS

    if not _OPENED or not isinstance(error, VALUE_ERRORS):
        return None
    from flashprep.app.folders import DATABASE_NAME
    from flashprep.app.upkeep.unreadable import unreadable_value

    return unreadable_value(_OPENED[-1] / DATABASE_NAME)


def start_app(collection_dir: str | None, environment: Mapping[str, str]) -> App:
    """The context for one run. Raises a usage error if `FLASHPREP_NOW` is not a valid time."""
    text = environment.get("FLASHPREP_NOW", "")
    clock = clock_from(parse_instant(text)) if text else _real_clock
    return App(Path(collection_dir) if collection_dir else None, clock(), clock)


def clock_from(start_ms: int) -> Callable[[], int]:
    """A clock that shows `start_ms` now and runs at normal speed."""
    started_ns = time.monotonic_ns()
    return lambda: start_ms + (time.monotonic_ns() - started_ns) // 1_000_000


def parse_instant(text: str) -> int:
    """The time that the value of `FLASHPREP_NOW` states, in ms since 1970. Raises a usage error
    if the value is not a valid time."""
    from flashprep.core.calendar import read_instant

    try:
        return read_instant(text)
    except ValueError:
        raise click.UsageError(
            f"FLASHPREP_NOW is '{text}', which is not a time since 1970; write it with its UTC "
            "offset, such as 2026-12-18T09:00:00+01:00, or in milliseconds since 1970."
        ) from None


def _real_clock() -> int:
    return time.time_ns() // 1_000_000

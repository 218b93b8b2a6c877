"""What every command is given: where the collection is and what time it is.

This is the one place that reads the clock. `FLASHPREP_NOW` sets it, for scripts and tests
that must not depend on the day they run.
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

if TYPE_CHECKING:
    from flashprep.collection import Collection
    from flashprep.errors import Problem


@dataclass(frozen=True, slots=True)
class App:
    """`collection_dir` as the person named it, and `clock`, which gives the instant in ms.

    `collection_dir` is None where the collection is to be looked for from this folder up.

    `now_ms` is the instant at which the command started. A command that is over at once
    uses it throughout; a session asks `clock` again for each answer. `as_json` is whether a
    JSON document was asked for instead of words.
    """

    collection_dir: Path | None
    now_ms: int
    clock: Callable[[], int]
    as_json: bool = False

    def folder(self) -> Path:
        """The collection's folder; FlashprepError if there is none."""
        from flashprep.app.folders import check_collection, find_collection

        try:
            if self.collection_dir is None:
                return find_collection(Path.cwd())
            return check_collection(self.collection_dir)
        except OSError as error:  # a folder that is gone, hidden, or has an impossible name
            here = self.collection_dir or "this folder"
            raise FlashprepError(
                f"{here}: cannot be looked into ({error.strerror}); name a collection with -C"
            ) from error

    @contextmanager
    def opened(self) -> "Iterator[Collection]":
        """The collection, open for one command."""
        from flashprep.collection import Collection

        with Collection.opened(self.folder()) as collection:
            if collection.is_new:
                _mention_copies(collection)
                mention_place(collection.folder)
            try:
                yield collection
            except InputError as error:
                raise click.UsageError(in_words(error)) from error

    @contextmanager
    def studying(self) -> "Iterator[Collection]":
        """The collection with its cards as the deck files say. A file with a mistake keeps
        nobody from studying: it is mentioned, and its cards stay as they were."""
        with self.opened() as collection:
            mention_problems(collection.sync_what_is_sound(self.now_ms))
            yield collection

    def end_if_json(
        self, command: str, view: object = None, exit_code: int = 0, **values: object
    ) -> None:
        """With --json, print the one document of a command (its view, or values by name), and
        end the run here; else do nothing."""
        if self.as_json:
            from flashprep.ui.text.json_documents import document  # most runs print none

            click.echo(as_json_text(document(command, view, **values), indent=2))
            raise click.exceptions.Exit(exit_code)


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


def mention_problems(problems: "tuple[Problem, ...]") -> None:
    """Say on one line that deck files were left as they were last read, and why."""
    if len(problems) == 1:
        warn(f"{problems[0]}{hint(problems[0].code)} (its cards are kept as they were)")
    elif problems:
        paths = list(dict.fromkeys(problem.location.path for problem in problems))
        more = f" and {len(paths) - 1} more" if len(paths) > 1 else ""
        warn(
            f"{paths[0]}{more}: {len(problems)} problems ('{FLASHPREP} check' shows them); "
            f"what {'these files' if more else 'this file'} gave before is kept"
        )


def mention_place(folder: Path) -> None:
    """Say so, where a database is being made in a folder that is not safe for one."""
    from flashprep.app.upkeep.unsafe_folders import place_warning

    warning = place_warning(folder)
    if warning:
        warn(warning)


def _mention_copies(collection: "Collection") -> None:
    from flashprep.app.upkeep.doctor import better_copies

    copies = better_copies(collection.folder)
    if copies:
        warn(
            f"This database is new, but there is a copy of an earlier one, of "
            f"{copies[0].made_on} with {copies[0].reviews} answers. To go back to it:\n"
            f"{FLASHPREP} restore '{copies[0].path}'"
        )


def start_app(collection_dir: str | None, environment: Mapping[str, str]) -> App:
    """The App for one run; raises a usage error if `FLASHPREP_NOW` cannot be read."""
    text = environment.get("FLASHPREP_NOW", "")
    clock = clock_from(parse_instant(text)) if text else _real_clock
    return App(Path(collection_dir) if collection_dir else None, clock(), clock)


def clock_from(start_ms: int) -> Callable[[], int]:
    """A clock that shows `start_ms` now and goes on at the pace of the real one."""
    started_ns = time.monotonic_ns()
    return lambda: start_ms + (time.monotonic_ns() - started_ns) // 1_000_000


def parse_instant(text: str) -> int:
    """The instant that `FLASHPREP_NOW` names; a usage error if it names none."""
    from flashprep.core.calendar import read_instant

    try:
        return read_instant(text)
    except ValueError:
        raise click.UsageError(
            f"FLASHPREP_NOW is '{text}', which is no instant from 1970 on; give one with its "
            "offset, such as 2026-12-18T09:00:00+01:00, or whole milliseconds since 1970."
        ) from None


def _real_clock() -> int:
    return time.time_ns() // 1_000_000

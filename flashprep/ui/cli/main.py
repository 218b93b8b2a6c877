"""The `flashprep` command: its options, the tables of its commands, and the end of a run.

The exit status is 0 for success, 1 for a mistake in the files or the collection, 2 for wrong
usage, 70 for an unexpected error, and 130 for an interruption. This module imports only what
`--help` needs.
"""

import errno
import os

import click

from flashprep import __version__
from flashprep.ui.cli.lazy import Entry, LazyGroup
from flashprep.ui.text.program import FLASHPREP
from flashprep.ui.text.safe_output import guard_output, is_output_extra, output_error

COMPLETE_VARIABLE = "_FLASHPREP_COMPLETE"  # environment variable that completion scripts set
_INTERRUPTED = 130  # the exit status of shells after Ctrl-C: 128 plus the signal
_UNEXPECTED = 70  # EX_SOFTWARE of sysexits.h
TRACEBACK_VARIABLE = "FLASHPREP_TRACEBACK"


def _in(module: str, text: str) -> Entry:
    return f"flashprep.ui.cli.{module}", "command", text


def _action(command: str, text: str) -> Entry:
    return "flashprep.ui.cli.mark_command", command, text


EVERYDAY = {
    "Study": {
        "status": _in("status", "Show today's cards and what to do next."),
        "review": _in("review", "Review due cards and learn new ones."),
        "practice": _in("practice", "Answer interview questions aloud, against the clock."),
        "read": _in("read", "Show complete notes, to read or to print."),
        "undo": _in("undo", "Undo the last review or other action."),
        "stats": _in("stats", "Show how well you remember and what is coming up."),
    },
    "Prepare for a date": {
        "interview": _in("interview", "Set, list or cancel interviews."),
        "plan": _in("plan", "Show the weeks until the interview and today's goals."),
        "ready": _in("ready", "Show what you know now and will know on the day."),
    },
    "Write cards": {
        "init": _in("init", "Create a collection, with the starter decks or empty."),
        "add": _in("add", "Add a card from the command line."),
        "new": _in("new", "Print a template for a note, or for a company's values."),
        "edit": _in("edit", "Open a card's deck file in your editor."),
        "check": _in("check", "Find mistakes in deck files, and give advice."),
        "search": _in("search", "List the cards that match a search."),
    },
    "Anki and backups": {
        "export": _in("export", "Export cards to Anki, or to a table."),
        "import": _in("import_", "Import reviews or decks from Anki, or a CSV file."),
        "backup": _in("backup", "Back up the database, or list the backups."),
    },
}
OTHERS = {
    "More about studying": {
        "due": _in("due", "Count today's cards, deck by deck."),
        "queue": _in("queue", "List today's cards in order, each with its reason."),
        "answer": _in("answer", "Record a review from a script."),
        "know": _in("know", "Mark a note as known, to postpone its cards."),
        "redo": ("flashprep.ui.cli.undo", "redo", "Redo the last undone action."),
        "prompts": _in("prompts", "List the questions to answer aloud."),
        "program": _in("program", "Show the phases and activities of your preparation."),
        "simulate": _in(
            "simulate", "Show how many minutes a day each retention target would take."
        ),
        "optimize": _in("optimize", "Fit FSRS to your own reviews."),
    },
    "Cards and their schedule": {
        "show": _in("show", "Show a card or a note with its state and reviews."),
        "history": _in("history", "Show everything that happened to a card."),
        "suspend": _action("suspend", "Suspend cards until you unsuspend them."),
        "unsuspend": _action("unsuspend", "Unsuspend cards."),
        "bury": _action("bury", "Hide cards until tomorrow."),
        "unbury": _action("unbury", "Show buried cards again today."),
        "flag": _action("flag", "Flag cards, to find them again."),
        "forget": _action("forget", "Reset cards to new."),
        "set-due": _in("set_due", "Set the day on which a card is due."),
        "postpone": _in("postpone", "Spread overdue cards over the coming days."),
        "break": _in("break_", "Plan days on which nothing is due."),
    },
    "Deck files": {
        "preview": _in("preview", "Show the cards that a note or a deck file generates."),
        "sync": _in("sync", "Update the cards from the deck files."),
        "schema": _in("schema", "Print the JSON Schema of deck files, for editors."),
    },
    "Database and shell": {
        "merge": _in("merge", "Import the reviews of another machine's database."),
        "restore": ("flashprep.ui.cli.backup", "restore", "Restore a backup."),
        "doctor": _in("doctor", "Check the collection and repair what is safe to repair."),
        "completion": _in("completion", "Print or install completion for your shell."),
        "help": _in("help", "Explain a command, or show a page of the documentation."),
    },
}
# Other names of commands: old names and synonyms.
ALIASES = {"list": "search", "practise": "practice", "programme": "program"}

# Words that are not commands, and the commands to suggest for them.
GUESSES = {
    **dict.fromkeys(("study", "learn", "start", "train", "drill"), "review"),
    **dict.fromkeys(("today", "info", "summary", "next", "collection"), "status"),
    **dict.fromkeys(("revert", "rerate", "unrate", "back"), "undo"),
    **dict.fromkeys(("todo", "agenda", "list-due"), "queue"),
    **dict.fromkeys(("tomorrow", "week"), "plan --day tomorrow"),
    **dict.fromkeys(("calendar", "ics"), "plan --ics FILE"),
    **dict.fromkeys(("rate", "grade"), "answer"),
    **dict.fromkeys(("template", "example"), "new"),
    **dict.fromkeys(("tutorial", "manual", "docs"), "help"),
    "forecast": "plan",
    "cram": "review --cram",
    **dict.fromkeys(("find", "cards", "ls", "notes"), "search"),
    **dict.fromkeys(("reschedule", "due-date"), "set-due"),
    **dict.fromkeys(("reset", "relearn"), "forget"),
    **dict.fromkeys(("delete", "remove", "rm", "hide", "disable", "exclude"), "suspend"),
    **dict.fromkeys(("validate", "lint", "verify"), "check"),
    **dict.fromkeys(("config", "settings", "move", "mv", "path", "where"), "help settings"),
    **dict.fromkeys(("mock", "speak", "rehearse"), "practice"),
    **dict.fromkeys(("log", "reviews"), "history"),
    **dict.fromkeys(("pause", "vacation", "holiday"), "break"),
    **dict.fromkeys(("date", "exam", "schedule"), "interview"),
    **dict.fromkeys(("anki", "phone", "package", "sync-phone"), "export"),
    "decks": "due",
    "why": "plan --why",
    "version": "--version",
}


@click.group(
    "flashprep",
    cls=LazyGroup,
    everyday=EVERYDAY,
    others=OTHERS,
    aliases=ALIASES,
    guesses=GUESSES,
    invoke_without_command=True,
    subcommand_metavar="COMMAND [ARGS]...",
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog=f"\b\nA command in detail: {FLASHPREP} help COMMAND\n"
    f"Every command:       {FLASHPREP} help --all",
)
@click.option(
    "-C",
    "--collection",
    metavar="DIR",
    envvar="FLASHPREP_COLLECTION",
    help="Folder of the collection. Default: $FLASHPREP_COLLECTION, or else the current folder "
    "or a folder above it.",
)
@click.version_option(__version__, prog_name="flashprep", message="%(prog)s %(version)s")
@click.pass_context
def commands(ctx: click.Context, collection: str | None) -> None:
    """Learn what you need to know for an interview, by the day of the interview."""
    from flashprep.ui.cli.context import start_app  # --help does not need it

    ctx.obj = start_app(collection, os.environ)
    if ctx.invoked_subcommand is None:
        from flashprep.ui.cli.status import command as status

        ctx.invoke(status)


def main() -> int:
    """Run the command in the arguments of this process. Returns the exit status.

    After a mistake of the user, one message is printed on standard error, and no stack trace.
    If the output of a run is lost, the run has failed unless it recorded something. A run that
    recorded something has succeeded, because a program that repeats the run would record it
    twice.
    """
    guard_output()
    status = _run()
    error = output_error()
    if error is None:
        return status
    if not isinstance(error, BrokenPipeError):  # a reader such as `head` has ended
        why = "it is closed" if error.errno == errno.EBADF else error.strerror
        done = "; your changes are saved" if is_output_extra() else ""
        click.echo(f"The output cannot be written: {why}{done}.", err=True)
    return status if status or is_output_extra() else 1


def _run() -> int:
    try:
        result = commands.main(
            prog_name=FLASHPREP, complete_var=COMPLETE_VARIABLE, standalone_mode=False
        )
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except click.Abort as abort:
        interrupted = isinstance(abort.__cause__ or abort.__context__, KeyboardInterrupt)
        return _INTERRUPTED if interrupted else 1
    except KeyboardInterrupt:
        return _INTERRUPTED
    except Exception as error:  # noqa: BLE001 - no caller can handle it
        if isinstance(error, OSError) and error.filename is None:
            click.echo(f"Standard input or the terminal failed: {error.strerror}.", err=True)
            return 1
        return _end_with_message(error)
    return result if isinstance(result, int) else 0


def _end_with_message(error: Exception) -> int:
    """Print the message of an error that ends a run. Returns the exit status. An unexpected
    error is reported in one line. If the variable `TRACEBACK_VARIABLE` is set, it is raised
    again, so that Python prints its stack trace."""
    from flashprep.errors import FlashprepError  # --help does not need it
    from flashprep.ui.cli.context import damage_behind
    from flashprep.ui.text.hints import in_words
    from flashprep.ui.text.output import warn

    if os.environ.get(TRACEBACK_VARIABLE) and not isinstance(error, FlashprepError):
        raise error
    known = error if isinstance(error, FlashprepError) else damage_behind(error)
    if known:
        warn(in_words(known))
        return known.exit_code
    reason = " ".join(f"{type(error).__name__}: {error}".split())
    warn(
        f"Unexpected error ({reason}). Run '{FLASHPREP} doctor' to check the collection. If "
        f"the error remains, set {TRACEBACK_VARIABLE}=1 to see where it happens."
    )
    return _UNEXPECTED

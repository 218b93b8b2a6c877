"""The `flashprep` command: its options, the table of its commands, and how runs end.

Exit status: 0 fine; 1 the files or the collection are wrong; 2 the command was used
wrongly; 130 interrupted. Nothing is imported here that `--help` does not need.
"""

import os
import sys
from io import TextIOWrapper

import click

from flashprep import __version__
from flashprep.ui.cli.lazy import Entry, LazyGroup

_INTERRUPTED = 130  # what shells give for Ctrl-C: 128 and the number of the signal


def _in(module: str, text: str) -> Entry:
    return f"flashprep.ui.cli.{module}", "command", text


def _marks(command: str, text: str) -> Entry:
    return "flashprep.ui.cli.mark_command", command, text


FAMILIES = {
    "Study": {
        "status": _in("status", "Say where you stand, and what to do next."),
        "review": _in("review", "Study what is due, in the terminal."),
        "read": _in("read", "Show a note in full, or all notes of a deck."),
        "due": _in("due", "Say how many cards are due, deck by deck."),
        "queue": _in("queue", "List the cards that come next, and why."),
        "answer": _in("answer", "Record one answer without the review screen."),
        "stats": _in("stats", "Say how well you remember, and what is coming."),
        "practise": _in("practise", "Answer questions aloud, against the clock."),
        "optimize": _in("optimize", "Fit the scheduling to your own answers."),
        "simulate": _in("simulate", "Say what other settings would cost and bring."),
        "undo": _in("undo", "Take back the last answer, or what else was done last."),
        "redo": ("flashprep.ui.cli.undo", "redo", "Let what was last taken back count again."),
    },
    "Interview": {
        "interview": _in("interview", "Set the dates to prepare for, or list them."),
        "plan": _in("plan", "Show the weeks until the interviews, and what they will bring."),
        "ready": _in("ready", "Say what you know, and will on the day, weakest first."),
    },
    "Decks": {
        "init": _in("init", "Begin a collection in a folder, with the starter decks or empty."),
        "new": _in("new", "Print a note, or a company's values, to be filled in."),
        "add": _in("add", "Add a card to a deck file of your own."),
        "preview": _in("preview", "Show the cards a note or a file makes; change nothing."),
        "check": _in("check", "Find the mistakes in the deck files; change nothing."),
        "sync": _in("sync", "Bring the cards up to date with the deck files."),
        "show": _in("show", "Show a card or a note: faces, history, what is next."),
        "list": _in("list", "List the cards that a search finds."),
        "history": _in("history", "Show all that happened to a card."),
        "prompts": _in("prompts", "List the questions to answer aloud."),
        "programme": _in("programme", "Show the programme to prepare by."),
        "schema": _in("schema", "Print the JSON Schema of deck files, for editors."),
        "export": _in("export", "Write the cards to a package for Anki."),
    },
    "Care": {
        "suspend": _marks("suspend", "Take cards out of study until further notice."),
        "unsuspend": _marks("unsuspend", "Bring suspended cards back into study."),
        "know": _in("know", "Say that you know a note: its cards come later."),
        "bury": _marks("bury", "Let cards rest until tomorrow."),
        "unbury": _marks("unbury", "Bring back today what was to rest."),
        "flag": _marks("flag", "Put a flag on cards, to find them again."),
        "set-due": _in("set_due", "Let a card come back on another day."),
        "postpone": _in("postpone", "Spread what is due over the days to come."),
        "break": _in("break_", "Plan days on which nothing is due."),
        "forget": _marks("forget", "Make cards new again."),
        "backup": _in("backup", "Copy the database, or list its copies."),
        "restore": ("flashprep.ui.cli.backup", "restore", "Go back to a copy of the database."),
        "import": _in("import_", "Bring back what was studied in Anki."),
        "merge": _in("merge", "Bring in what was studied with another database."),
        "doctor": _in("doctor", "Check the collection and rebuild what can be rebuilt."),
    },
}


@click.group(
    "flashprep",
    cls=LazyGroup,
    families=FAMILIES,
    invoke_without_command=True,
    subcommand_metavar="COMMAND [ARGS]...",
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.option(
    "-C",
    "--collection",
    metavar="DIR",
    envvar="FLASHPREP_COLLECTION",
    help="The collection; else $FLASHPREP_COLLECTION, else this folder or one above.",
)
@click.version_option(__version__, prog_name="flashprep", message="%(prog)s %(version)s")
@click.pass_context
def commands(ctx: click.Context, collection: str | None) -> None:
    """Interview knowledge from plain deck files, remembered with spaced repetition."""
    from flashprep.ui.cli.context import start_app  # not on the way to --help

    ctx.obj = start_app(collection, os.environ)
    if ctx.invoked_subcommand is None:
        from flashprep.ui.cli.status import command as status

        ctx.invoke(status)


def main() -> int:
    """Run one command with the arguments of this process; return its exit status.

    A mistake of the person's is one message on standard error, and never a stack trace.
    """
    if isinstance(sys.stdout, TextIOWrapper):
        # A terminal that lacks a letter must not keep the rest from being said.
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        result = commands.main(prog_name="flashprep", standalone_mode=False)
        sys.stdout.flush()
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except click.Abort as abort:
        interrupted = isinstance(abort.__cause__ or abort.__context__, KeyboardInterrupt)
        return _INTERRUPTED if interrupted else 1
    except KeyboardInterrupt:
        return _INTERRUPTED
    except OSError as error:
        if error.filename is not None:
            raise
        # The output cannot be written; what is left unsaid must not be said at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if not isinstance(error, BrokenPipeError):  # the reader (`| head`) has gone
            click.echo(f"The output cannot be written: {error.strerror}.", err=True)
        return 1
    except Exception as error:
        from flashprep.errors import FlashprepError  # not on the way to --help
        from flashprep.ui.text.hints import in_words

        if not isinstance(error, FlashprepError):
            raise
        click.echo(in_words(error), err=True)
        return error.exit_code
    return result if isinstance(result, int) else 0

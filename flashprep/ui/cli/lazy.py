"""A command group that imports a command only when the command is used.

`flashprep --help` prints tables of text, so it imports no library except click.
"""

from collections.abc import Iterable, Mapping
from importlib import import_module
from typing import Any

import click

from flashprep.ui.text.program import FLASHPREP, as_called

Entry = tuple[str, str, str]
"""A command: its module, its name in the module, and its one-line summary."""
Groups = Mapping[str, Mapping[str, Entry]]
"""The headings of the help, each with the commands below it by name."""


class SmallGroup(click.Group):
    """A command with subcommands. If the user types an unknown subcommand, the error message
    lists all subcommands."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Resolve the subcommand. If the subcommand is unknown, the error message lists all
        subcommands with their arguments."""
        if args[0] not in self.commands and not ctx.resilient_parsing:
            forms = [
                f"{FLASHPREP} {self.name} {name} {_arguments(command, ctx)}"
                for name, command in self.commands.items()
            ]
            forms += _day(args[0], self)
            raise click.UsageError(
                f"'{args[0]}' is not a subcommand; use: {', or '.join(forms)}"
            )
        return super().resolve_command(ctx, args)


def _day(name: str, group: click.Group) -> list[str]:
    """A form of the command to suggest if the user typed a day in place of a subcommand. The
    form passes the day to the option `--day`. The result is empty if `name` is not a day or if
    the command has no such option."""
    from flashprep.ui.cli.days import day_from

    if not any("--day" in option.opts for option in group.params):
        return []
    try:
        day_from(name, 1)
    except click.UsageError:
        return []
    return [f"{FLASHPREP} {group.name} --day {name}"]


def _arguments(command: click.Command, ctx: click.Context) -> str:
    arguments = (each for each in command.params if isinstance(each, click.Argument))
    return " ".join(each.make_metavar(ctx) for each in arguments)


class LazyGroup(click.Group):
    """The command `flashprep` itself.

    `--help` lists the `everyday` commands. `help --all` lists the `others`, too. `aliases` maps
    other names of commands to their names. `guesses` maps words to the command that the error
    message suggests for them.
    """

    def __init__(
        self,
        *args: Any,  # noqa: ANN401 - click's own arguments, passed through
        everyday: Groups,
        others: Groups,
        aliases: Mapping[str, str],
        guesses: Mapping[str, str],
        **kwargs: Any,  # noqa: ANN401
    ) -> None:
        super().__init__(*args, **kwargs)
        self.everyday, self.others = everyday, others
        self.aliases, self.guesses = aliases, guesses
        self.entries = {
            name: entry
            for group in (*everyday.values(), *others.values())
            for name, entry in group.items()
        }

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """The names of all commands, in the order of the tables."""
        return list(self.entries)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """The command with this name or alias, imported. Returns None if no command has this
        name."""
        entry = self.entries.get(self.aliases.get(cmd_name, cmd_name))
        if entry is None:
            return None
        module, attribute, _ = entry
        command: click.Command = getattr(import_module(module), attribute)
        for each in (command, *getattr(command, "commands", {}).values()):
            each.help = as_called(each.help or "")
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Resolve the command. If the command is unknown, the error message suggests another
        name."""
        name = args[0]
        if name not in {*self.entries, *self.aliases} and not ctx.resilient_parsing:
            raise click.UsageError(self.unknown(name), ctx)
        return super().resolve_command(ctx, args)

    def unknown(self, name: str, others: Iterable[str] = ()) -> str:
        """The message for the unknown command `name`. It can suggest the name of a command or
        one of the names `others`."""
        from flashprep.text import did_you_mean  # needed only if the user mistyped a name

        if name in self.guesses:
            return f"There is no command '{name}'; did you mean '{self.guesses[name]}'?"
        advice = did_you_mean(name, [*self.entries, *others])
        return (
            f"There is no command '{name}'{advice or f'; all commands: {FLASHPREP} help --all'}"
        )

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """List the everyday commands."""
        self.list_groups(self.everyday, formatter)

    def list_groups(self, groups: Groups, formatter: click.HelpFormatter) -> None:
        """Print the commands under their headings. The column of names has the same width in
        all groups."""
        width = max(map(len, self.entries))
        for heading, entries in groups.items():
            with formatter.section(heading):
                formatter.write_dl(
                    [(name.ljust(width), text) for name, (_, _, text) in entries.items()]
                )

"""A command group that knows its commands by name and imports one only when it is used.

`flashprep --help` is drawn from a table of words, so it costs what click costs and nothing
of what the commands need.
"""

from collections.abc import Mapping
from importlib import import_module
from typing import Any

import click

Entry = tuple[str, str, str]
"""Where a command is and what it does: its module, the attribute there, and one line."""


class LazyGroup(click.Group):
    """The top command. `families` gives, under each heading, its commands by name."""

    def __init__(
        self,
        *args: Any,  # noqa: ANN401 - click's own arguments, passed through
        families: Mapping[str, Mapping[str, Entry]],
        **kwargs: Any,  # noqa: ANN401
    ) -> None:
        super().__init__(*args, **kwargs)
        self.families = families
        self.entries = {
            name: entry for family in families.values() for name, entry in family.items()
        }

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Every name, in the order of the table."""
        return list(self.entries)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Import the command called `cmd_name`; None if the table has no such name."""
        entry = self.entries.get(cmd_name)
        if entry is None:
            return None
        module, attribute, _ = entry
        command: click.Command = getattr(import_module(module), attribute)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click does it, with a suggestion for a name that is not in the table."""
        name = args[0]
        if name not in self.entries and not ctx.resilient_parsing:
            from flashprep.text import did_you_mean  # only a mistake needs it

            advice = did_you_mean(name, self.entries) or "; see 'flashprep --help'."
            message = f"There is no command '{name}'{advice}"
            raise click.UsageError(message, ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """List the commands family by family, names aligned over all of them."""
        width = max(map(len, self.entries))
        for family, entries in self.families.items():
            with formatter.section(family):
                formatter.write_dl(
                    [(name.ljust(width), text) for name, (_, _, text) in entries.items()]
                )

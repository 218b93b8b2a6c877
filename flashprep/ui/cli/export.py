"""`flashprep export`: writes cards to an Anki package or a table."""

from pathlib import Path

import click

from flashprep.core.search.card_filter import CardFilter
from flashprep.text import amount
from flashprep.ui.cli.card_filter import choosing
from flashprep.ui.cli.context import App, json_option
from flashprep.ui.text.output import say


@click.command("export")
@click.argument("file", required=False, type=click.Path(path_type=Path))
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Another way to name FILE.",
)
@click.option(
    "--with-progress",
    is_flag=True,
    help="Include your reviews, due days, flags, suspensions and settings. Anki uses them for "
    "cards that it does not have yet.",
)
@choosing
@json_option
@click.pass_obj
def command(
    app: App, file: Path | None, output: Path | None, choice: CardFilter, *, with_progress: bool
) -> None:
    """Export cards to Anki, or to a table.

    FILE is a package for Anki (.apkg), or a table for other programs (.csv or .tsv). To update
    the cards in Anki, export them again and import the new package there. Their progress in
    Anki stays.

    Example: flashprep export prep.apkg --with-progress
    """
    output = file or output
    if output is None:
        raise click.UsageError("Name the file to write, such as prep.apkg.")
    if not output.suffix and not output.exists():
        output = output.with_name(f"{output.name}.apkg")
    if output.suffix.lower() not in ("", ".apkg", ".csv", ".tsv"):
        raise click.UsageError(
            f"'{output.name}' must end in .apkg for Anki, or in .csv or .tsv for a table"
        )
    as_table = output.suffix.lower() in (".csv", ".tsv")
    if as_table and with_progress:
        raise click.UsageError("a table cannot include progress; leave out --with-progress")
    from flashprep.app.transfer.export import export

    with app.studying() as collection:
        if choice.queries:
            from flashprep.app.study.search import with_keys

            choice = with_keys(collection, choice, app.now_ms)
        made = export(collection, output, choice, app.now_ms, with_progress=with_progress)
    app.end_if_json("export", made)
    reviews = f", with {amount(made.reviews, 'review')}" if with_progress else ""
    decks = amount(len(made.decks), "deck")
    say(f"{output}: {amount(made.cards, 'card')} in {decks}{reviews}.")
    if as_table:
        return
    if made.first:
        say(
            "This is the first export from this database. If Anki has these cards already, "
            "their text there is replaced; their progress stays."
        )
    elif made.changed:
        say(f"New or changed since the last export: {amount(made.changed, 'card')}.")
    say("\nIn Anki: File, Import. Export and import again after an edit; progress stays.")
    if with_progress:
        say(
            "\nThere, tick 'Import any learning progress' and 'Import any deck presets', and "
            "then switch on FSRS in the options of a deck. Anki imports progress only for new "
            "cards: a card that Anki already has keeps its progress."
        )

"""`flashprep simulate`: shows how many minutes a day each retention target would take."""

from statistics import fmean
from typing import TYPE_CHECKING

import click

from flashprep.text import amount
from flashprep.ui.cli.context import App, json_option
from flashprep.ui.text.output import console, print_chart, print_table, say

if TYPE_CHECKING:
    from flashprep.app.upkeep.simulate import Forecasts
    from flashprep.core.simulation import Simulated

_RETENTIONS = (0.85, 0.9, 0.95)
_MOST_RETENTIONS = 8
_WIDEST = 112  # maximum width of the plot
_INDENT = 2
_HEIGHT = 8
_LABELS = 8  # width of the labels next to the plot
_RETENTION = click.FloatRange(0.7, 0.99)


@click.command("simulate")
@click.argument("more", nargs=-1, type=_RETENTION, metavar="")
@click.option(
    "--days",
    type=click.IntRange(1, 365),
    default=60,
    show_default=True,
    help="Number of days to simulate.",
)
@click.option(
    "--retention",
    "first",
    multiple=True,
    type=_RETENTION,
    metavar="R [R]...",
    help="Retention targets to compare.  [default: 0.85 0.9 0.95]",
)
@click.option(
    "--new", type=click.IntRange(0, 9999), help="Introduce at most N new cards a day."
)
@click.option("--minutes", type=click.IntRange(1, 1440), help="Study at most N minutes a day.")
@json_option
@click.pass_obj
def command(
    app: App,
    more: tuple[float, ...],
    days: int,
    first: tuple[float, ...],
    new: int | None,
    minutes: int | None,
) -> None:
    """Show how many minutes a day each retention target would take.

    The simulation starts with your cards as they are now, and assumes your own pace. For each
    target it shows the reviews and minutes a day, and the number of cards that you would know
    at the end. Nothing changes.

    Example: flashprep simulate --retention 0.85 0.9 0.95 --days 90
    """
    retentions = tuple(dict.fromkeys((*first, *more))) or _RETENTIONS
    if len(retentions) > _MOST_RETENTIONS:
        raise click.UsageError(f"Compare at most {_MOST_RETENTIONS} retentions at once.")
    with app.studying() as collection:
        from flashprep.app.upkeep.simulate import forecast
        from flashprep.core.simulation import Limits

        limits = Limits(
            collection.config.new_cards_a_day if new is None else new,
            collection.config.reviews_a_day,
            None if minutes is None else 60.0 * minutes,
        )
        found = forecast(collection, app.now_ms, days, retentions, limits)
    app.end_if_json("simulate", found)
    _print(found)


def _print(found: "Forecasts") -> None:
    pace = found.pace
    say(
        f"{amount(found.days, 'day')} at your pace: {pace.new_s:.0f} s for a new card, "
        f"{pace.pass_s:.0f} s for a review, {pace.lapse_s:.0f} s for a lapse.\n"
    )
    print_table(
        ("retention", "reviews a day", "minutes a day", "longest", "known then", "per minute"),
        [
            (
                "current" if retention is None else f"{retention:.0%}",
                f"{each.reviews_a_day:.1f}",
                f"{each.minutes_a_day:.1f}",
                f"{each.peak_minutes:.0f}",
                f"{each.known:,.0f}",
                f"{each.gain_per_minute:.2f}",
            )
            for retention, each in found.rows
        ],
        right=(0, 1, 2, 3, 4, 5),
    )
    say(
        "\nLongest: minutes of the longest day. Known then: cards you can expect to recall on "
        f"the day after, or {found.as_now.unstudied:,.0f} without study. Per minute: cards "
        "gained per minute of study."
    )
    if found.as_now.waiting:
        say(
            f"With your current settings, {amount(found.as_now.waiting, 'review')} would still "
            "be waiting at the end: the limits are too low."
        )
    _plot(found.as_now)


def _plot(found: "Simulated") -> None:
    from rich.text import Text

    from flashprep.render.charts import columns

    width = min(console().width, _WIDEST) - _INDENT
    minutes = found.minutes
    bundle = 1 + len(minutes) // max(1, width - _LABELS)
    values = [fmean(minutes[at : at + bundle]) for at in range(0, len(minutes), bundle)]
    every = max(1, len(values) // 5)
    axis = {place: f"day {1 + place * bundle}" for place in range(0, len(values), every)}
    click.echo()
    title = "Minutes a day, current settings"
    lines = [
        Text(f"{title} (averages of {bundle} days)" if bundle > 1 else title, "dim"),
        *columns(values, height=_HEIGHT, width=width, axis=axis),
    ]
    print_chart(lines, _INDENT)

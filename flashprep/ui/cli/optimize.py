"""`flashprep optimize`: fits FSRS parameters to the user's reviews."""

from typing import TYPE_CHECKING

import click

from flashprep.errors import FlashprepError
from flashprep.ui.cli.context import App, json_option
from flashprep.ui.text.output import print_table, say
from flashprep.ui.text.program import FLASHPREP

if TYPE_CHECKING:
    from flashprep.app.upkeep.fit import Fitting
    from flashprep.collection import Collection
    from flashprep.core.fitting import Fit
    from flashprep.core.stats.summary import Calibration, CalibrationBin


@click.command("optimize")
@click.option("--preset", default="default", metavar="NAME", help="The preset to fit.")
@click.option("--apply", is_flag=True, help="Use the fitted parameters, if they are better.")
@click.option("--defaults", is_flag=True, help="Stop using fitted parameters.")
@json_option
@click.pass_obj
def command(app: App, preset: str, *, apply: bool, defaults: bool) -> None:
    """Fit FSRS to your own reviews.

    The result shows how much better the fitted parameters predict reviews that were not used
    for the fit. Without --apply, nothing changes. With --apply, the database is backed up, and
    all memory states are computed again from the log. 'flashprep undo' reverses this.

    Example: flashprep optimize --apply
    """
    if apply and defaults:
        raise click.UsageError("Give --apply or --defaults, not both.")
    from flashprep.app.upkeep.fit import adopt_if_better, drop_parameters, fit_parameters

    with app.studying() as collection:
        if defaults:
            dropping = drop_parameters(collection, preset, app.now_ms)
            app.end_if_json("optimize", dropping)
            say(_dropped(collection, preset, dropped=dropping.dropped))
            return
        fitting = fit_parameters(collection, preset)
        fit = fitting.fit
        if apply:
            if fit is None:
                raise FlashprepError(_too_few(fitting))
            fitting = adopt_if_better(collection, fitting, app.now_ms)
    app.end_if_json("optimize", fitting)
    if fit is None:
        say(_too_few(fitting))
    else:
        _print(fitting, fit, apply=apply)


def _dropped(collection: "Collection", preset: str, *, dropped: bool) -> str:
    if not dropped:
        return f"Nothing to do: the preset {preset} has no fitted parameters."
    what = (
        "the FSRS defaults"
        if collection.fitted.event(preset) is None
        else "the parameters of the preset default"
    )
    return f"The preset {preset} uses {what} again. Undo: {FLASHPREP} undo"


def _too_few(fitting: "Fitting") -> str:
    return (
        f"The preset {fitting.preset} has {fitting.answers:,} usable reviews; a fit needs "
        f"about {fitting.needed:,}. A review is usable if the card's previous review was on an "
        "earlier day. With too few, a fit is unreliable, and the FSRS defaults are better. Try "
        "again when you have studied more."
    )


def _print(fitting: "Fitting", fit: "Fit", *, apply: bool) -> None:
    before, after = fit.before, fit.after
    say(
        f"{fit.answers:,} usable reviews of the preset {fitting.preset}. Tested on "
        f"{after.answers:,} of them that the fit did not use:\n"
    )
    print_table(
        ("", "now", "fitted"),
        [
            ("log-loss", f"{before.log_loss:.4f}", f"{after.log_loss:.4f}"),
            ("RMSE", f"{before.rmse:.1%}", f"{after.rmse:.1%}"),
            ("predicted recall", f"{before.predicted:.1%}", f"{after.predicted:.1%}"),
            ("actual recall", f"{before.recalled:.1%}", f"{after.recalled:.1%}"),
        ],
        right=(1, 2),
    )
    say("\nLog-loss and RMSE: lower is better. Reviews and actual recall, by prediction:\n")
    print_table(
        ("predicted", "now", "actual", "fitted", "actual"),
        _calibration_rows(before, after),
        right=(1, 2, 3, 4),
    )
    say("\n" + _verdict(fitting.preset, fit, apply=apply))


def _verdict(preset: str, fit: "Fit", *, apply: bool) -> str:
    if not fit.is_better:
        return "The fitted parameters are no better, so your current ones are kept."
    if apply:
        return (
            "The fitted parameters are in use; all memory states were computed again from the "
            f"log. Undo: {FLASHPREP} undo"
        )
    option = "" if preset == "default" else f" --preset {preset}"
    return f"The fitted ones predict better. To use them: {FLASHPREP} optimize{option} --apply"


def _calibration_rows(
    before: "Calibration", after: "Calibration"
) -> list[tuple[str, str, str, str, str]]:
    mine = {each.low: each for each in before.bins}
    fitted = {each.low: each for each in after.bins}
    rows = []
    for low in sorted(mine.keys() | fitted.keys()):
        either = mine.get(low) or fitted[low]
        name = f"{low:.0%}–{either.high:.0%}"
        rows.append((name, *_cells(mine.get(low)), *_cells(fitted.get(low))))
    return rows


def _cells(found: "CalibrationBin | None") -> tuple[str, str]:
    return (f"{found.answers:,}", f"{found.recalled:.1%}") if found else ("", "")

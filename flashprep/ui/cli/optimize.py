"""`flashprep optimize`: parameters of FSRS fitted to your own answers."""

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
@click.option("--preset", default="default", metavar="NAME", help="Only its cards.")
@click.option("--apply", is_flag=True, help="Adopt what was fitted, if it is better.")
@click.option("--defaults", is_flag=True, help="Give up what was adopted.")
@json_option
@click.pass_obj
def command(app: App, preset: str, *, apply: bool, defaults: bool) -> None:
    """Fit the parameters of FSRS to your own answers, and say how much better they predict.

    They are judged by answers that the fit has not seen. Nothing changes without --apply; with
    it all states are made again from the log, after a copy of the database. flashprep undo
    takes it back.

    Example: flashprep optimize --apply
    """
    if apply and defaults:
        raise click.UsageError("--apply and --defaults exclude each other.")
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
        return f"Nothing to do: no parameters were adopted for the preset {preset}."
    what = (
        "the defaults of FSRS"
        if collection.fitted.event(preset) is None
        else "those of the preset default"
    )
    return f"The preset {preset} has {what} again. To undo: {FLASHPREP} undo"


def _too_few(fitting: "Fitting") -> str:
    return (
        f"The preset {fitting.preset} has {fitting.answers:,} usable answers; fitting needs "
        f"about {fitting.needed:,}. Usable are those given a day or more after the card's last "
        "answer. With fewer, what is fitted is chance, and the defaults serve better: go on "
        "studying, and try again later."
    )


def _print(fitting: "Fitting", fit: "Fit", *, apply: bool) -> None:
    before, after = fit.before, fit.after
    say(
        f"{fit.answers:,} usable answers of the preset {fitting.preset}. Judged by "
        f"{after.answers:,} of them that came after those fitted to:\n"
    )
    print_table(
        ("", "now", "fitted"),
        [
            ("log-loss", f"{before.log_loss:.4f}", f"{after.log_loss:.4f}"),
            ("RMSE", f"{before.rmse:.1%}", f"{after.rmse:.1%}"),
            ("recall foretold", f"{before.predicted:.1%}", f"{after.predicted:.1%}"),
            ("recall that came", f"{before.recalled:.1%}", f"{after.recalled:.1%}"),
        ],
        right=(1, 2),
    )
    say("\nLog-loss and RMSE: the lower, the better. What came, by what was foretold:\n")
    print_table(
        ("foretold", "now", "came", "fitted", "came"),
        _calibration_rows(before, after),
        right=(1, 2, 3, 4),
    )
    say("\n" + _verdict(fitting.preset, fit, apply=apply))


def _verdict(preset: str, fit: "Fit", *, apply: bool) -> str:
    if not fit.is_better:
        return "The present parameters predict no worse, so they stay."
    if apply:
        return (
            "The fitted parameters are in force; all states were made again from the log. "
            f"{FLASHPREP} undo takes it back."
        )
    option = "" if preset == "default" else f" --preset {preset}"
    return (
        f"The fitted ones predict better. To adopt them: {FLASHPREP} optimize{option} --apply"
    )


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

"""`flashprep practice`: asks questions to answer aloud, against the clock."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import click

from flashprep.app.decks.prompts import stored_program, stored_prompts
from flashprep.app.practice.log import (
    Practiced,
    ToPractice,
    find_prompt,
    record_practice,
    steps_of,
    ticked_steps,
    to_practice,
)
from flashprep.collection import Collection
from flashprep.core.cards import Prompt
from flashprep.core.memory import Rating
from flashprep.core.practice import PracticeLog, Rehearsal
from flashprep.core.search.query import parse
from flashprep.text import amount, short_day, time_spent
from flashprep.ui.cli.context import App, json_option
from flashprep.ui.cli.terminals import require_terminal
from flashprep.ui.text.output import one_line, print_table, say
from flashprep.ui.text.program import FLASHPREP

if TYPE_CHECKING:
    from flashprep.app.practice.session import PracticeSession

_RATINGS = [rating.name.lower() for rating in Rating]
_LONGEST_MIN = 60
_MINUTE_MS = 60_000


@click.command("practice")
@click.argument("query", nargs=-1)
@click.option(
    "--list", "listing", is_flag=True, help="List the questions with your last ratings."
)
@click.option(
    "--rating",
    type=click.Choice(_RATINGS),
    help="Record this rating for the question whose key is QUERY.",
)
@click.option(
    "--minutes",
    type=click.FloatRange(0, _LONGEST_MIN, min_open=True),
    help="Time for each answer. With --rating: the time that your answer took.",
)
@click.option(
    "--missed",
    multiple=True,
    metavar="STEP",
    help="With --rating: a step that you missed. Repeatable.",
)
@json_option
@click.pass_obj
def command(
    app: App,
    query: tuple[str, ...],
    rating: str | None,
    minutes: float | None,
    missed: tuple[str, ...],
    *,
    listing: bool,
) -> None:
    """Answer interview questions aloud, against the clock.

    QUERY is a search such as deck:stories. The question that needs practice most is asked
    first. A clock runs while you speak, and space shows the follow-up questions one by one.
    Afterwards you tick the steps that you covered, and rate yourself. The key u undoes the last
    rating.

    Practice is separate from reviews: it changes no card.

    Example: flashprep practice deck:stories
    """
    if rating is None and missed:
        raise click.UsageError("--missed needs --rating.")
    with app.studying() as collection:
        if rating is not None:
            prompt = find_prompt(collection, " ".join(query))
            steps = ticked_steps(collection, prompt, missed)
            took_ms = round((minutes or 0) * _MINUTE_MS)
            given = Rehearsal(app.now_ms, Rating[rating.upper()], took_ms, steps)
            record_practice(collection, prompt, given)
            _, log = to_practice(collection, parse(""))
            _report(app, prompt, log)
            return
        found = parse(" ".join(query))
        prompts, log = to_practice(collection, found)
        if app.as_json:
            views = [
                ToPractice(each, log.get(each.key, ()), steps_of(collection, each))
                for each in prompts
            ]
            app.end_if_json("practise", prompts=views)
        if not prompts:
            _say_none(collection)
        elif listing:
            _list(collection, prompts, log)
        else:
            aim_s = None if minutes is None else round(minutes * 60)
            _practice(collection, collection.practice_session(app.clock, found, aim_s))


def _practice(collection: Collection, session: "PracticeSession") -> None:
    programs = f"'{FLASHPREP} practice --json' and '{FLASHPREP} practice KEY --rating good'"
    require_terminal("practice", programs)
    from flashprep.ui.tui.practice import Practicing
    from flashprep.ui.tui.terminal import Terminal

    with Terminal().taken() as terminal:
        Practicing(terminal, session).run()
    prompts, log = to_practice(collection, session.query)
    say("\n".join(_closing([each.prompt for each in session.answered], prompts, log)))
    if session.answered:
        _hint(collection, session.clock())


def _hint(collection: Collection, now_ms: int) -> None:
    """Print how to tick off the practice in the program.

    The program does not say which activities are practice, so all activities of this week that
    are not done are listed.
    """
    if stored_program(collection.catalog) is None or not collection.interview_ahead(now_ms):
        return
    from flashprep.app.prep.weekly_schedule import open_tasks

    tasks = open_tasks(collection, now_ms)
    if len(tasks) == 1:
        task = tasks[0]
        say(
            f"\nThis week's program: {one_line(task.name)}, {task.done} of {task.times}. "
            f"Tick it off: {FLASHPREP} plan done {task.key}"
        )
    elif tasks:
        say(f"\nThis week's program. Tick off what you practiced: {FLASHPREP} plan done ID\n")
        print_table(
            ("id", "done", "activity"),
            [(task.key, f"{task.done} of {task.times}", one_line(task.name)) for task in tasks],
        )


def _closing(
    answered: Sequence[Prompt], prompts: Sequence[Prompt], log: PracticeLog
) -> Iterator[str]:
    # Another process may have undone some of these answers.
    answered = [prompt for prompt in answered if prompt.key in log]
    if not answered:
        yield "Nothing was practiced."
    for prompt in answered:
        yield f"{one_line(prompt.question)}: {_last(log, prompt)}."
    never = sum(prompt.key not in log for prompt in prompts)
    if never:
        yield f"Never practiced: {amount(never, 'question')} ({FLASHPREP} practice --list)"


def _report(app: App, prompt: Prompt, log: PracticeLog) -> None:
    app.end_if_json("practise", Practiced(prompt, log[prompt.key]))
    times = len(log[prompt.key])
    often = "once" if times == 1 else f"{times} times"
    say(f"{prompt.key}: {_last(log, prompt)}; practiced {often}.")


def _last(log: PracticeLog, prompt: Prompt) -> str:
    """The rating and the duration of the last answer to a question, such as "good, in 4
    min"."""
    last = log[prompt.key][-1]
    if not last.duration_ms:
        return last.rating.name.lower()
    return f"{last.rating.name.lower()}, in {time_spent(last.duration_ms)}"


def _list(collection: Collection, prompts: Sequence[Prompt], log: PracticeLog) -> None:
    rows = []
    for prompt in prompts:
        past = log.get(prompt.key, ())
        day = collection.today(past[-1].at_ms) if past else None
        done = "·"
        if day is not None:
            done = f"{len(past)} ×, {past[-1].rating.name.lower()} on {short_day(day)}"
        rows.append((done, prompt.key, one_line(prompt.question)))
    print_table(("practiced", "key", "question"), rows)
    never = sum(prompt.key not in log for prompt in prompts)
    say(f"\n{amount(len(prompts), 'question')}, {never} never practiced.")


def _say_none(collection: Collection) -> None:
    if stored_prompts(collection.catalog):
        say(f"No question matches. All of them: {FLASHPREP} practice --list")
    else:
        say(f"There are no questions yet. Write some: {FLASHPREP} new questions")

"""The text that is printed after a session, or instead of a session without cards."""

from collections import Counter
from collections.abc import Iterator, Sequence

from flashprep.app.study.cram_session import CramSession
from flashprep.app.study.session import Session
from flashprep.app.study.session_acts import Given
from flashprep.app.study.session_bounds import Bound
from flashprep.core.answers.checklist import missed_in, place_of
from flashprep.core.events import EventKind
from flashprep.core.memory import Rating
from flashprep.core.queue.order import Queue, expected_seconds
from flashprep.text import about, amount, day_and_year, time_spent
from flashprep.ui.text.backlog import backlog_words
from flashprep.ui.text.no_cards import no_cards
from flashprep.ui.text.program import FLASHPREP

_OPTIONS = {Bound.MINUTES: "--minutes", Bound.CARDS: "--limit", Bound.NEW: "--new"}
_MARKED = {
    EventKind.SUSPEND: "suspended",
    EventKind.BURY: "buried",
    EventKind.KNOW: "marked as known",
}
_MISSES = 2
_ONE_LINE = 79  # maximum width of a line, in columns
_MOST_WEAK = 3  # the number of weakest topics that are listed while cards are left today
_FARTHEST_DAYS = 36_500


def closing_lines(session: Session) -> Iterator[str]:
    """The summary of a session: results, misses, cards left today, and what is due tomorrow."""
    if isinstance(session, CramSession):
        yield from _cram_lines(session)
        return
    now_ms = session.clock()
    queue = session.all_queued(now_ms)
    is_done = queue.next(now_ms) is None
    yield _results(session, is_done=is_done)
    yield from _bound_lines(session)
    new = len({given.key for given in session.given if given.was_new})
    if new:
        yield f"Introduced: {amount(new, 'new card')}."
    yield from _misses(session.given)
    for key in dict.fromkeys(given.key for given in session.given if given.leech):
        yield from _leech_lines(session, key)
    yield from _marked_lines(session)
    if is_done:
        yield from _next_lines(session, queue)
        if session.given and not _marked_words(session):
            yield f"To undo the last review: {FLASHPREP} undo"
    else:
        progress = session.progress_of_day(queue)
        left = [f"{reason} {count}" for reason, count in progress.left.items() if count]
        yield f"Left today: {', '.join(left)}; about {about(progress.left_ms)}."
        if session.given and session.follows_plan:
            from flashprep.ui.tui.day_summary import eve_lines

            yield from eve_lines(session, _MOST_WEAK)
    backlog = None if session.follows_plan else session.backlog()
    if backlog:
        yield backlog_words(backlog)


def _cram_lines(session: CramSession) -> Iterator[str]:
    """The summary of a cram session: results, misses, and cards left."""
    keys = {given.key for given in session.given}
    left = session.left()
    asked = sum(key in keys for key in left)
    if session.given:
        spent = time_spent(session.given.used_ms)
        missed = {given.key for given in session.given if given.rating is Rating.AGAIN}
        right = len(keys - missed)
        done = "Warm-up" if session.interview else "Crammed"
        yield f"{done}: {amount(len(keys), 'card')} in {spent}, {right} right the first time."
        yield "Due dates and statistics are unchanged."
    else:
        yield "Nothing was rated."
    yield from _bound_lines(session)
    yield from _misses(session.given)
    if asked:
        yield f"Not recalled yet: {amount(asked, 'card')}."
    if len(left) > asked:
        yield f"Not asked: {amount(len(left) - asked, 'card')}."
    yield from _marked_lines(session)
    if session.interview:
        from flashprep.render.words import interview_name

        yield (f"To finish the warm-up: {FLASHPREP} review" if left else "The warm-up is done.")
        yield f"Today: {interview_name(session.interview)}."


def _bound_lines(session: Session) -> Iterator[str]:
    """A line with the option that ended the session, or no line if no option ended it."""
    if bound := session.bound_reached():
        option = f"{_OPTIONS[bound]} {getattr(session.bounds, bound.value)}"
        yield f"Reached your limit ({option})."


def _marked_words(session: Session) -> str:
    """The numbers of cards by action, such as "1 suspended, 2 buried". It is "" if no card was
    suspended, buried, marked as known, or flagged."""
    flags = session.marked.flags()
    counts = {word: session.marked.count_of(kind) for kind, word in _MARKED.items()}
    counts |= {"flagged": len(flags) - flags.count(0), "unflagged": flags.count(0)}
    return ", ".join(f"{count} {word}" for word, count in counts.items() if count)


def _marked_lines(session: Session) -> Iterator[str]:
    """Lines with the numbers of suspended, buried, known, and flagged cards, and with the
    command that undoes these actions."""
    if words := _marked_words(session):
        back = f"To undo, one by one: {FLASHPREP} undo"
        line = f"{words}. {back}"
        yield from [line] if len(line) <= _ONE_LINE else [f"{words}.", back]


def _misses(given: Sequence[Given]) -> Iterator[str]:
    """Lines about the cards that the user missed repeatedly. For cards about a step, the lines
    name the step."""
    misses: dict[str, list[Given]] = {}
    for each in given:
        if each.rating is Rating.AGAIN:
            # Cards that ask about the same step are counted together.
            subject = place_of(each.key) if each.card.step else each.key
            misses.setdefault(subject, []).append(each)
    for subject, those in misses.items():
        count = len(those)
        if count < _MISSES:
            continue
        times = "twice" if count == _MISSES else f"{count} times"
        card = those[0].card
        name = f"{card.context}, step {card.step}" if card.step else subject
        missed = Counter(path for each in those for path in missed_in(each.key, each.parts))
        parts = ", ".join(path.rpartition("/")[2] for path, _ in missed.most_common())
        line = f"Missed {times}: {name}{parts and f' ({parts})'}"
        command = f"({FLASHPREP} show {subject})"
        if len(line) + len(command) + 2 <= _ONE_LINE:
            yield f"{line}  {command}"
        else:
            yield from (line, f"  {command}")


def _leech_lines(session: Session, key: str) -> Iterator[str]:
    """Lines about the leech `key`: how often it was forgotten, and where to edit it."""
    status = session.context.states.find(key)
    if status is None or status.state is None:
        return
    card = session.context.card(key).card
    suspended = ", and now suspended" if status.marks.suspended else ""
    times = amount(status.state.lapses, "time")
    yield f"Leech: {key}, forgotten {times}{suspended}. Reword it:"
    yield f"  {card.location.path}:{card.location.line}"
    yield f"  the note's cards: {FLASHPREP} show {card.note_key}"


def idle_lines(session: Session) -> Iterator[str]:
    """The message that there is nothing to study now, followed by what is due next."""
    if not session.context.states.decks():
        yield from no_cards(session.context.config.decks)
        return
    if isinstance(session, CramSession):
        yield f"No card matches. To list all cards: {FLASHPREP} search"
        return
    if session.cards.queries and not session.keys:
        yield f"No card matches. To try a search: {FLASHPREP} search QUERY"
        return
    if session.follows_plan:
        yield "The plan has nothing more for today."
    else:
        is_search = bool(session.cards.queries)
        yield "None of these cards is due now." if is_search else "Nothing is due now."
    yield from _next_lines(session, session.all_queued(session.clock()))


def _results(session: Session, *, is_done: bool) -> str:
    if not session.given:
        return "Nothing was rated."
    first: dict[str, Rating] = {}
    for given in session.given:
        first.setdefault(given.key, given.rating)
    right = sum(rating is not Rating.AGAIN for rating in first.values())
    spent = time_spent(session.given.used_ms)
    start = "So far"
    if is_done:
        these = "cards" if session.cards.queries else "decks" if session.cards.decks else ""
        start = f"Done with these {these} for today" if these else "Done for today"
    return f"{start}: {amount(len(first), 'card')} in {spent}, {right} right."


def _next_lines(session: Session, queue: Queue) -> Iterator[str]:
    """Lines about the cards in learning steps, and about the next cards.

    If the session follows the plan, the lines describe the plan for today and tomorrow.
    Otherwise they name the next day that has cards.
    """
    context, now_ms, waiting = session.context, session.clock(), queue.waiting
    if waiting and waiting[0].due_at_ms is not None:
        wait = about(waiting[0].due_at_ms - now_ms)
        verb = "is" if len(waiting) == 1 else "are"
        yield f"{amount(len(waiting), 'card')} {verb} due again today, the first in {wait}."
    if session.follows_plan:
        # Imported late, so that the first card is shown sooner.
        from flashprep.ui.tui.day_summary import planned_lines

        yield from planned_lines(session)
        return
    today = context.today(now_ms)
    tomorrow = session.all_queued(context.calendar.start_of(today + 1))
    cards = (*tomorrow.ready, *tomorrow.waiting)
    if cards:
        time = about(expected_seconds(cards) * 1000)
        yield f"Tomorrow: {amount(len(cards), 'card')}, about {time}."
        return
    later = context.states.load(today + 2, today + _FARTHEST_DAYS)
    if later and not (session.cards.decks or session.cards.queries):
        day = min(later)
        on = day_and_year(day)
        yield f"Next: {amount(later[day], 'card')} on {on}."

"""Sets, changes, and cancels the interviews of a collection, and determines the cards that an
interview covers.

An interview at a company leaves out cards about other companies: cards that name another
company, and cards that name no company but are in another company's deck. The decks of other
companies are those next to the deck that is named after the company. For example, Values::Acme
is next to Values::Meta.
"""

import json
from collections.abc import Callable, Container, Iterable, Sequence
from dataclasses import replace
from operator import attrgetter
from typing import Final

from flashprep.app.context import Context, no_such
from flashprep.app.dated_ahead import after_others
from flashprep.core.deck_path import level_matcher
from flashprep.core.events import EventKind
from flashprep.core.interviews import CANCELLED, Interview, fold_interviews
from flashprep.errors import FlashprepError
from flashprep.store.card_rows import CardStatus, CardSummary
from flashprep.store.queries import has_card_of_no_company
from flashprep.text import folded

FARTHEST_DAYS: Final = 5 * 366  # until an interview
_BANK = "questions"  # the kind of a note


def all_interviews(context: Context) -> tuple[Interview, ...]:
    """All interviews that are set and not canceled, including past interviews, sorted by
    day."""
    return fold_interviews(context.logs.events(EventKind.INTERVIEW))


def upcoming_interviews(context: Context, now_ms: int) -> tuple[Interview, ...]:
    """The interviews from today on, sorted by day."""
    today = context.today(now_ms)
    return tuple(each for each in all_interviews(context) if each.day >= today)


def interviews_ahead(context: Context, now_ms: int) -> list[tuple[Interview, frozenset[str]]]:
    """The interviews after today that cover at least one card, sorted by day. Each interview is
    paired with the keys of the cards that it covers."""
    today = context.today(now_ms)
    ahead = _near_enough(upcoming_interviews(context, now_ms), today)
    asking = ((each, covered_keys(context, each)) for each in ahead)
    return [(each, keys) for each, keys in asking if keys]


def is_interview_ahead(context: Context, now_ms: int) -> bool:
    """Whether there is an interview after today that covers a card. The check is fast if an
    interview has no criteria for cards."""
    today = context.today(now_ms)
    ahead = _near_enough(upcoming_interviews(context, now_ms), today)
    unrestricted = [each for each in ahead if not (each.decks or each.level or each.priorities)]
    if any(not each.company for each in unrestricted):
        return context.states.has_live()
    if unrestricted and has_card_of_no_company(context.database):
        return True
    return bool(ahead) and bool(interviews_ahead(context, now_ms))


def _near_enough(interviews: Iterable[Interview], today: int) -> list[Interview]:
    """The interviews after today, except interviews that are unrealistically far away. Such an
    interview can only result from a wrong clock, and its plan would take hours to compute."""
    return [each for each in interviews if today < each.day <= today + FARTHEST_DAYS]


def set_interview(context: Context, interview: Interview, now_ms: int) -> None:
    """Writes the interview to the log. It replaces an earlier interview with the same name.

    Raises FlashprepError if the interview covers no card or names an unknown deck or level.
    """
    unknown = unknown_name(context, interview)
    if unknown:
        raise unknown
    if not covered_keys(context, interview):
        others = companies_left_out(context, interview.company)
        if not others or not covered_keys(context, replace(interview, company="")):
            raise FlashprepError("no card matches this interview", "no-card-asked")
        raise FlashprepError(
            f"no card is left: an interview at {interview.company} excludes the cards of "
            f"other companies ({', '.join(others)})",
            "no-card-left",
        )
    _write(context, interview.name, now_ms, interview.payload())


def cancel_interview(context: Context, name: str, now_ms: int) -> Interview:
    """Cancels the interview and returns it. If there is no such interview, raises a
    FlashprepError that suggests the nearest name."""
    known = {each.name: each for each in all_interviews(context)}
    if name not in known:
        raise no_such("no interview is called", name, known, "no-such-interview")
    _write(context, name, now_ms, dict(CANCELLED))
    return known[name]


def _write(context: Context, name: str, now_ms: int, payload: dict[str, object]) -> None:
    with context.changing():
        # The event must be later than the interview's earlier events, even if the clock went
        # back.
        at_ms = after_others(context, EventKind.INTERVIEW, name, now_ms)
        context.logs.append_event(EventKind.INTERVIEW, name, at_ms, payload)


def unknown_name(context: Context, interview: Interview) -> FlashprepError | None:
    """The error for a deck or level that the interview names but that does not exist. Returns
    None if all names exist. The deck files may have changed since the interview was set."""
    try:
        context.match_decks(interview.decks)
    except FlashprepError as error:
        return error
    levels = _Levels(_live_cards(context), interview.level)
    if not levels.is_unknown:
        return None
    hint = f"known: {', '.join(levels.names)}" if levels.names else "no deck has levels"
    message = f"no level is called '{interview.level}'; {hint}"
    return FlashprepError(message, "no-such-level", name=interview.level)


def covered_keys(context: Context, interview: Interview) -> frozenset[str]:
    """The keys of the live cards that an interview covers. Unknown deck names are ignored,
    because a change to the deck files must not prevent study."""
    name = "asked", json.dumps([interview.name, interview.payload()])
    return context.database.kept.found(name, lambda: _covered(_live_cards(context), interview))


def ever_covered_keys(context: Context, interview: Interview) -> frozenset[str]:
    """The keys of all live and retired cards that an interview covers. Retired cards are
    included because decks may be removed after an interview."""
    placed = (each.card for each in every_card(context))
    return _covered(sorted(placed, key=attrgetter("position")), interview)


def covered_count(context: Context, interview: Interview) -> tuple[int, int]:
    """Two numbers of cards that an interview covers: the cards in study, and the suspended
    cards."""
    asked = covered_keys(context, interview)
    suspended = context.states.count_out(asked)
    return len(asked) - suspended, suspended


def covers(
    interview: Interview, decks: Iterable[str], ladders: Iterable[CardSummary]
) -> Callable[[CardSummary], bool]:
    """Returns a function that tests whether the interview covers a card. `decks` contains the
    names of all decks. `ladders` contains at least the cards of all notes with levels, in order
    of introduction."""
    decks = set(decks)
    matchers = [level_matcher(name) for name in interview.decks]
    chosen = {deck for deck in decks if any(matches(deck) for matches in matchers)}
    company = folded(interview.company)
    other_decks = set() if matchers else _decks_of_others(company, decks)
    levels = _Levels(ladders, interview.level)

    def is_covered(card: CardSummary) -> bool:
        return (
            (not matchers or card.deck in chosen)
            and not _is_of_another(card, company, other_decks)
            and (not interview.priorities or card.priority in interview.priorities)
            and levels.covers(card)
        )

    return is_covered


def _covered(cards: Sequence[CardSummary], interview: Interview) -> frozenset[str]:
    is_covered = covers(interview, (card.deck for card in cards), cards)
    return frozenset(card.key for card in cards if is_covered(card))


def every_card(context: Context) -> Sequence[CardStatus]:
    """All live and retired cards with their status. The result is cached for interviews, plans,
    and the list of weak topics."""
    return context.database.kept.found("every card", lambda: tuple(context.states.each()))


def _live_cards(context: Context) -> list[CardSummary]:
    """The live cards in order of introduction. This order also gives the order of the levels in
    a ladder."""
    live = (each.card for each in every_card(context) if not each.retired)
    return sorted(live, key=attrgetter("position"))


def knows_company(context: Context, company: str) -> bool:
    """Whether the collection knows the company: a card is about it, or a deck or tag is named
    after it. Prompts are ignored, because a prompt only copies the company of the value that it
    tests."""
    name = folded(company)
    return any(
        (name == folded(card.company) and card.kind != _BANK)
        or name == folded(card.deck.split("::")[-1])
        or name in map(folded, card.tags)
        for card in _live_cards(context)
    )


def companies_left_out(context: Context, company: str) -> tuple[str, ...]:
    """The names of the other companies whose cards an interview at `company` leaves out. The
    result is empty if `company` is ""."""
    name = folded(company)
    found = {folded(card.company): card.company for card in _live_cards(context)}
    return tuple(
        sorted(shown for other, shown in found.items() if name and other not in ("", name))
    )


def file_to_fill_in(context: Context, company: str) -> str | None:
    """A deck file for an unknown company: its deck is named after the company, and its notes
    have placeholders. Returns None if there is no such file."""
    for file in context.catalog.files().values():
        if folded(file.deck.split("::")[-1]) == folded(company):
            return file.name
    return None


def _is_of_another(card: CardSummary, company: str, other_decks: Container[str]) -> bool:
    """Whether an interview at `company` leaves out a card because the card belongs to another
    company. If the card names a company, that company decides; otherwise the card's deck
    decides. If `company` is "", no card is left out."""
    if card.company:
        return bool(company) and folded(card.company) != company
    return card.deck in other_decks


def _decks_of_others(company: str, decks: Iterable[str]) -> set[str]:
    """The decks next to the deck that is named after the company, and their subdecks."""
    decks = set(decks)
    own = {deck for deck in decks if folded(deck.split("::")[-1]) == company}
    parents = {deck.rpartition("::")[0] for deck in own} - {""}
    near = {deck for deck in decks for parent in parents if deck.startswith(f"{parent}::")}
    kept = {deck for deck in near for each in own if f"{deck}::".startswith(f"{each}::")}
    return near - kept if company else set()


class _Levels:
    """The levels of the ladders to which these cards belong. An interview at a level covers
    only that level and the neighboring levels of a ladder."""

    def __init__(self, cards: Iterable[CardSummary], level: str) -> None:
        wanted = "-".join(level.casefold().split())
        found: dict[str, list[str]] = {}
        for card in cards:
            step, design = _path(card)[0], _path(card)[-1]
            if card.kind == "levels" and design == "expects":
                steps = found.setdefault(card.note_key, [])
                if step not in steps:
                    steps.append(step)
        self._not_covered: dict[str, frozenset[str]] = {}
        self.names = sorted({step for steps in found.values() for step in steps})
        self.is_unknown = bool(wanted) and wanted not in self.names
        for note, steps in found.items():
            place = steps.index(wanted) if wanted in steps else None
            near = steps if place is None else steps[max(0, place - 1) : place + 2]
            self._not_covered[note] = frozenset(steps).difference(near)

    def covers(self, card: CardSummary) -> bool:
        """Whether the interview covers all levels that the card is about."""
        return self._not_covered.get(card.note_key, frozenset()).isdisjoint(_path(card))


def _path(card: CardSummary) -> list[str]:
    """The ids of the parts that a card is about, followed by the card's design."""
    return card.key.removeprefix(f"{card.note_key}/").split("/")

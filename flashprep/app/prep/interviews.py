"""Interviews of a collection: set, changed, cancelled, and which cards each is about.

An interview at a company leaves out what is about others: cards that say another company, and
cards that say none in the decks beside one called like the company (Values::Acme is beside
Values::Meta).
"""

import json
from collections.abc import Container, Iterable, Sequence
from dataclasses import replace
from operator import attrgetter

from flashprep.app.context import Context, no_such
from flashprep.core.cards import folded
from flashprep.core.deck_path import level_matcher
from flashprep.core.events import EventKind
from flashprep.core.interviews import CANCELLED, Interview, fold_interviews
from flashprep.errors import FlashprepError
from flashprep.store.catalog import Placed
from flashprep.store.queries import cards_as_they_stand, has_card_of_no_company
from flashprep.store.states import Standing

_BANK = "questions"  # the kind of a note


def all_interviews(context: Context) -> tuple[Interview, ...]:
    """Those that were set and not cancelled, past ones too, by day."""
    return fold_interviews(context.logs.events(EventKind.INTERVIEW))


def coming_interviews(context: Context, now_ms: int) -> tuple[Interview, ...]:
    """Those that are today or later, by day."""
    today = context.today(now_ms)
    return tuple(each for each in all_interviews(context) if each.day >= today)


def interviews_ahead(context: Context, now_ms: int) -> list[tuple[Interview, frozenset[str]]]:
    """Those to prepare for, by day, with the keys of the cards that each asks: after today, and
    of cards that there are."""
    today = context.today(now_ms)
    ahead = [each for each in coming_interviews(context, now_ms) if each.day > today]
    asking = ((each, asked_keys(context, each)) for each in ahead)
    return [(each, keys) for each, keys in asking if keys]


def is_interview_ahead(context: Context, now_ms: int) -> bool:
    """Whether there is an interview to prepare for; cheap where one asks all."""
    today = context.today(now_ms)
    ahead = [each for each in coming_interviews(context, now_ms) if each.day > today]
    whole = [each for each in ahead if not (each.decks or each.level or each.priorities)]
    if any(not each.company for each in whole):
        return bool(context.states.count_live())
    if whole and has_card_of_no_company(context.database):
        return True
    return bool(ahead) and bool(interviews_ahead(context, now_ms))


def set_interview(context: Context, interview: Interview, now_ms: int) -> None:
    """Write the interview to the log; what was said under its name before no longer holds.

    Raises FlashprepError if it asks no card, or names a deck or level that there is none of.
    """
    unknown = unknown_name(context, interview)
    if unknown:
        raise unknown
    if not asked_keys(context, interview):
        others = companies_left_out(context, interview.company)
        if not others or not asked_keys(context, replace(interview, company="")):
            raise FlashprepError("no card is asked for by that", "no-card-asked")
        raise FlashprepError(
            f"no card is left: an interview at {interview.company} leaves out the cards of "
            f"other companies ({', '.join(others)})",
            "no-card-left",
        )
    _say(context, interview.name, now_ms, interview.payload())


def cancel_interview(context: Context, name: str, now_ms: int) -> Interview:
    """Say that it will not be; returns what it was. FlashprepError offers the nearest name."""
    known = {each.name: each for each in all_interviews(context)}
    if name not in known:
        raise no_such("no interview is called", name, known, "no-such-interview")
    _say(context, name, now_ms, dict(CANCELLED))
    return known[name]


def _say(context: Context, name: str, now_ms: int, payload: dict[str, object]) -> None:
    with context.changing():
        # What is said last counts, whatever the clock says.
        before = context.logs.events(EventKind.INTERVIEW)
        last_ms = max((each.at_ms for each in before if each.subject == name), default=0)
        at_ms = max(now_ms, last_ms + 1)
        context.logs.append_event(EventKind.INTERVIEW, name, at_ms, payload)


def unknown_name(context: Context, interview: Interview) -> FlashprepError | None:
    """The error for a deck or level that it names, if there is none called so. What there was
    when it was set may have left the deck files since."""
    try:
        context.match_decks(interview.decks)
    except FlashprepError as error:
        return error
    ladders = _Ladders(_live_cards(context), interview.level)
    if not ladders.is_unknown:
        return None
    hint = f"there are {', '.join(ladders.names)}" if ladders.names else "no deck has levels"
    said = f"no level is called '{interview.level}'; {hint}"
    return FlashprepError(said, "no-such-level", name=interview.level)


def asked_keys(context: Context, interview: Interview) -> frozenset[str]:
    """The keys of the live cards that an interview asks. Names of decks that there are no more
    are passed over: what happens to deck files must keep nobody from studying."""
    name = "asked", json.dumps([interview.name, interview.payload()])
    return context.database.kept.found(name, lambda: _asked(_live_cards(context), interview))


def ever_asked_keys(context: Context, interview: Interview) -> frozenset[str]:
    """The same of all cards there ever were, since decks may go once an interview is over."""
    placed = (card for card, _ in every_card(context))
    return _asked(sorted(placed, key=attrgetter("position")), interview)


def asked_count(context: Context, interview: Interview) -> tuple[int, int]:
    """How many cards an interview asks that a plan for it has, and how many beside these that
    are suspended."""
    asked = asked_keys(context, interview)
    suspended = context.states.count_out(asked)
    return len(asked) - suspended, suspended


def _asked(cards: Sequence[Placed], interview: Interview) -> frozenset[str]:
    decks = {card.deck for card in cards}
    matchers = [level_matcher(name) for name in interview.decks]
    chosen = {deck for deck in decks if any(matches(deck) for matches in matchers)}
    company = folded(interview.company)
    beside = set() if matchers else _decks_of_others(company, decks)
    ladders = _Ladders(cards, interview.level)
    return frozenset(
        card.key
        for card in cards
        if (not matchers or card.deck in chosen)
        and not _is_of_another(card, company, beside)
        and (not interview.priorities or card.priority in interview.priorities)
        and ladders.asks(card)
    )


def every_card(context: Context) -> Sequence[tuple[Placed, Standing]]:
    """All cards, live or retired, as they stand: interviews, plans and what is weak go by
    one look at them."""
    database = context.database
    return database.kept.found("every card", lambda: tuple(cards_as_they_stand(database)))


def _live_cards(context: Context) -> list[Placed]:
    """In their order, which is that of the levels on a ladder."""
    live = (card for card, _ in every_card(context) if not card.retired)
    return sorted(live, key=attrgetter("position"))


def knows_company(context: Context, company: str) -> bool:
    """Whether a card is about it, or a deck or a tag is called like it. A question that probes
    a value is about that one's company, but says nothing of it."""
    name = folded(company)
    return any(
        (name == folded(card.company) and card.kind != _BANK)
        or name == folded(card.deck.split("::")[-1])
        or name in map(folded, card.tags)
        for card in _live_cards(context)
    )


def companies_left_out(context: Context, company: str) -> tuple[str, ...]:
    """The other companies that cards are about, by name; none if `company` is ""."""
    name = folded(company)
    found = {folded(card.company): card.company for card in _live_cards(context)}
    return tuple(
        sorted(shown for other, shown in found.items() if name and other not in ("", name))
    )


def file_to_fill_in(context: Context, company: str) -> str | None:
    """The deck file whose deck is called like a company that nothing is known of, if there is
    one: its notes have placeholders."""
    for file in context.catalog.files().values():
        if folded(file.deck.split("::")[-1]) == folded(company):
            return file.name
    return None


def _is_of_another(card: Placed, company: str, beside: Container[str]) -> bool:
    """Whether a card is left out for a company; "" leaves out none. The company that the card
    says decides; if it says none, its deck does."""
    if card.company:
        return bool(company) and folded(card.company) != company
    return card.deck in beside


def _decks_of_others(company: str, decks: Iterable[str]) -> set[str]:
    """The decks beside one called like the company, and those below them."""
    decks = set(decks)
    own = {deck for deck in decks if folded(deck.split("::")[-1]) == company}
    parents = {deck.rpartition("::")[0] for deck in own} - {""}
    beside = {deck for deck in decks for parent in parents if deck.startswith(f"{parent}::")}
    mine = {deck for deck in beside for each in own if f"{deck}::".startswith(f"{each}::")}
    return beside - mine if company else set()


class _Ladders:
    """The ladders among the cards, and which of their levels a level and its neighbors are."""

    def __init__(self, cards: Iterable[Placed], level: str) -> None:
        wanted = "-".join(level.casefold().split())
        found: dict[str, list[str]] = {}
        for card in cards:
            step, design = _path(card)[0], _path(card)[-1]
            if card.kind == "levels" and design == "expects":
                steps = found.setdefault(card.note_key, [])
                if step not in steps:
                    steps.append(step)
        self._not_asked: dict[str, frozenset[str]] = {}
        self.names = sorted({step for steps in found.values() for step in steps})
        self.is_unknown = bool(wanted) and wanted not in self.names
        for note, steps in found.items():
            place = steps.index(wanted) if wanted in steps else None
            near = steps if place is None else steps[max(0, place - 1) : place + 2]
            self._not_asked[note] = frozenset(steps).difference(near)

    def asks(self, card: Placed) -> bool:
        """Whether all levels that the card is about are among those asked."""
        return self._not_asked.get(card.note_key, frozenset()).isdisjoint(_path(card))


def _path(card: Placed) -> list[str]:
    """The parts of its note that a card is about, and its design."""
    return card.key.removeprefix(f"{card.note_key}/").split("/")

"""Collects the progress to export to Anki: the cards' states, reviews, and presets."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from flashprep.anki.progress import Answer, Progress, Terms, Timing, answers, place
from flashprep.app.context import Context
from flashprep.store.anki_ids import anki_ids
from flashprep.store.card_rows import CardStatus
from flashprep.store.full_cards import ExportRow

# If no card was reviewed yet, days are counted from this day.
_ANY_DAY = date(2026, 1, 1).toordinal()


class Outgoing:
    """The progress of these cards. Only reviews that affect the current state of their card are
    exported. Undone reviews, reviews before a reset, and cram reviews are not exported.
    `states` contains the states of all cards. `positions` contains the cards' positions in
    Anki."""

    def __init__(
        self,
        context: Context,
        rows: Sequence[ExportRow],
        states: Mapping[str, CardStatus],
        positions: Mapping[str, int],
    ) -> None:
        self._context = context
        keys = [row.card.key for row in rows]
        self._guids = {row.card.key: row.guid for row in rows}
        self._standings = {
            key: replace(states[key], card=states[key].card._replace(position=positions[key]))
            for key in keys
        }
        logged = context.logs.reviews_by_card(None if len(rows) == len(states) else keys)
        self._reviews = {
            key: standing.marks.since_forgotten(logged[key])
            for key, standing in self._standings.items()
            if standing.state
        }

    def count_reviews(self) -> int:
        """The number of exported reviews."""
        return sum(map(len, self._reviews.values()))

    def progress(self, now_ms: int) -> Progress:
        """The progress for the package. Cards that are buried on the study day of `now_ms` are
        exported as buried."""
        context = self._context
        timing = Timing(context.calendar, self._first_day())
        presets = {standing.preset for standing in self._standings.values()}
        terms = {name: self._terms(name) for name in presets}
        today = context.today(now_ms)
        ids = anki_ids(context.database)
        last = {key: ids[reviews[-1].uid] for key, reviews in self._reviews.items() if reviews}
        return Progress(
            timing=timing,
            terms={deck: terms[name] for deck, name in self._presets_by_deck().items()},
            places={
                self._guids[key]: place(
                    standing, timing, terms[standing.preset], today, last.get(key, 0)
                )
                for key, standing in self._standings.items()
            },
            answers=self._answers(ids),
        )

    def _first_day(self) -> int:
        """The day of the earliest review or due date in the database, whatever cards are
        exported."""
        days = (
            min(standing.state.due_day, standing.introduced_day or standing.state.last_day)
            for standing in self._standings.values()
            if standing.state
        )
        return min(days, default=_ANY_DAY)

    def _presets_by_deck(self) -> dict[str, str]:
        """The preset of each deck in Anki. Anki allows only one preset per deck, so the most
        frequent preset of the deck's cards is used."""
        counts: dict[str, Counter[str]] = defaultdict(Counter)
        for standing in self._standings.values():
            counts[standing.deck][standing.preset] += 1
        return {
            deck: min(count, key=lambda name: (-count[name], name))
            for deck, count in counts.items()
        }

    def _terms(self, name: str) -> Terms:
        config, preset = self._context.config, self._context.config.preset(name)
        weights = self._context.scheduler_for(name).parameters
        return Terms(
            name=name,
            study=replace(preset.study, parameters=weights),
            new_cards_a_day=_limit(preset.new_cards_a_day, config.new_cards_a_day),
            reviews_a_day=_limit(preset.reviews_a_day, config.reviews_a_day),
            leech_lapses=config.leech_lapses,
            suspends_leeches=config.leech_action == "suspend",
        )

    def _answers(self, ids: Mapping[str, int]) -> Iterator[tuple[str, Iterator[Answer]]]:
        for key, reviews in self._reviews.items():
            states = self._context.scheduler_of(self._standings[key]).course(reviews)
            yield self._guids[key], answers(reviews, states, ids)


def _limit(own: int | None, common: int) -> int:
    return common if own is None else min(own, common)

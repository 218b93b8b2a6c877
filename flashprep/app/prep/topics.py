"""The topics of cards, and the weakest topics. `status` shows these, so this module loads
little."""

import json
from collections import defaultdict
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import asdict
from typing import Final

from flashprep.app.context import Context
from flashprep.app.prep.interviews import covers, upcoming_interviews
from flashprep.app.upkeep.learner import day_mark, learner_of
from flashprep.core.notes.summary import NoteSummary
from flashprep.core.readiness import (
    LADDER,
    OF_NOTES,
    Ready,
    ReadyCard,
    Topic,
    by_topic,
    topic_of,
    weakest_first,
)
from flashprep.store.card_rows import CardSummary, RecallGroup

WEAKEST: Final = 5
"""The number of topics that are shown."""
_STAMP: Final = "weakest"  # name of the result in the cache


def topics_of(
    context: Context, cards: Iterable[CardSummary], *, fine: bool = False
) -> dict[str, Topic]:
    """The topic of each card, by the card's key. With `fine`, each part of a note is a
    topic."""
    cards = list(cards)
    notes = context.catalog.some_notes({card.note_key for card in cards})
    names = {}
    for key, note in notes.items():
        summary = NoteSummary.from_json(note.outline)
        names[key] = summary.name
        for part in summary.parts:
            if not part.scope:
                names[f"{key}/{part.id}"] = part.name
    # The context of the cards about a value is a text such as "Meta values".
    values = {card.note_key: card.key for card in cards if card.kind == "value"}
    for row in context.catalog.some(values.values()).values():
        names[row.card.note_key] += f" ({row.card.context.rpartition(' ')[0]})"
    return {
        card.key: topic_of(card.key, card.kind, card.deck, names, fine=fine) for card in cards
    }


def weakest(context: Context, now_ms: int) -> tuple[Ready, ...]:
    """The topics of the next interview with the lowest mean recall. Topics without
    reviews are left out. Recall is predicted for the morning of the interview or for tomorrow,
    whichever is earlier. The prediction assumes no further study and uses the learner's memory
    factor. The result is stored for `weakest_today`."""
    mark, answers = day_mark(context, context.today(now_ms)), context.logs.latest_answer()
    found = _weakest(context, now_ms)
    topics = [[*asdict(each.topic).values(), each.cards, each.then] for each in found]
    text = json.dumps({"mark": mark, "answers": answers, "topics": topics})
    context.states.keep_stamp(_STAMP, text)
    return found


def weakest_today(context: Context, now_ms: int) -> tuple[Ready, ...]:
    """The weakest topics, as `weakest` last computed them today. A session computes them when
    it ends; before the first session of a day, this function does. Reviews since then do not
    change the result, but any other action does. To compute it each time would take longer than
    the rest of `status`, since all cards are read."""
    today = context.today(now_ms)
    with suppress(KeyError, TypeError, ValueError):  # missing, or written by another version
        kept = json.loads(context.states.stamp(_STAMP) or "{}")
        late = context.logs.is_answered_late(kept["answers"], context.calendar.start_of(today))
        if kept["mark"] == day_mark(context, today) and not late:
            return tuple(
                Ready(Topic(key, kind, name), int(cards), 0, (float(then),), float(then))
                for key, kind, name, cards, then in kept["topics"]
            )
    return weakest(context, now_ms)


def _weakest(context: Context, now_ms: int) -> tuple[Ready, ...]:
    today = context.today(now_ms)
    interviews = upcoming_interviews(context, now_ms)
    if not interviews:
        return ()
    morning = min(today + 1, max(today, interviews[0].day))
    curves, memory_factor = context.curves(), learner_of(context, today).memory_factor
    groups = context.states.recalls(morning, memory_factor, curves, OF_NOTES)
    ladders = {card.note_key for card, *_ in groups if card.kind == LADDER}
    cards = context.states.of_notes(ladders) if ladders else []
    is_covered = covers(interviews[0], context.states.decks(), [each.card for each in cards])

    levels: dict[str, float] = {}
    for each in cards:
        if each.state is not None and each.queue != "out" and is_covered(each.card):
            days, stability = max(1, morning - each.state.last_day), each.state.memory.stability
            levels[each.card_key] = curves[each.preset].recall(memory_factor * stability, days)
    notes: dict[str, list[RecallGroup]] = defaultdict(list)
    for group in groups:
        card = group.card
        if card.kind != LADDER and is_covered(card):
            notes[card.note_key if card.kind in OF_NOTES else card.deck].append(group)
    # To save time, names are read only for topics that may be among the weakest.
    means = sorted(
        (sum(group.total for group in each) / sum(group.number for group in each), name)
        for name, each in notes.items()
    )[:WEAKEST]
    chosen = [(notes[name], mean) for mean, name in means]
    named = [groups[0].card for groups, _ in chosen]
    topics = topics_of(context, [*named, *(each.card for each in cards)])
    found = [
        Ready(topics[card.key], sum(group.number for group in groups), 0, (mean,), mean)
        for card, (groups, mean) in zip(named, chosen, strict=True)
    ]
    found += by_topic(
        ReadyCard(topics[key], is_seen=True, trend=(recall,), then=recall)
        for key, recall in levels.items()
    )
    return weakest_first(found)[:WEAKEST]

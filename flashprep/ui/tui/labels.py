"""The rows of key labels below a card."""

from collections.abc import Mapping, Sequence

from rich.text import Text

from flashprep.app.study.cram_session import CramSession
from flashprep.app.study.session import Session
from flashprep.app.study.turn import Stage, Turn
from flashprep.core.answers.typing import Kind
from flashprep.core.memory import CardState, Rating
from flashprep.text import about, time_until

Rows = list[list[Text]]

_STYLES = {Rating.AGAIN: "bold red"}
_ALWAYS = (("u", "undo"), ("?", "keys"), ("q", "quit"))
_KNOW = ("k", "I know this note")
_HARD = "Hard: recalled, with effort"
_CRAMMED = {Rating.AGAIN: "asked again", Rating.GOOD: "done"}


def label(name: str, does: str) -> Text:
    """The label of a key: the name of the key, and its effect."""
    return Text.assemble((name, "bold"), f" {does}")


def ratings_by_key(count: int) -> dict[str, Rating]:
    """The ratings by key. If `count` is 2, the only ratings are Again and Good; otherwise there
    are four ratings."""
    ratings = [Rating.AGAIN, Rating.GOOD] if count == len(_CRAMMED) else list(Rating)
    return {str(number): rating for number, rating in enumerate(ratings, start=1)}


def meeting_rows() -> Rows:
    """The key labels for a note that is shown before its first card."""
    return [[label(*words) for words in (("space", "continue"), _KNOW, *_ALWAYS)]]


def rows(
    turn: Turn,
    session: Session,
    outcomes: Mapping[Rating, CardState],
    buttons: Mapping[str, Rating],
) -> Rows:
    """The key labels for the current stage of a card.

    `outcomes` maps each rating to the state that it leads to. `buttons` maps keys to ratings.
    """
    match turn.stage:
        case Stage.FRONT:
            return [[label(*words) for words in _front(turn)]]
        case Stage.TYPING:
            return [[label(*words) for words in (*_typing(turn), ("esc", "stop typing"))]]
        case Stage.TICKING:
            ticks = (("space", "had it"), ("n", "missed it"), ("a", "all at once"))
            return [[label(*words) for words in (*ticks, *_ALWAYS)]]
        case Stage.BACK:
            others = (("space", turn.rating.name.title()), *_ALWAYS[:2])
            hard = [Text(_HARD, "dim")] if Rating.HARD in buttons.values() else []
            return [
                [
                    _rating(key, rating, session, outcomes, chosen=rating is turn.proposed)
                    for key, rating in buttons.items()
                ],
                [*(label(*words) for words in others), *hard],
            ]


def _front(turn: Turn) -> Sequence[tuple[str, str]]:
    shows = [("space", _shows(turn))]
    if turn.card.hint and not turn.hinted:
        shows.append(("h", "hint"))
    if turn.parted:
        shows.append(("a", "all at once"))
    shows.append(("t", "type"))
    return (*shows[:3], _KNOW, *_ALWAYS)


def _shows(turn: Turn) -> str:
    return f"show 1 of {len(turn.parted.parts)}" if turn.parted else "show"


def _typing(turn: Turn) -> Sequence[tuple[str, str]]:
    typed = turn.typed
    match typed.kind if typed else None:
        case Kind.SHORT:
            return [("enter", "check")]
        case Kind.ITEMS:
            return [("enter", "next"), ("enter twice", "show all")]
        case _ if typed and not typed.is_begun:
            return [("space", _shows(turn))]
        case Kind.SEVERAL:
            return [("enter", "next"), ("enter twice", _shows(turn))]
        case _:
            return [("enter", "show")]


def _rating(
    key: str,
    rating: Rating,
    session: Session,
    outcomes: Mapping[Rating, CardState],
    *,
    chosen: bool,
) -> Text:
    """The label of a rating, with the interval that the rating leads to. If `chosen`, the
    rating is marked as the suggested rating."""
    if isinstance(session, CramSession):
        leads_to = _CRAMMED[rating]
    else:
        now_ms = session.clock()
        leads_to = _interval(outcomes[rating], now_ms, session.context.today(now_ms))
    name = f"{key} {rating.name.title()}"
    mark = ("▸ ", "bold") if chosen else ""
    return Text.assemble(mark, (name, _STYLES.get(rating, "bold")), f" {leads_to}")


def _interval(state: CardState, now_ms: int, today: int) -> str:
    if state.due_at_ms is not None:
        return about(state.due_at_ms - now_ms)
    return time_until(max(0, state.due_day - today))

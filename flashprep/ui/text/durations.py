"""Spans of time in a few letters, as the screens say them."""

from flashprep.core.memory import CardState

_MINUTE_MS = 60_000
_HOUR_MINUTES = 60
# Below two months days are exact, below two years months are.
_MONTHS_FROM, _YEARS_FROM = 60, 730


def minutes(span_ms: int) -> str:
    """A span as time spent or to spend: "40 s", "13 min", "2 h 5 min"."""
    if span_ms < _MINUTE_MS:
        return f"{span_ms // 1000} s"
    whole = round(span_ms / _MINUTE_MS)
    if whole < _HOUR_MINUTES:
        return f"{whole} min"
    hours, rest = divmod(whole, _HOUR_MINUTES)
    return f"{hours} h {rest} min" if rest else f"{hours} h"


def about(span_ms: int) -> str:
    """A span that is only estimated: never less than a minute."""
    return minutes(max(span_ms, _MINUTE_MS))


def days(number: int) -> str:
    """A number of days: "3 d", "3 mo", "2.5 y"."""
    if number < _MONTHS_FROM:
        return f"{number} d"
    if number < _YEARS_FROM:
        return f"{round(number / 30.44)} mo"
    return f"{number / 365.25:.1f} y"


def interval(state: CardState, now_ms: int, today: int) -> str:
    """How long a card in this state waits from now."""
    if state.due_at_ms is not None:
        return about(state.due_at_ms - now_ms)
    return days(max(0, state.due_day - today))

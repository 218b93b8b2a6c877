"""Small words that are said alike everywhere: amounts, shares, spans of time, days, lists, and
what was probably meant. A day is a study day: the ordinal of a calendar date."""

from collections.abc import Iterable, Sequence
from datetime import date

_MINUTE_MS = 60_000
# Below two months days are exact, below two years months are.
_MONTHS_FROM, _YEARS_FROM = 60, 730


def amount(number: int, thing: str) -> str:
    """So many things: "1 card", "1,200 cards"."""
    return f"{number:,} {thing}{'' if number == 1 else 's'}"


def percent(share: float) -> str:
    """A share as people read it. All but nothing is not nothing, nor all but all, all."""
    rounded = f"{share:.0%}"
    if rounded == "100%" and share < 1:
        return ">99%"
    return "<1%" if rounded == "0%" and share > 0 else rounded


def time_spent(span_ms: float) -> str:
    """A span as time spent or to spend: "40 s", "13 min", "2 h 5 min"."""
    if span_ms < _MINUTE_MS:
        return f"{span_ms // 1000:.0f} s"
    hours, minutes = divmod(round(span_ms / _MINUTE_MS), 60)
    if not hours:
        return f"{minutes} min"
    return f"{hours} h {minutes} min" if minutes else f"{hours} h"


def about(span_ms: float) -> str:
    """A span that is only estimated: never less than a minute."""
    return time_spent(max(span_ms, _MINUTE_MS))


def time_until(days: int) -> str:
    """How long until a card comes back: "3 d", "3 mo", "2.5 y"."""
    if days < _MONTHS_FROM:
        return f"{days} d"
    return f"{round(days / 30.44)} mo" if days < _YEARS_FROM else f"{days / 365.25:.1f} y"


def short_day(day: int) -> str:
    """Such as "18 Dec"."""
    when = date.fromordinal(day)
    return f"{when.day} {when:%b}"


def month_and_day(day: int) -> str:
    """Such as "Dec 18"."""
    when = date.fromordinal(day)
    return f"{when:%b} {when.day}"


def day_and_month(day: int) -> str:
    """Such as "18 December"."""
    when = date.fromordinal(day)
    return f"{when.day} {when:%B}"


def day_name(day: int) -> str:
    """Such as "Fri 18 Dec"."""
    return f"{date.fromordinal(day):%a} {short_day(day)}"


def day_and_year(day: int) -> str:
    """Such as "Fri 18 Dec 2026"."""
    return f"{day_name(day)} {date.fromordinal(day).year}"


def whole_day(day: int) -> str:
    """Such as "Friday 18 December 2026"."""
    return f"{date.fromordinal(day):%A} {day_and_month(day)} {date.fromordinal(day).year}"


def day_span(first: int, last: int) -> str:
    """From which day to which: "Fri 18 Dec 2026 to Mon 21 Dec 2026"; one day by itself."""
    return " to ".join(map(day_and_year, dict.fromkeys((first, last))))


def listed(words: Iterable[str], last: str = "and") -> str:
    """Words as a sentence lists them: a, b and c."""
    *most, final = words
    return f"{', '.join(most)} {last} {final}" if most else final


def first_of(words: Sequence[str], most: int) -> str:
    """The first words of a list that may be long: a, b, …"""
    return ", ".join([*words[:most], *(["…"] if len(words) > most else [])])


def one(noun: str) -> str:
    """A noun with its article."""
    return f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"


def quoted(name: str) -> str:
    """A name as messages about deck files show it."""
    return f'"{shortened(name)}"'


def shown(word: str) -> str:
    """A word of a deck file as messages show it."""
    return f"'{shortened(word)}'"


def shortened(text: str, longest: int = 40) -> str:
    """A text on one line of at most `longest` characters."""
    if len(text) <= longest and "\n" not in text:
        return text
    line = " ".join(text[: 4 * longest].split())
    return line if len(line) <= longest else f"{line[: longest - 1].rstrip()}…"


def nearest(word: str, known: Iterable[str], alike: float = 0.6) -> str | None:
    """The known word that was probably meant, if any: one that this is the beginning of, as
    'ownership' is of 'ownership-answers', or one spelled so much `alike`, from 0 to 1."""
    from difflib import SequenceMatcher, get_close_matches  # only a mistake needs it

    by_case: dict[str, list[str]] = {}
    for each in known:
        by_case.setdefault(each.casefold(), []).append(each)
    folded = word.casefold()
    begun = (each for each in by_case if each.startswith(f"{folded}-"))
    near = next(begun, None) or next(iter(get_close_matches(folded, by_case, 1, alike)), None)
    # Of an id and a name that differ in their case alone, the one written as the word is.
    said = sorted(by_case[near]) if near else []
    return max(said, key=lambda each: SequenceMatcher(None, word, each).ratio(), default=None)


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """What was probably meant by a word, as the end of a message; or nothing."""
    near = nearest(word, known)
    return f"; did you mean '{near}'?" if near else ""


def one_of(word: str, known: Iterable[str]) -> str:
    """What was probably meant by a word, or else all there is, as the end of a message."""
    names = list(known)
    return did_you_mean(word, names) or f"; there are: {', '.join(names) or 'none yet'}"

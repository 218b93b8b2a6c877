"""Common formats for amounts, shares, durations, dates, lists, and suggestions for misspelled
words. A day is a study day: the ordinal of a calendar date."""

import re
from collections.abc import Iterable, Sequence
from datetime import date

# Control characters except line feeds and tabs, and characters that reorder or break a line.
_UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")
_MINUTE_MS = 60_000
# Days from which an interval is shown in months, and in years.
_MONTHS_FROM, _YEARS_FROM = 60, 730


def amount(number: int, thing: str) -> str:
    """A number with its noun: "1 card", "1,200 cards"."""
    return f"{number:,} {thing}{'' if number == 1 else 's'}"


def percent(share: float) -> str:
    """A share as a percentage: "98%"; "<1%" and ">99%" where rounding would give 0% or 100%
    though the share is not exactly that."""
    rounded = f"{share:.0%}"
    if rounded == "100%" and share < 1:
        return ">99%"
    return "<1%" if rounded == "0%" and share > 0 else rounded


def time_spent(span_ms: float) -> str:
    """A duration in milliseconds as text: "40 s", "13 min", "2 h 5 min"."""
    if span_ms < _MINUTE_MS:
        return f"{span_ms // 1000:.0f} s"
    hours, minutes = divmod(round(span_ms / _MINUTE_MS), 60)
    if not hours:
        return f"{minutes} min"
    return f"{hours} h {minutes} min" if minutes else f"{hours} h"


def about(span_ms: float) -> str:
    """An estimated duration: like `time_spent`, but at least a minute."""
    return time_spent(max(span_ms, _MINUTE_MS))


def time_until(days: int) -> str:
    """The number of days until a card is due: "3 d", "3 mo", "2.5 y"."""
    if days < _MONTHS_FROM:
        return f"{days} d"
    return f"{round(days / 30.44)} mo" if days < _YEARS_FROM else f"{days / 365.25:.1f} y"


def short_day(day: int) -> str:
    """Such as "Dec 18"."""
    when = date.fromordinal(day)
    return f"{when:%b} {when.day}"


def day_and_month(day: int) -> str:
    """Such as "December 18"."""
    when = date.fromordinal(day)
    return f"{when:%B} {when.day}"


def day_name(day: int) -> str:
    """Such as "Fri, Dec 18"."""
    return f"{date.fromordinal(day):%a}, {short_day(day)}"


def day_and_year(day: int) -> str:
    """Such as "Fri, Dec 18, 2026"."""
    return f"{day_name(day)}, {date.fromordinal(day).year}"


def whole_day(day: int) -> str:
    """Such as "Friday, December 18, 2026"."""
    when = date.fromordinal(day)
    return f"{when:%A}, {day_and_month(day)}, {when.year}"


def day_span(first: int, last: int) -> str:
    """A range of days: "Fri, Dec 18, 2026 to Mon, Dec 21, 2026"; a single day by itself."""
    return " to ".join(map(day_and_year, dict.fromkeys((first, last))))


def listed(words: Iterable[str], last: str = "and") -> str:
    """Words joined for a sentence: a, b and c."""
    *most, final = words
    return f"{', '.join(most)} {last} {final}" if most else final


def first_of(words: Sequence[str], most: int) -> str:
    """At most `most` words of a list, with "…" if there are more: a, b, …"""
    return ", ".join([*words[:most], *(["…"] if len(words) > most else [])])


def one(noun: str) -> str:
    """A noun with its article."""
    return f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"


def quoted(name: str) -> str:
    """A name in double quotes, shortened, for messages about deck files."""
    return f'"{shortened(name)}"'


def shown(word: str) -> str:
    """A word of a deck file in single quotes, shortened, for messages."""
    return f"'{shortened(word)}'"


def shortened(text: str, longest: int = 40) -> str:
    """The text on one line, cut to at most `longest` characters."""
    if len(text) <= longest and "\n" not in text:
        return text
    line = " ".join(text[: 4 * longest].split())
    return line if len(line) <= longest else f"{line[: longest - 1].rstrip()}…"


def visible(text: str) -> str:
    """The text with an escape in place of each character that could control a terminal or
    disguise the text around it. Line breaks and tabs stay."""
    return _UNSAFE.sub(lambda found: ascii(found[0])[1:-1], text)


def nearest(word: str, known: Iterable[str], alike: float = 0.6) -> str | None:
    """The known word that was probably meant, if any: one that begins with `word` and a hyphen,
    such as 'ownership-answers' for 'ownership', or one whose similarity is at least `alike`
    (0-1)."""
    from difflib import SequenceMatcher, get_close_matches  # loaded only after a mistake

    by_case: dict[str, list[str]] = {}
    for each in known:
        by_case.setdefault(each.casefold(), []).append(each)
    folded = word.casefold()
    begun = (each for each in by_case if each.startswith(f"{folded}-"))
    near = next(begun, None) or next(iter(get_close_matches(folded, by_case, 1, alike)), None)
    # If an id and a name differ only in case, the one with the word's spelling.
    same = sorted(by_case[near]) if near else []
    return max(same, key=lambda each: SequenceMatcher(None, word, each).ratio(), default=None)


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """The suggestion for a misspelled word, as the end of a message; "" if there is none."""
    near = nearest(word, known)
    return f"; did you mean '{near}'?" if near else ""


def one_of(word: str, known: Iterable[str]) -> str:
    """The suggestion for a misspelled word, or else a list of all known words, as the end of
    a message."""
    names = list(known)
    return did_you_mean(word, names) or f"; there are: {', '.join(names) or 'none yet'}"


def folded(name: str) -> str:
    """A name, such as a company's, for comparison: case and extra spaces are ignored."""
    return " ".join(name.split()).casefold()

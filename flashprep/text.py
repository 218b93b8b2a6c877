"""Common formats for amounts, shares, durations, dates, and lists, and suggestions for
misspelled words. A day is a study day, given as the ordinal of a calendar date."""

import re
from collections.abc import Iterable, Sequence
from datetime import date

# Matches control characters except line feeds and tabs, and characters that reorder or break a
# line.
_UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")
_MINUTE_MS = 60_000
# The numbers of days from which an interval is shown in months and in years.
_MONTHS_FROM, _YEARS_FROM = 60, 730


def amount(number: int, thing: str) -> str:
    """A number with its noun, such as "1 card" or "1,200 cards"."""
    return f"{number:,} {thing}{'' if number == 1 else 's'}"


def percent(share: float) -> str:
    """A share as a percentage, such as "98%". A share that would be rounded to 0% or 100%, but
    is not exactly 0 or 1, becomes "<1%" or ">99%"."""
    rounded = f"{share:.0%}"
    if rounded == "100%" and share < 1:
        return ">99%"
    return "<1%" if rounded == "0%" and share > 0 else rounded


def time_spent(span_ms: float) -> str:
    """A duration in milliseconds as text, such as "40 s", "13 min", or "2 h 5 min"."""
    if span_ms < _MINUTE_MS:
        return f"{span_ms // 1000:.0f} s"
    hours, minutes = divmod(round(span_ms / _MINUTE_MS), 60)
    if not hours:
        return f"{minutes} min"
    return f"{hours} h {minutes} min" if minutes else f"{hours} h"


def about(span_ms: float) -> str:
    """An estimated duration in milliseconds as text, in the format of `time_spent`. The result
    is at least a minute."""
    return time_spent(max(span_ms, _MINUTE_MS))


def time_until(days: int) -> str:
    """The time until a card is due, such as "3 d", "3 mo", or "2.5 y"."""
    if days < _MONTHS_FROM:
        return f"{days} d"
    return f"{round(days / 30.44)} mo" if days < _YEARS_FROM else f"{days / 365.25:.1f} y"


def short_day(day: int) -> str:
    """The short form of a day, such as "Dec 18"."""
    when = date.fromordinal(day)
    return f"{when:%b} {when.day}"


def day_and_month(day: int) -> str:
    """A day with the full name of its month, such as "December 18"."""
    when = date.fromordinal(day)
    return f"{when:%B} {when.day}"


def day_name(day: int) -> str:
    """A day with its weekday, such as "Fri, Dec 18"."""
    return f"{date.fromordinal(day):%a}, {short_day(day)}"


def day_and_year(day: int) -> str:
    """A day with its weekday and year, such as "Fri, Dec 18, 2026"."""
    return f"{day_name(day)}, {date.fromordinal(day).year}"


def whole_day(day: int) -> str:
    """The long form of a day, such as "Friday, December 18, 2026"."""
    when = date.fromordinal(day)
    return f"{when:%A}, {day_and_month(day)}, {when.year}"


def day_span(first: int, last: int) -> str:
    """A range of days, such as "Fri, Dec 18, 2026 to Mon, Dec 21, 2026". If `first` equals
    `last`, the result is only that day."""
    return " to ".join(map(day_and_year, dict.fromkeys((first, last))))


def listed(words: Iterable[str], last: str = "and") -> str:
    """Words joined for a sentence, such as "a, b and c"."""
    *most, final = words
    return f"{', '.join(most)} {last} {final}" if most else final


def first_of(words: Sequence[str], most: int) -> str:
    """The first `most` words of a list, such as "a, b, …". The result ends with "…" if the list
    has more words."""
    return ", ".join([*words[:most], *(["…"] if len(words) > most else [])])


def one(noun: str) -> str:
    """A noun with its indefinite article."""
    return f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"


def quoted(name: str) -> str:
    """A name in double quotes for messages about deck files. A long name is shortened."""
    return f'"{shortened(name)}"'


def shown(word: str) -> str:
    """A word of a deck file in single quotes for messages. A long word is shortened."""
    return f"'{shortened(word)}'"


def shortened(text: str, longest: int = 40) -> str:
    """The text on one line, cut to at most `longest` characters."""
    if len(text) <= longest and "\n" not in text:
        return text
    line = " ".join(text[: 4 * longest].split())
    return line if len(line) <= longest else f"{line[: longest - 1].rstrip()}…"


def visible(text: str) -> str:
    """The text with escapes instead of dangerous characters. Such a character could control a
    terminal or disguise the text around it. Line breaks and tabs are unchanged."""
    return _UNSAFE.sub(lambda found: ascii(found[0])[1:-1], text)


def nearest(word: str, known: Iterable[str], alike: float = 0.6) -> str | None:
    """The known word that the user probably meant by `word`; None if there is no such word. The
    result begins with `word` and a hyphen, such as 'ownership-answers' for 'ownership', or has
    at least the similarity `alike` (0-1)."""
    from difflib import SequenceMatcher, get_close_matches  # loaded only for misspelled words

    by_case: dict[str, list[str]] = {}
    for each in known:
        by_case.setdefault(each.casefold(), []).append(each)
    folded = word.casefold()
    begun = (each for each in by_case if each.startswith(f"{folded}-"))
    near = next(begun, None) or next(iter(get_close_matches(folded, by_case, 1, alike)), None)
    # An id and a name may differ only in case. Then the result is the one with the same case as
    # `word`.
    same = sorted(by_case[near]) if near else []
    return max(same, key=lambda each: SequenceMatcher(None, word, each).ratio(), default=None)


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """The suggestion for a misspelled word, as the end of a message. Returns "" if there is no
    suggestion."""
    near = nearest(word, known)
    return f"; did you mean '{near}'?" if near else ""


def one_of(word: str, known: Iterable[str]) -> str:
    """The suggestion for a misspelled word, as the end of a message. If there is no suggestion,
    returns a list of all known words."""
    names = list(known)
    return did_you_mean(word, names) or f"; there are: {', '.join(names) or 'none yet'}"


def composed(text: str) -> str:
    """The text in Unicode's composed form (NFC). Texts that look equal may have different code
    points, such as one or two for "é". In this form, their code points are equal."""
    if text.isascii():
        return text
    from unicodedata import normalize

    return normalize("NFC", text)


def folded(name: str) -> str:
    """A name, such as that of a company, in a form for comparison: case-folded and without
    extra spaces."""
    return composed(" ".join(name.split())).casefold()

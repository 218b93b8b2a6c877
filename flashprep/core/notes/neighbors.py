"""Cards that name another note: X rather than Y, which is its near neighbor.

What notes are called comes from outside, by the path of the reference; a card whose names
are not known is not made.
"""

from collections.abc import Mapping

from flashprep.core.notes.cues import STRUCTURES
from flashprep.core.notes.drafts import Draft, capitalised, plural
from flashprep.core.notes.parts import Header, Named

_PLAIN_STRUCTURES = ("framework", "sequence", "rubric", "structure")


def situation_drafts(header: Header, named: Mapping[str, Named]) -> list[Draft]:
    """From a situation to the one of two near neighbors that it is."""
    drafts = []
    for situation in header.tell_apart:
        right = named.get(situation.right.path)
        wrong = named.get(situation.wrong.path)
        if right is None or wrong is None:
            continue
        alike = (right.noun, right.group) == (wrong.noun, wrong.group)
        # What each belongs to could give the answer away: only where the names do not differ.
        differ = right.name.casefold() != wrong.name.casefold()
        names = sorted(_full(each, alike=differ or alike) for each in (right, wrong))
        drafts.append(
            Draft(
                design="tell-apart",
                context=about(right) if alike else "Which of the two?",
                front=situation.name,
                task=f"{' or '.join(names)}?",
                answer=_full(right, alike=alike),
                names=(situation.right.path, situation.wrong.path),
                about=situation,
                extra=situation.why,
                source=situation.source,
            )
        )
    return drafts


def about(named: Named) -> str:
    """The header of a card that asks for a name, which does not give it away."""
    if named.group:
        return named.group
    return STRUCTURES if named.noun in _PLAIN_STRUCTURES else capitalised(plural(named.noun))


def _full(named: Named, *, alike: bool) -> str:
    """A name, with what it belongs to where the two belong to different things."""
    where = "" if alike else f" ({named.group or named.noun})"
    return f"**{named.name}**{where}"

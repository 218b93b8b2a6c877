"""Cards that name another note: which it is that a question probes, or X rather than Y.

What notes are called comes from outside, by the path of the reference; a card whose names
are not known is not made.
"""

from collections.abc import Mapping

from flashprep.core.families.drafts import Draft, capitalised, plural
from flashprep.core.notes import Header, Named, Questions

# One probes these and values. A framework, or what an author calls one, is called for.
_PROBED = ("topic", "ladder")


def questions_cards(note: Questions, named: Mapping[str, Named]) -> list[Draft]:
    """From a question to what it probes."""
    drafts = []
    for question in note.questions:
        probed = named.get(question.probes.path) if question.probes else None
        if probed is None or not question.card:
            continue
        drafts.append(
            Draft(
                design="cue",
                path=(question.id,),
                context=about(probed),
                front=f"{question.name}\n\n{_which(probed)}",
                answer=f"**{probed.name}**",
                asks=("probes", question.id),
                names=(question.probes.path,) if question.probes else (),
                about=question,
            )
        )
    return drafts


def situation_cards(header: Header, named: Mapping[str, Named]) -> list[Draft]:
    """From a situation to the one of two near neighbours that it is."""
    drafts = []
    for situation in header.tell_apart:
        right = named.get(situation.right.path)
        wrong = named.get(situation.wrong.path)
        if right is None or wrong is None:
            continue
        alike = (right.noun, right.group) == (wrong.noun, wrong.group)
        names = sorted(_full(each, alike=alike) for each in (right, wrong))
        kind = f"{right.group or capitalised(right.noun)}: " if alike else ""
        drafts.append(
            Draft(
                design="tell-apart",
                path=(situation.id,),
                context=about(right) if alike else "Near neighbours",
                front=f"{situation.name}\n\n{kind}{' or '.join(names)}?",
                # In full where the front is: the two may have the same name.
                answer=_full(right, alike=alike),
                asks=("situation", situation.id),
                names=(situation.right.path, situation.wrong.path),
                about=situation,
                extra=situation.why,
                source=situation.source,
            )
        )
    return drafts


def about(named: Named) -> str:
    """What stands above a card that asks for a name, and does not give it away."""
    return named.group or capitalised(plural(named.noun))


def _which(named: Named) -> str:
    if named.group:
        return f"{named.group}: which {named.noun} does this probe?"
    probed = named.noun in _PROBED or named.noun.endswith(" value")
    verb = "probe" if probed else "call for"
    return f"Which {named.noun} does this {verb}?"


def _full(named: Named, *, alike: bool) -> str:
    """A name, with what it belongs to where the two belong to different things."""
    where = "" if alike else f" ({named.group or named.noun})"
    return f"**{named.name}**{where}"

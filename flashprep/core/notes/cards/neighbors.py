"""Cards that name another note: which it is that a question probes, or X rather than Y.

What notes are called comes from outside, by the path of the reference; a card whose names
are not known is not made.
"""

from collections.abc import Mapping

from flashprep.core.notes.cards.cues import STRUCTURES, WHAT_PROBED, WHICH_STRUCTURE, quoted
from flashprep.core.notes.cards.drafts import Draft, capitalised, plural
from flashprep.core.notes.model import Header, Named, Questions

# A whole note that is none of these is a structure: a framework, or what an author calls so.
_PROBED = ("topic", "ladder")
_PLAIN_STRUCTURES = ("framework", "sequence", "rubric", "structure")


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
                front=quoted(question.name),
                task=WHICH_STRUCTURE if _is_structure(probed) else WHAT_PROBED,
                answer=f"**{probed.name}**",
                asks=("probes", question.id),
                company=probed.company,
                names=(question.probes.path,) if question.probes else (),
                about=question,
            )
        )
    return drafts


def situation_cards(header: Header, named: Mapping[str, Named]) -> list[Draft]:
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
                path=(situation.id,),
                context=about(right) if alike else "Which of the two?",
                front=situation.name,
                task=f"{' or '.join(names)}?",
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
    """The header of a card that asks for a name, which does not give it away."""
    if named.group:
        return named.group
    return STRUCTURES if named.noun in _PLAIN_STRUCTURES else capitalised(plural(named.noun))


def _is_structure(named: Named) -> bool:
    is_probed = named.noun in _PROBED or bool(named.company)
    return not named.group and not is_probed


def _full(named: Named, *, alike: bool) -> str:
    """A name, with what it belongs to where the two belong to different things."""
    where = "" if alike else f" ({named.group or named.noun})"
    return f"**{named.name}**{where}"

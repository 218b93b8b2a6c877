"""Creates cards that ask the user to distinguish two similar notes ("near neighbors").

The caller supplies a map from the paths of references to the names of notes. A card that needs
a name missing from the map is not generated.
"""

from collections.abc import Mapping

from flashprep.core.notes.cues import STRUCTURES
from flashprep.core.notes.drafts import Draft, capitalized, plural
from flashprep.core.notes.parts import Header, Named

_PLAIN_STRUCTURES = ("framework", "sequence", "rubric", "structure")


def situation_drafts(header: Header, named: Mapping[str, Named]) -> list[Draft]:
    """Returns cards that show a situation and ask to which of two near neighbors the situation
    belongs."""
    drafts = []
    for situation in header.tell_apart:
        right = named.get(situation.right.path)
        wrong = named.get(situation.wrong.path)
        if right is None or wrong is None:
            continue
        alike = (right.noun, right.group) == (wrong.noun, wrong.group)
        # The name of the group could reveal the answer, so the question contains the group only
        # if both neighbors have the same name.
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
    """Returns the header of a card that asks for a name. The header does not reveal the
    name."""
    if named.group:
        return named.group
    return STRUCTURES if named.noun in _PLAIN_STRUCTURES else capitalized(plural(named.noun))


def _full(named: Named, *, alike: bool) -> str:
    """Returns a name, followed by its group or noun in parentheses unless `alike`."""
    where = "" if alike else f" ({named.group or named.noun})"
    return f"**{named.name}**{where}"

"""Banks of prompts: questions to answer aloud."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from flashprep.core.notes.cues import WHAT_PROBED, WHICH_STRUCTURE, quoted
from flashprep.core.notes.drafts import Draft
from flashprep.core.notes.model import Note
from flashprep.core.notes.neighbors import about, situation_drafts
from flashprep.core.notes.parts import Named, Part, Reference

# The nouns of notes that are not structures. A note with any other noun counts as a structure,
# such as a framework.
_PROBED = ("topic", "ladder")


@dataclass(frozen=True, slots=True)
class Question(Part):
    """A prompt: a question to answer aloud. `probes` is a reference to the note or part that
    the question tests. If `card` is true, a card shows the question and asks for that note or
    part."""

    no_evidence = ("probes", "card")
    probes: Reference | None = None
    follow_ups: tuple[str, ...] = ()
    card: bool = True


@dataclass(frozen=True, slots=True)
class Questions(Note):
    """A bank of prompts."""

    name: str
    questions: tuple[Question, ...]

    def scopes(self) -> list[tuple[str, tuple[Part, ...]]]:
        """Returns the prompts as the only group of parts."""
        return [("", self.questions)]

    def references(self) -> list[Reference]:
        """Returns the references to the notes that the prompts probe."""
        return [each.probes for each in self.questions if each.probes is not None]

    def with_references(self, by_id: Callable[[Reference], Reference]) -> "Questions":
        """Returns the bank with each reference replaced by the result of `by_id`."""
        asked = (replace(q, probes=q.probes and by_id(q.probes)) for q in self.questions)
        header = Note.with_references(self, by_id).header
        return replace(self, header=header, questions=tuple(asked))

    def drafts_naming(self, named: Mapping[str, Named]) -> Iterator[Draft]:
        """Yields cards that show a prompt and ask for the note or part that the prompt tests.
        Prompts that test a note or part missing from `named` are skipped."""
        for question in self.questions:
            probes = question.probes
            probed = named.get(probes.path) if probes else None
            if probes and probed and question.card:
                yield Draft(
                    "cue",
                    quoted(question.name),
                    f"**{probed.name}**",
                    question,
                    context=about(probed),
                    task=WHICH_STRUCTURE if _is_structure(probed) else WHAT_PROBED,
                    company=probed.company,
                    names=(probes.path,),
                )
        yield from situation_drafts(self.header, named)


def _is_structure(named: Named) -> bool:
    is_probed = named.noun in _PROBED or bool(named.company)
    return not named.group and not is_probed

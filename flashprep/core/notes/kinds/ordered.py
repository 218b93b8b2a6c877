"""Steps in order: the base of frameworks, sequences, and rubrics.

Cards ask for the order with overlapping gaps: the card of a step shows the previous steps and
hides that step and all later steps. For an acronym, the cards show the letters of the steps in
the same way.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import ClassVar

from flashprep.core.cards import Spine
from flashprep.core.notes.cues import STRUCTURES, WHICH_STRUCTURE, quoted
from flashprep.core.notes.drafts import Draft, all_but, bullets, phrase, plural
from flashprep.core.notes.model import Note
from flashprep.core.notes.parts import CUES, Part
from flashprep.core.sheets import Sheet, SheetPart

# A card asks for up to this many items at once. For a longer list, each card asks for one item.
ASKED_AT_ONCE = 3
# If there are fewer steps, a card that asks for their order would be too easy.
FEWEST_IN_ORDER = 3
_COUNT = ("count",)


@dataclass(frozen=True, slots=True)
class Step(Part):
    """A step of a framework or rubric. `letter` is the letter of the step in an acronym.
    `includes` are the parts of the step; in a rubric, they are the things to look for.
    `minutes` is the length of the step in an interview. `time` is the length or date of the
    step in words."""

    no_evidence = ("letter", "minutes", "time")
    letter: str = ""
    meaning: str = ""
    includes: tuple[Part, ...] = ()
    minutes: int | None = None
    time: str = ""
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Ordered(Note):
    """Steps in order. `use` completes "the framework for …". `cues` are interview questions
    that are answered with this structure. `joints` are ids of steps; for each of these steps, a
    card asks for the following step. `each` is the noun for a step ("stage", "rung"). `ask` is
    the question that the meanings of the steps answer. `parts_asked` is the question for a
    step's parts. If `asks_which` is true, another card shows the parts and asks for the
    step."""

    parts_asked: ClassVar[str]
    asks_which: ClassVar[bool]
    name: str
    steps: tuple[Step, ...]
    use: str = ""
    cues: tuple[Part, ...] = ()
    joints: tuple[str, ...] = ()
    each: str = "step"
    ask: str = ""

    @property
    def nouns(self) -> tuple[str, str]:
        """The kind of the note, and the noun for a step."""
        return self.kind, self.each

    def scopes(self) -> Iterator[tuple[str, tuple[Part, ...]]]:
        """Yields the steps, the parts of each step, and the cues, with their scopes."""
        yield "", self.steps
        for step in self.steps:
            yield step.id, step.includes
        yield CUES, self.cues

    def drafts(self) -> Iterator[Draft]:
        """Yields cards that ask for the order of the steps, their meanings, parts and times,
        the next step, the structure for a cue, and the number of steps."""
        yield from self._order()
        for k, step in enumerate(self.steps):
            if step.meaning:
                yield self._meaning(k, step)
        for k, step in enumerate(self.steps):
            yield from self._parts(k, step)
        yield from self._minutes()
        for k, step in enumerate(self.steps):
            if step.time:
                asked = f"what is the time frame of **{step.name}**?"
                yield self._about(k, "time", asked, f"**{phrase(step.time)}**")
        yield from self._joints()
        yield from self._cues()
        if self.asks_which:
            yield from self._which()
        yield self._count()

    def _which(self) -> Iterator[Draft]:
        """Yields cards that show the parts of a step and ask for the step. If two steps have
        the same parts, these steps get no such card."""
        contents = [[phrase(item.name) for item in step.includes] for step in self.steps]
        alike = [frozenset(content) for content in contents]
        for step, content in zip(self.steps, contents, strict=True):
            if content and alike.count(frozenset(content)) == 1:
                yield Draft(
                    "which",
                    f"*{', '.join(content)}*: which {self.each}?",
                    f"**{step.name}**",
                    step,
                    asks=("includes", step.id),
                    shows=frozenset(("missing", step.id, item.id) for item in step.includes),
                    joint=", ",
                )

    def _count(self) -> Draft:
        """Returns the optional card that asks for the number of steps."""
        question = f"how many {plural(self.each)} are there?"
        return Draft("count", question, f"**{len(self.steps)}**", joint=": ", optional=True)

    def _order(self) -> Iterator[Draft]:
        """Yields a card for each step. The card shows the previous steps and asks for this
        step. Only the label of the row that the card asks for shows the position of the step. A
        step with a letter always has the design `letter`, even if other steps have no letter.
        The design is part of the key, so it must not depend on other steps."""
        labels = tuple(step.letter or str(number) for number, step in enumerate(self.steps, 1))
        names = tuple(step.name for step in self.steps)
        which = f"which of the {len(names)} {plural(self.each)} comes"
        for k, step in enumerate(self.steps):
            if len(names) < FEWEST_IN_ORDER and not step.letter:
                continue
            yield Draft(
                "letter" if step.letter else "step",
                f"what does **{step.letter}** stand for?"
                if step.letter
                else f"{which} {'next' if k else 'first'}?",
                f"**{step.name}**",
                step,
                asks=("order", step.id),
                shows=frozenset({("order", shown.id) for shown in self.steps[:k]} | {_COUNT}),
                joint=": ",
                step=self._position(k),
                spine=Spine(labels=labels, rows=names, asked=k),
            )

    def _meaning(self, k: int, step: Step) -> Draft:
        if self.ask:
            question = f"**{step.name}**: {self.ask}"
            return self._about(k, "meaning", question, step.meaning, joint=", ")
        return self._about(k, "meaning", f"what belongs in **{step.name}**?", step.meaning)

    def _parts(self, k: int, step: Step) -> Iterator[Draft]:
        """Yields one card for all parts of a step if the step has few parts. Otherwise yields
        one card for each part."""
        count = len(step.includes)
        if count > ASKED_AT_ONCE:
            for place, item in enumerate(step.includes):
                yield self._missing(k, step, place, item)
        elif count:
            asked = self.parts_asked.format(name=f"**{step.name}**")
            names = [item.name for item in step.includes]
            yield self._about(
                k,
                "includes",
                f"{asked} ({count})" if count > 1 else asked,
                bullets(names) if count > 1 else names[0],
                parts=tuple(item.id for item in step.includes),
            )

    def _missing(self, k: int, step: Step, place: int, item: Part) -> Draft:
        others = {("missing", step.id, other.id) for other in step.includes}
        return Draft(
            "missing",
            f"which of the {len(step.includes)} parts of **{step.name}** is missing?",
            f"**{item.name}**",
            item,
            (step.id, item.id),
            # The front and the back together show that the step includes these parts.
            shows=frozenset(others | {("order", step.id), ("includes", step.id), _COUNT}),
            joint=": ",
            hint=step.hint,
            step=self._position(k),
            spine=all_but(step.includes, place),
        )

    def _minutes(self) -> Iterator[Draft]:
        """Yields cards that ask for the minutes of each step and for the minutes of all steps
        together."""
        minutes = [step.minutes for step in self.steps if step.minutes is not None]
        for k, step in enumerate(self.steps):
            if step.minutes is not None:
                question = f"how many minutes does **{step.name}** take?"
                yield self._about(k, "minutes", question, f"**{step.minutes} minutes**")
        if len(minutes) == len(self.steps) > 1:
            yield Draft(
                "total",
                f"how many minutes do all {len(minutes)} {plural(self.each)} take together?",
                f"**{sum(minutes)} minutes**",
                shows=frozenset({_COUNT}),
                joint=": ",
            )

    def _joints(self) -> Iterator[Draft]:
        """Yields a card for each step that the author lists in `joints`. The card asks for the
        next step."""
        for step, following in pairwise(self.steps):
            if step.id in self.joints:
                yield Draft(
                    "next",
                    f"what comes right after **{step.name}**?",
                    f"**{following.name}**",
                    step,
                    asks=("order", following.id),
                    joint=": ",
                )

    def _cues(self) -> Iterator[Draft]:
        """Yields cards that show a cue or the use of the note, and ask for the name of the
        note."""
        fronts: list[tuple[str, Part | None]] = [(quoted(cue.name), cue) for cue in self.cues]
        if self.use:
            fronts.insert(0, (f"For {phrase(self.use)}:", None))
        for front, cue in fronts:
            yield Draft(
                "cue",
                front,
                f"**{self.name}**",
                cue,
                context=STRUCTURES,
                task=WHICH_STRUCTURE,
            )

    def _about(
        self,
        k: int,
        design: str,
        question: str,
        answer: str,
        *,
        joint: str = ": ",
        parts: tuple[str, ...] = (),
    ) -> Draft:
        step = self.steps[k]
        return Draft(
            design,
            question,
            answer,
            step,
            # The front shows the step's name and position. The cards that ask for the order ask
            # for this fact.
            shows=frozenset({("order", step.id), _COUNT}),
            joint=joint,
            step=self._position(k),
            parts=parts,
        )

    def _position(self, k: int) -> str:
        return f"{k + 1} of {len(self.steps)}"

    def sheet(self) -> Sheet:
        """Returns a sheet with the steps."""
        steps = (_step(step, number) for number, step in enumerate(self.steps, 1))
        return self._sheet(steps, f"for {self.use}" if self.use else "")


def _step(step: Step, number: int) -> SheetPart:
    included = ", ".join(part.name for part in step.includes)
    minutes = f"{step.minutes} min" if step.minutes is not None else ""
    return SheetPart(
        step.id,
        step.name,
        tuple(filter(None, (step.meaning, included))),
        label=step.letter or str(number),
        aside=", ".join(filter(None, (minutes, step.time))),
    )

"""Steps in order: what frameworks, sequences and rubrics are.

The order is asked by overlapping cloze: the card of a step shows the steps before it and
hides the step and all that follow. An acronym asks by its letters instead, in the same way.
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

# A list of up to three is asked at once; of a longer one, one item is missing at a time.
ASKED_AT_ONCE = 3
# Below three steps there is no order worth asking.
FEWEST_IN_ORDER = 3
_COUNT = ("count",)


@dataclass(frozen=True, slots=True)
class Step(Part):
    """A step of a framework or rubric. `letter` is its letter in an acronym, `includes`
    its parts (or what to look for), `minutes` how long it takes in an interview, `time`
    how long it takes or when it is, in words."""

    no_evidence = ("letter", "minutes", "time")
    letter: str = ""
    meaning: str = ""
    includes: tuple[Part, ...] = ()
    minutes: int | None = None
    time: str = ""
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Ordered(Note):
    """Steps in order. `use` completes "the framework for …"; `cues` are questions that call
    for it; `joints` are ids of steps after which "what comes next?" is asked; `each` is what
    one of its steps is called ("stage", "rung"); `ask` is the question that the meanings of
    its steps answer. `parts_asked` asks for the parts of a step, `asks_which` says whether
    these ask for the step in turn."""

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
        """Its kind, and what a step is called."""
        return self.kind, self.each

    def scopes(self) -> Iterator[tuple[str, tuple[Part, ...]]]:
        """The steps, the parts of each, and the cues."""
        yield "", self.steps
        for step in self.steps:
            yield step.id, step.includes
        yield CUES, self.cues

    def drafts(self) -> Iterator[Draft]:
        """Order, meanings, parts, minutes, joints and cues, which step it is, how many."""
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
        """Which step includes these parts? Asked where no other step has the same."""
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
        """How many steps there are; only where the author asks for it."""
        question = f"how many {plural(self.each)} are there?"
        return Draft("count", question, f"**{len(self.steps)}**", joint=": ", optional=True)

    def _order(self) -> Iterator[Draft]:
        """One card a step: what is step k, the steps before it being shown. Its place is told
        by its label in the spine alone. Whether it asks by a letter is for each step alone to
        say, since the design is part of the key."""
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
        """What a step includes: at once if few, else one missing item a card."""
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
            # With the answer, all parts can be read off: what "which …?" asks.
            shows=frozenset(others | {("order", step.id), ("includes", step.id), _COUNT}),
            joint=": ",
            hint=step.hint,
            step=self._position(k),
            spine=all_but(step.includes, place),
        )

    def _minutes(self) -> Iterator[Draft]:
        """How long each step takes, and all of them together."""
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
        """What comes right after a step, where the author says that it is confused."""
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
        """From what one hears to the name of the whole."""
        heard: list[tuple[str, Part | None]] = [(quoted(cue.name), cue) for cue in self.cues]
        if self.use:
            heard.insert(0, (f"For {phrase(self.use)}:", None))
        for front, cue in heard:
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
            # The front says the step's name and the header its place: what `order` asks.
            shows=frozenset({("order", step.id), _COUNT}),
            joint=joint,
            step=self._position(k),
            parts=parts,
        )

    def _position(self, k: int) -> str:
        return f"{k + 1} of {len(self.steps)}"

    def sheet(self) -> Sheet:
        """Its steps."""
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

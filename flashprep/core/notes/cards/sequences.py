"""Frameworks, sequences and rubrics: ordered steps, what each means, includes and takes.

The order is asked by overlapping cloze: the card of a step shows the steps before it and
hides the step and all that follow. An acronym asks by its letters instead, in the same way.
"""

from functools import partial

from flashprep.core.cards import Spine
from flashprep.core.notes.cards.cues import STRUCTURES, WHICH_STRUCTURE, quoted
from flashprep.core.notes.cards.drafts import Draft, Fact, bullets, phrase, plural
from flashprep.core.notes.model import Framework, Part, Rubric

# A list of up to three is asked at once; of a longer one, one item is missing at a time.
ASKED_AT_ONCE = 3
# Below three steps there is no order worth asking.
FEWEST_IN_ORDER = 3


def framework_cards(note: Framework) -> list[Draft]:
    """Order, meanings, parts, "which step includes …?", minutes, joints and cues; of a
    framework, or of a sequence, which differs from it in name only."""
    sequence = _Sequence(note)
    return [
        *sequence.order(),
        *sequence.meanings(),
        *sequence.parts("what do you cover in {name}?"),
        *sequence.minutes(),
        *sequence.times(),
        *sequence.joints(),
        *sequence.cues(),
        *sequence.which(),
        sequence.count(),
    ]


def rubric_cards(note: Rubric) -> list[Draft]:
    """Order, what to look for in each step, joints and cues."""
    sequence = _Sequence(note)
    return [
        *sequence.order(),
        *sequence.meanings(),
        *sequence.parts("what do you look for in {name}?"),
        *sequence.minutes(),
        *sequence.times(),
        *sequence.joints(),
        *sequence.cues(),
        sequence.count(),
    ]


class _Sequence:
    def __init__(self, note: Framework | Rubric) -> None:
        self.note = note
        self.name = note.name
        self._draft = partial(Draft, context=note.name, prefix=f"{note.name}: ")
        self.steps = note.steps
        self.each = note.each
        self.labels = tuple(
            step.letter or str(number) for number, step in enumerate(note.steps, start=1)
        )

    def order(self) -> list[Draft]:
        """One card a step: what is step k, the steps before it being shown. Its place is told
        by its label in the spine alone. Whether it asks by a letter is for each step alone to
        say, since the design is part of the key."""
        names = tuple(step.name for step in self.steps)
        drafts = []
        for k, step in enumerate(self.steps):
            if len(self.steps) < FEWEST_IN_ORDER and not step.letter:
                continue
            which = f"which of the {len(self.steps)} {plural(self.each)} comes"
            question = (
                f"what does **{step.letter}** stand for?"
                if step.letter
                else f"{which} {'next' if k else 'first'}?"
            )
            drafts.append(
                self._draft(
                    design="letter" if step.letter else "step",
                    path=(step.id,),
                    front=question,
                    answer=f"**{step.name}**",
                    asks=("order", step.id),
                    shows=frozenset(("order", shown.id) for shown in self.steps[:k])
                    | {("count",)},
                    about=step,
                    step=self._position(k),
                    spine=Spine(labels=self.labels, rows=names, asked=k),
                )
            )
        return drafts

    def meanings(self) -> list[Draft]:
        """One card a step that says what it means."""
        return [
            self._about_step(
                k,
                design="meaning",
                question=f"**{step.name}**: {self.note.ask}"
                if self.note.ask
                else f"what belongs in **{step.name}**?",
                joint=", " if self.note.ask else ": ",
                answer=step.meaning,
                asks=("meaning", step.id),
            )
            for k, step in enumerate(self.steps)
            if step.meaning
        ]

    def parts(self, question: str) -> list[Draft]:
        """What a step includes: at once if few, else one missing item a card."""
        drafts: list[Draft] = []
        for k, step in enumerate(self.steps):
            asked = question.format(name=f"**{step.name}**")
            count = len(step.includes)
            if count > ASKED_AT_ONCE:
                drafts.extend(self._missing(k, item) for item in step.includes)
            elif count:
                amount = f" ({count})" if count > 1 else ""
                drafts.append(
                    self._about_step(
                        k,
                        design="includes",
                        question=asked + amount,
                        answer=_listed(step.includes),
                        asks=("includes", step.id),
                        parts=tuple(item.id for item in step.includes),
                    )
                )
        return drafts

    def which(self) -> list[Draft]:
        """Which step includes these parts? Asked where no other step has the same."""
        contents = [
            frozenset(phrase(item.name) for item in step.includes) for step in self.steps
        ]
        return [
            self._draft(
                design="which",
                path=(step.id,),
                prefix=f"{self.name}, ",
                front=f"*{', '.join(phrase(item.name) for item in step.includes)}*: "
                f"which {self.each}?",
                answer=f"**{step.name}**",
                asks=("includes", step.id),
                shows=frozenset(("item", step.id, item.id) for item in step.includes),
                about=step,
            )
            for k, step in enumerate(self.steps)
            if step.includes and contents.count(contents[k]) == 1
        ]

    def minutes(self) -> list[Draft]:
        """How long each step takes, and all of them together."""
        timed = [step for step in self.steps if step.minutes is not None]
        drafts = [
            self._about_step(
                k,
                design="minutes",
                question=f"how many minutes does **{step.name}** take?",
                answer=f"**{step.minutes} minutes**",
                asks=("minutes", step.id),
            )
            for k, step in enumerate(self.steps)
            if step.minutes is not None
        ]
        if len(timed) == len(self.steps) > 1:
            total = sum(step.minutes or 0 for step in timed)
            drafts.append(
                self._draft(
                    design="total",
                    path=(),
                    front=f"how many minutes do all {len(timed)} "
                    f"{plural(self.each)} take together?",
                    answer=f"**{total} minutes**",
                    asks=("total",),
                    shows=frozenset({("count",)}),
                )
            )
        return drafts

    def times(self) -> list[Draft]:
        """How long each step takes, or when it is, where that is not a matter of minutes."""
        return [
            self._about_step(
                k,
                design="time",
                question=f"what is the time frame of **{step.name}**?",
                answer=f"**{phrase(step.time)}**",
                asks=("time", step.id),
            )
            for k, step in enumerate(self.steps)
            if step.time
        ]

    def joints(self) -> list[Draft]:
        """What comes right after a step, where the author says that it is confused."""
        return [
            self._draft(
                design="next",
                path=(step.id,),
                front=f"what comes right after **{step.name}**?",
                answer=f"**{following.name}**",
                asks=("order", following.id),
                about=step,
            )
            for step, following in zip(self.steps, self.steps[1:], strict=False)
            if step.id in self.note.joints
        ]

    def cues(self) -> list[Draft]:
        """From what one hears to the name of the framework."""
        drafts = []
        if self.note.use:
            drafts.append(
                Draft(
                    design="cue",
                    path=(),
                    context=STRUCTURES,
                    front=f"For {phrase(self.note.use)}:",
                    task=WHICH_STRUCTURE,
                    answer=f"**{self.name}**",
                    asks=("use",),
                )
            )
        drafts.extend(
            Draft(
                design="cue",
                path=(cue.id,),
                context=STRUCTURES,
                front=quoted(cue.name),
                task=WHICH_STRUCTURE,
                answer=f"**{self.name}**",
                asks=("cue", cue.id),
                about=cue,
            )
            for cue in self.note.cues
        )
        return drafts

    def count(self) -> Draft:
        """How many steps there are; only where the author asks for it."""
        return self._draft(
            design="count",
            path=(),
            front=f"how many {plural(self.each)} are there?",
            answer=f"**{len(self.steps)}**",
            asks=("count",),
            optional=True,
        )

    def _about_step(
        self,
        k: int,
        *,
        design: str,
        question: str,
        answer: str,
        asks: Fact,
        parts: tuple[str, ...] = (),
        joint: str = ": ",
    ) -> Draft:
        step = self.steps[k]
        return self._draft(
            design=design,
            path=(step.id,),
            prefix=f"{self.name}{joint}",
            front=question,
            answer=answer,
            asks=asks,
            # The front says the step's name and the header its place: what `order` asks.
            shows=frozenset({("order", step.id), ("count",)}),
            about=step,
            step=self._position(k),
            parts=parts,
        )

    def _missing(self, k: int, item: Part) -> Draft:
        step = self.steps[k]
        others = frozenset(("item", step.id, other.id) for other in step.includes)
        return self._draft(
            design="missing",
            path=(step.id, item.id),
            front=f"which of the {len(step.includes)} parts of **{step.name}** is missing?",
            answer=f"**{item.name}**",
            asks=("item", step.id, item.id),
            # With the answer, all parts can be read off: what "which …?" asks.
            shows=others | {("order", step.id), ("includes", step.id), ("count",)},
            about=item,
            hint=step.hint,
            step=self._position(k),
            spine=Spine(
                labels=("·",) * len(step.includes),
                rows=tuple(part.name for part in step.includes),
                asked=step.includes.index(item),
                rest_shown=True,
            ),
        )

    def _position(self, k: int) -> str:
        return f"{k + 1} of {len(self.steps)}"


def _listed(items: tuple[Part, ...]) -> str:
    return items[0].name if len(items) == 1 else bullets(item.name for item in items)

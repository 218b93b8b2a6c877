"""Answering questions aloud on the screen: a clock, the follow-ups, and how it went."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import Enum

from rich.text import Text

from flashprep.core.cards import Prompt
from flashprep.core.memory import Rating
from flashprep.core.notes.fingerprint import PartOutline
from flashprep.core.practice import Rehearsal, proposed
from flashprep.render.terminal import ASKED, Typesetter
from flashprep.ui.tui.labels import buttons, label
from flashprep.ui.tui.layout import MEASURE, key_lines, text_width
from flashprep.ui.tui.terminal import RESIZED, RESUMED, TICK, Terminal

LONGEST_MS = 60 * 60_000
"""Longer than that nobody speaks: the person has left the table."""

_QUIT = ("q", "escape", "end of input")
_RATINGS = buttons(len(Rating))
_SIGNS = {True: Text("✓ ", "green"), False: Text("✗ ", "bold red")}
_A_SECOND_MS, _A_MINUTE_S = 1000, 60
_COLUMN = MEASURE + 6


class Stage(Enum):
    """What the person is at."""

    SPEAKING = "speaking"
    TICKING = "ticking"
    RATING = "rating"
    DONE = "done"


@dataclass(slots=True)
class Answer:
    """A question that is being answered: how far the follow-ups are shown, what was ticked."""

    prompt: Prompt
    steps: Sequence[PartOutline]
    began_ms: int
    shown: int = 0
    ended_ms: int | None = None
    ticks: list[bool] = field(default_factory=list)
    rating: Rating | None = None

    @property
    def stage(self) -> Stage:
        """What the person is at."""
        if self.ended_ms is None:
            return Stage.SPEAKING
        if len(self.ticks) < len(self.steps):
            return Stage.TICKING
        return Stage.RATING if self.rating is None else Stage.DONE

    @property
    def proposed(self) -> Rating:
        """The rating that the ticks propose."""
        return proposed(self.ticks) if self.ticks else Rating.GOOD

    def lasted_ms(self, now_ms: int) -> int:
        """How long the person has spoken."""
        return min(max(0, (self.ended_ms or now_ms) - self.began_ms), LONGEST_MS)

    def rehearsal(self, now_ms: int) -> Rehearsal:
        """What is to be recorded of it."""
        assert self.rating is not None
        ids = (step.id for step in self.steps)
        return Rehearsal(
            now_ms,
            self.rating,
            self.lasted_ms(now_ms),
            tuple(zip(ids, self.ticks, strict=True)),
        )


class Rehearsing:
    """Questions, one after the other, on a terminal that is taken.

    `begin` gives the next question to answer, and None when there is no other; `record` writes
    down how one went, and `take_back` takes back the last one, in this session or before: its
    key, None if there is none. `aim_s` is how long an answer is to take at most, if that was
    said.
    """

    def __init__(
        self,
        terminal: Terminal,
        begin: Callable[[], Answer | None],
        record: Callable[[Answer], None],
        take_back: Callable[[], str | None],
        clock: Callable[[], int],
        aim_s: int | None = None,
    ) -> None:
        self._terminal = terminal
        self._begin = begin
        self._record = record
        self._take_back = take_back
        self._clock = clock
        self._aim_s = aim_s
        self._put_aside: list[Answer] = []
        self._notice = ""
        self.answered: list[Answer] = []

    def run(self) -> None:
        """Until there is no other question, or the person quits."""
        while answer := self._next():
            if not self._ask(answer):
                return

    def _next(self) -> Answer | None:
        """One that was put aside for another that was taken back, or the next one."""
        if not self._put_aside:
            return self._begin()
        answer = self._put_aside.pop()
        if answer.stage is Stage.SPEAKING:
            answer.began_ms = self._clock()
        return answer

    def _ask(self, answer: Answer) -> bool:
        """Let one question be answered; False to quit."""
        while True:
            self._draw(answer)
            speaking = answer.stage is Stage.SPEAKING
            key = self._terminal.read(patience_s=1.0 if speaking else None)
            if key in (TICK, RESIZED, RESUMED):
                continue
            self._notice = ""
            if key in _QUIT:
                return False
            if key == "u" and not (answer.ticks and answer.rating is None):
                if self._undo(answer):
                    return True
            elif answer.stage is Stage.DONE:
                if key in ("space", "enter"):
                    return True
            elif key == "n" and speaking:
                return True
            else:
                self._act(answer, key)

    def _undo(self, answer: Answer) -> bool:
        """Take back what was practised last, while `answer` is on the screen; if that is of
        this session, it is to be rated anew. True if another one is to be shown for it."""
        key = self._take_back()
        if key is None:
            self._notice = "What was done last was no practice: flashprep undo takes it back."
            return False
        if not self.answered or self.answered[-1].prompt.key != key:
            self._notice = f"Taken back: {key}."
            return False
        last = self.answered.pop()
        last.rating = None
        if last is not answer:
            self._put_aside += [answer, last]
        return last is not answer

    def _act(self, answer: Answer, key: str) -> None:
        match answer.stage:
            case Stage.SPEAKING if key == "enter":
                answer.ended_ms = self._clock()
            case Stage.SPEAKING if key == "space":
                if answer.shown < len(answer.prompt.follow_ups):
                    answer.shown += 1
                else:
                    answer.ended_ms = self._clock()
            case Stage.TICKING if key in ("space", "enter", "n"):
                answer.ticks.append(key != "n")
            case Stage.TICKING | Stage.RATING if key == "u" and answer.ticks:
                answer.ticks.pop()
            case Stage.RATING if key in _RATINGS or key in ("space", "enter"):
                answer.rating = _RATINGS.get(key, answer.proposed)
                self._record(answer)
                self.answered.append(answer)
            case _:
                pass

    # Drawing

    def _draw(self, answer: Answer) -> None:
        columns, rows = self._terminal.size
        width = min(columns, _COLUMN)
        setter = Typesetter(self._terminal.console, text_width(columns))
        indent = " " * ((width - setter.width) // 2)
        rule = Text(" " + "─" * (width - 2), "dim")
        head = [self._header(answer, width, setter), rule, Text()]
        foot = [rule, *key_lines([self._keys(answer)], width)]
        lines = self._body(answer, setter)
        if self._notice:
            lines += [Text(), *setter.lines(Text(self._notice))]
        body = [Text(indent) + line for line in lines]
        if not self._terminal.is_dumb:
            room = max(1, rows - len(head) - len(foot))
            # What comes last is what is asked now.
            body = body[-room:] + [Text()] * (room - len(body))
        margin = " " * ((columns - width) // 2)
        self._terminal.draw([Text(margin) + line for line in (*head, *body, *foot)])

    def _header(self, answer: Answer, width: int, setter: Typesetter) -> Text:
        seconds = answer.lasted_ms(self._clock()) // _A_SECOND_MS
        spoken = f"{seconds // _A_MINUTE_S}:{seconds % _A_MINUTE_S:02}"
        style = "bold"
        if self._aim_s:
            spoken += f" of {self._aim_s // _A_MINUTE_S}:{self._aim_s % _A_MINUTE_S:02}"
            if seconds > self._aim_s:
                spoken, style = f"{spoken}, over", "bold red"
        clock = Text(spoken, style)
        title = Text(" " + setter.inline(answer.prompt.bank).plain, "bold")
        title.truncate(width - clock.cell_len - 3, overflow="ellipsis")
        space = width - title.cell_len - clock.cell_len - 1
        return Text.assemble(title, " " * space, clock)

    def _body(self, answer: Answer, setter: Typesetter) -> list[Text]:
        prompt, lines = answer.prompt, setter.paragraphs(answer.prompt.question)
        for question in prompt.follow_ups[: answer.shown]:
            lines += [Text(), *setter.hanging(Text("▸ "), setter.inline(question))]
        if answer.stage is Stage.SPEAKING:
            return [*lines, Text(), *setter.lines(Text("Answer aloud.", "dim"))]
        if prompt.probes:
            probes = Text.assemble("It probes ", (setter.inline(prompt.probes).plain, "bold"))
            lines += [Text(), *setter.lines(probes)]
        if answer.steps:
            lines.append(Text())
        for number, step in enumerate(answer.steps):
            if number < len(answer.ticks):
                sign = _SIGNS[answer.ticks[number]]
            else:
                sign = Text(ASKED if number == len(answer.ticks) else "  ", "bold")
            lines += setter.hanging(sign, setter.inline(step.name))
        match answer.stage:
            case Stage.TICKING:
                lines += [Text(), *setter.lines(Text("Did you have it?", "dim"))]
            case Stage.RATING:
                lines += [Text(), *setter.lines(Text("How did it go?", "dim"))]
            case _:
                assert answer.rating is not None
                word = f"Kept: {answer.rating.name.lower()}."
                lines += [Text(), *setter.lines(Text(word))]
        return lines

    def _keys(self, answer: Answer) -> list[Text]:
        left = len(answer.prompt.follow_ups) - answer.shown
        match answer.stage:
            case Stage.SPEAKING:
                follow = [label("space", "follow-up")] if left else []
                other = [label("n", "another")]
                other += [label("u", "undo")] if self.answered else []
                return [*follow, label("enter", "I am done"), *other, label("q", "quit")]
            case Stage.TICKING:
                ticks = [label("space", "had it"), label("n", "missed it")]
                back = [label("u", "back")] if answer.ticks else []
                return [*ticks, *back, label("q", "quit")]
            case Stage.RATING:
                ratings = [
                    label(
                        key, ("▸ " if rating is answer.proposed else "") + rating.name.title()
                    )
                    for key, rating in _RATINGS.items()
                ]
                return [*ratings, label("space", answer.proposed.name.title())]
            case Stage.DONE:
                return [label("space", "next question"), label("u", "undo"), label("q", "quit")]

"""The practice screen: handles the keys and draws the question."""

from rich.text import Text

from flashprep.app.practice.session import PracticeSession, Spoken, SpokenStage
from flashprep.core.memory import Rating
from flashprep.render.terminal import Typesetter
from flashprep.ui.text.program import FLASHPREP
from flashprep.ui.tui.faces import TICKS
from flashprep.ui.tui.help import practice_help
from flashprep.ui.tui.labels import label, ratings_by_key
from flashprep.ui.tui.layout import View
from flashprep.ui.tui.page import GO_ON_KEYS, QUIT_KEYS, SCROLL_KEYS, Page
from flashprep.ui.tui.terminal import RESIZED, RESUMED, TICK, Terminal

_RATINGS = ratings_by_key(len(Rating))
_ASKED = {
    SpokenStage.SPEAKING: "Answer aloud.",
    SpokenStage.TICKING: "Did you have it?",
    SpokenStage.RATING: "How did it go?",
}
_HELP = ("?", "keys")
_A_SECOND_MS, _A_MINUTE_S = 1000, 60


class Practicing:
    """Asks the questions of a practice session one by one, in full-screen mode."""

    def __init__(self, terminal: Terminal, session: PracticeSession) -> None:
        self._terminal = terminal
        self._session = session
        self._page = Page(terminal)
        self._notice = ""

    def run(self) -> None:
        """Run until no question is left, or until the user quits."""
        goes_on = self._session.advance()
        self._page.scroll("end")
        while goes_on:
            answer = self._session.at_hand
            self._draw(answer)
            speaking = answer.stage is SpokenStage.SPEAKING
            key = self._terminal.read(patience_s=1.0 if speaking else None)
            if key in SCROLL_KEYS:
                self._page.scroll(key)
            elif key in (TICK, RESIZED, RESUMED):
                continue
            elif self._page.close():
                self._page.scroll("end")
            else:
                goes_on = key not in QUIT_KEYS and self._act(answer, key)

    def _act(self, answer: Spoken, key: str) -> bool:
        """Handle a key. Returns False if no question is left."""
        session = self._session
        self._notice = ""
        self._page.scroll("end")  # the current question is the last one on the page
        match answer.stage:
            case _ if key == "?":
                self._page.look(practice_help)
            case _ if key == "u":
                self._undo()
            case SpokenStage.SPEAKING if key == "n":
                return session.advance()
            case SpokenStage.SPEAKING if key == "space":
                session.go_on()
            case SpokenStage.SPEAKING if key == "enter":
                session.end()
            case SpokenStage.TICKING if key in (*GO_ON_KEYS, "n"):
                session.tick(had=key != "n")
            case SpokenStage.RATING if key in _RATINGS or key in GO_ON_KEYS:
                session.rate(_RATINGS.get(key))
            case SpokenStage.DONE if key in GO_ON_KEYS:
                return session.advance()
        return True

    def _undo(self) -> None:
        undone = self._session.undo()
        if undone is None:
            self._notice = f"Your last action was not practice; to undo it: {FLASHPREP} undo"
        elif undone:
            self._notice = f"Undone: {undone}."

    # Drawing

    def _draw(self, answer: Spoken) -> None:
        setter = self._page.typesetter
        view = View(
            title=setter.inline(answer.prompt.bank).plain,
            progress=self._clock(answer),
            body=_body(answer, setter),
            keys=[self._keys(answer)],
            notice=setter.lines(Text(self._notice)) if self._notice else (),
        )
        self._page.draw(view)

    def _clock(self, answer: Spoken) -> Text:
        seconds = answer.lasted_ms(self._session.clock()) // _A_SECOND_MS
        aim_s = self._session.aim_s
        spoken = f"{seconds // _A_MINUTE_S}:{seconds % _A_MINUTE_S:02}"
        if aim_s:
            spoken += f" of {aim_s // _A_MINUTE_S}:{aim_s % _A_MINUTE_S:02}"
            if seconds > aim_s:
                return Text(f"{spoken}, over", "bold red")
        return Text(spoken, "bold")

    def _keys(self, answer: Spoken) -> list[Text]:
        keys = [("u", "undo")]
        match answer.stage:
            case SpokenStage.SPEAKING:
                follow = [("space", "follow-up")] if answer.follow_ups_left else []
                undo = keys if self._session.answered else []
                keys = [*follow, ("enter", "I am done"), ("n", "another"), *undo]
            case SpokenStage.TICKING:
                back = [("u", "back")] if answer.ticks else []
                keys = [("space", "had it"), ("n", "missed it"), *back]
            case SpokenStage.RATING:
                proposed = answer.proposed
                marks = {rating: "▸ " if rating is proposed else "" for rating in Rating}
                ratings = [(key, marks[r] + r.name.title()) for key, r in _RATINGS.items()]
                space = ("space", proposed.name.title())
                return [label(*each) for each in (*ratings, space, _HELP)]
            case SpokenStage.DONE:
                keys = [("space", "next question"), *keys]
        return [label(*each) for each in (*keys, _HELP, ("q", "quit"))]


def _body(answer: Spoken, setter: Typesetter) -> list[Text]:
    prompt, lines = answer.prompt, setter.paragraphs(answer.prompt.question)
    for question in prompt.follow_ups[: answer.shown]:
        lines += [Text(), *setter.hanging(Text("▸ "), setter.inline(question))]
    if answer.stage is not SpokenStage.SPEAKING:
        if prompt.probes:
            probes = Text.assemble("This tests: ", (setter.inline(prompt.probes).plain, "bold"))
            lines += [Text(), *setter.lines(probes)]
        if answer.steps:
            lines.append(Text())
        marks = dict(enumerate([*answer.ticks, None]))
        for number, step in enumerate(answer.steps):
            sign = TICKS[marks[number]] if number in marks else Text("  ")
            lines += setter.hanging(sign, setter.inline(step.name))
    saved = Text(f"Saved as {answer.rating.name.title()}.") if answer.rating else Text()
    status = Text(_ASKED[answer.stage], "dim") if answer.stage in _ASKED else saved
    return [*lines, Text(), *setter.lines(status)]

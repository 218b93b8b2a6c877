"""Reviewing on the screen: what each key does, and what is drawn after it."""

import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace

from rich.text import Text

from flashprep.cli.output import amount
from flashprep.cli.screen.amounts import interval
from flashprep.cli.screen.help import help_lines
from flashprep.cli.screen.layout import Frame, View, compose, text_width
from flashprep.cli.screen.session import Session
from flashprep.cli.screen.terminal import RESIZED, RESUMED, Terminal
from flashprep.cli.undone import words_of
from flashprep.core.cards import Card
from flashprep.core.history import EventKind
from flashprep.core.memory import CardState, Rating
from flashprep.errors import FlashprepError, Problem
from flashprep.render.terminal import Face, Typesetter

_RATINGS = {str(int(rating)): rating for rating in Rating}
_MARKS = {"s": EventKind.SUSPEND, "b": EventKind.BURY}
_MARKED = {EventKind.SUSPEND: "suspended", EventKind.BURY: "buried until tomorrow"}
_FLAGGED = {True: "A red flag: flashprep list flag:red finds it", False: "No flag any more"}
_QUIT = ("q", "escape", "end of input")
_FRONT_KEYS = (
    ("space", "show"),
    ("e", "edit"),
    ("b", "bury"),
    ("s", "suspend"),
    ("u", "undo"),
    ("?", "help"),
    ("q", "quit"),
)
_BACK_KEYS = (("space", "Good"), ("u", "undo"), ("e", "edit"), ("?", "help"), ("q", "quit"))
_RATING_STYLES = {Rating.AGAIN: "bold red"}
_SCROLL_KEYS = ("j", "down", "k", "up", "pagedown", "pageup", "home", "end")


class Reviewing:
    """The cards of a session, one after the other, on a terminal that is taken."""

    def __init__(self, terminal: Terminal, session: Session) -> None:
        self._terminal = terminal
        self._session = session
        self._outcomes: dict[Rating, CardState] | None = None  # None: the front is up
        self._hinted = False
        self._helping = False
        self._notice: Text | None = None
        self._offset: int | None = 0  # None: so that the answer is seen
        self._page = 1
        self._is_warm = False

    def run(self) -> None:
        """Until there is no card to study now, or the person quits."""
        while self._has_card():
            self._draw()
            if not self._is_warm:
                self._warm_up()
            if not self._heed(self._terminal.read()):
                return

    def _has_card(self) -> bool:
        """Whether there is a card at hand; where there is none, the next one is taken."""
        while self._session.card is None:
            self._outcomes, self._hinted, self._offset = None, False, 0
            try:
                if not self._session.advance():
                    return False
            except FlashprepError as error:
                self._draw_failure(error)
                if self._terminal.read() in _QUIT:
                    return False
        return True

    def _warm_up(self) -> None:
        """What takes time and is not needed for a front: done while the person reads it."""
        self._is_warm = True
        _ = self._session.collection.scheduler
        self._session.collection.copy_daily(self._session.clock())

    # Keys

    def _heed(self, key: str) -> bool:
        """Do what a key, or an event of the terminal, asks for; False to quit."""
        if key == RESIZED:
            return True
        if key == RESUMED:
            self._session.restart_timing()
            return True
        if key in _SCROLL_KEYS:
            self._scroll(key)
            return True
        self._notice = None
        if self._helping or key == "?":
            self._helping, self._offset = not self._helping, 0
            return True
        if key in _QUIT:
            return False
        try:
            self._act(key)
        except FlashprepError as error:
            self._notice = Text(str(error), "red")
            with suppress(FlashprepError):
                self._session.drop_card_if_gone()
        return True

    def _scroll(self, key: str) -> None:
        offset = self._offset or 0
        match key:
            case "j" | "down":
                offset += 1
            case "k" | "up":
                offset -= 1
            case "pagedown":
                offset += max(1, self._page - 1)
            case "pageup":
                offset -= max(1, self._page - 1)
            case "home":
                offset = 0
            case "end":
                offset = sys.maxsize
        self._offset = max(0, offset)

    def _act(self, key: str) -> None:
        session = self._session
        match key:
            case "space" | "enter" if self._outcomes is None:
                self._outcomes, self._offset = session.preview(), None
            case "space" | "enter":
                self._answer(Rating.GOOD)
            case "1" | "2" | "3" | "4" if self._outcomes is None:
                self._notice = Text("The answer comes first: space shows it.")
            case "1" | "2" | "3" | "4":
                self._answer(_RATINGS[key])
            case "f":
                flag = session.flag()
                self._notice = Text(f"{_FLAGGED[bool(flag)]}; u takes it back.")
            case "h":
                self._hinted = True
            case "s" | "b":
                self._mark(_MARKS[key])
            case "u":
                self._undo()
            case "e":
                self._edit()
            case _:
                pass

    def _answer(self, rating: Rating) -> None:
        card = self._session.card
        answered = self._session.answer(rating)
        if card and answered.leech and answered.state:
            suspended = self._session.collection.standing(card.key).marks.suspended
            self._notice = Text(
                f"{card.key} is a leech: forgotten {amount(answered.state.lapses, 'time')}"
                f"{', and now suspended' if suspended else ''}. Other words help more than "
                "repeating it: u brings it back, then e edits it."
            )

    def _mark(self, kind: EventKind) -> None:
        key = self._session.mark(kind)
        self._notice = Text(f"{key} is {_MARKED[kind]}; u takes it back.")

    def _undo(self) -> None:
        undone = self._session.undo()
        if undone is None:
            self._notice = Text("There is nothing to undo.")
            return
        self._notice = Text(f"Taken back: {words_of(undone)}.")

    def _edit(self) -> None:
        from flashprep.cli.screen.editor import edit

        session, card = self._session, self._session.card
        if card is None:
            return
        with self._terminal.lent():
            edit(session.collection.folder / card.location.path, card.location.line)
        session.restart_timing()
        problems = session.sync()
        if problems:
            self._notice = _problem_notice(problems, card)
        elif session.card is None:
            self._notice = Text(f"{card.key} is no longer in the deck files.")
        elif session.card != card:
            self._notice = Text("The card is now as the deck file says.")

    # Drawing

    def _draw(self) -> None:
        card = self._session.card
        if card is None:
            return
        setter = self._typesetter()
        face = self._face(card, setter)
        view = View(
            title=_title(card, setter),
            progress=self._session.progress(),
            body=face.lines,
            keys=self._keys(card),
            notice=setter.lines(self._notice) if self._notice else (),
            offset=self._offset or 0,
        )
        frame = self._compose(view)
        if self._offset is None and len(face.lines) > frame.page:
            frame = self._compose(replace(view, offset=max(0, face.answer_at - 1)))
        self._offset, self._page = frame.offset, frame.page
        self._terminal.draw(frame.lines)

    def _draw_failure(self, error: FlashprepError) -> None:
        """There is no card to show, for the collection cannot be read."""
        view = View(
            title="",
            progress=self._session.progress(),
            body=self._typesetter().lines(Text(str(error), "red")),
            keys=[[_key("any key", "try again"), _key("q", "quit")]],
        )
        self._terminal.draw(self._compose(view).lines)

    def _typesetter(self) -> Typesetter:
        columns, _ = self._terminal.size
        return Typesetter(self._terminal.console, text_width(columns))

    def _compose(self, view: View) -> Frame:
        columns, rows = self._terminal.size
        return compose(view, columns, None if self._terminal.is_dumb else rows)

    def _face(self, card: Card, setter: Typesetter) -> Face:
        if self._helping:
            return Face(tuple(help_lines(setter)))
        if self._outcomes is None:
            return setter.front(card, hinted=self._hinted)
        return setter.back(card)

    def _keys(self, card: Card) -> list[list[Text]]:
        if self._helping:
            return [[_key("any key", "goes back to the card")]]
        if self._outcomes is None:
            hint = [_key("h", "hint")] if card.hint and not self._hinted else []
            show, *others = [_key(*words) for words in _FRONT_KEYS]
            return [[show, *hint, *others]]
        now_ms = self._session.clock()
        today = self._session.collection.today(now_ms)
        ratings = [
            Text.assemble(
                (f"{rating:d} {rating.name.title()}", _RATING_STYLES.get(rating, "bold")),
                f" {interval(state, now_ms, today)}",
            )
            for rating, state in self._outcomes.items()
        ]
        others = [_key(*words) for words in _BACK_KEYS]
        return [ratings, [*others, Text("Hard: recalled, with effort", "dim")]]


def _title(card: Card, setter: Typesetter) -> str:
    deck = card.deck.rpartition("::")[2]
    names = [setter.inline(name).plain for name in (deck, card.context) if name]
    if len(names) > 1 and names[1].casefold().startswith(names[0].casefold()):
        del names[0]
    return " · ".join(names)


def _key(name: str, does: str) -> Text:
    return Text.assemble((name, "bold"), f" {does}")


def _problem_notice(problems: Sequence[Problem], edited: Card) -> Text:
    """The first problem, one of the file just edited before any other."""
    path = edited.location.path
    first = min(problems, key=lambda problem: (problem.location.path != path, problem))
    more = f" ({len(problems) - 1} more: flashprep check)" if len(problems) > 1 else ""
    return Text(f"{first}{more}", "red")

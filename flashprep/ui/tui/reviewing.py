"""The review screen: handles the keys and draws the card."""

from contextlib import suppress
from functools import partial

from rich.text import Text

from flashprep.app.study.cram_session import CramSession
from flashprep.app.study.session import Session
from flashprep.app.study.turn import Stage, Turn
from flashprep.core.events import EventKind
from flashprep.core.memory import CardState, Rating
from flashprep.errors import FlashprepError
from flashprep.render.terminal import Face
from flashprep.ui.text.hints import in_words
from flashprep.ui.text.program import FLASHPREP
from flashprep.ui.text.undo import words_of
from flashprep.ui.tui.asides import history_lines
from flashprep.ui.tui.faces import face_of
from flashprep.ui.tui.help import review_help
from flashprep.ui.tui.labels import Rows, label, meeting_rows, ratings_by_key, rows
from flashprep.ui.tui.layout import View
from flashprep.ui.tui.notices import (
    Notice,
    leech_notice,
    meeting_title,
    problem_notice,
    short_title_of,
    title_of,
)
from flashprep.ui.tui.page import GO_ON_KEYS, QUIT_KEYS, SCROLL_KEYS, Page
from flashprep.ui.tui.terminal import RESIZED, RESUMED, Terminal

_MARKS = {"s": EventKind.SUSPEND, "b": EventKind.BURY}
_MARKED = {EventKind.SUSPEND: "suspended", EventKind.BURY: "buried until tomorrow"}
_FLAGGED = {
    True: f"Flagged red: '{FLASHPREP} search flag:red' finds it",
    False: "Flag removed",
}


class Reviewing:
    """Shows the cards of a session one by one, in full-screen mode.

    If `typed`, the user types the answers. `buttons` is the number of ratings, 4 or 2.
    """

    def __init__(
        self, terminal: Terminal, session: Session, *, typed: bool, buttons: int
    ) -> None:
        self._terminal = terminal
        self._session = session
        self._typed = typed
        self._buttons = ratings_by_key(buttons)
        self._turn: Turn | None = None
        self._outcomes: dict[Rating, CardState] = {}
        self._notice: Notice | None = None
        self._page = Page(terminal)
        self._is_prepared = False

    def run(self) -> None:
        """Run until there is no card to study now, or until the user quits."""
        while turn := self._turn_at_hand():
            self._draw(turn)
            if not self._is_prepared:
                self._is_prepared = True
                self._session.prepare()
            is_shown = self._page.aside is None and not self._session.meetings
            typing = turn.stage is Stage.TYPING and is_shown
            if not self._handle(turn, self._terminal.read(typing=typing), typing=typing):
                return

    def _turn_at_hand(self) -> Turn | None:
        """The turn of the current card. If there is no current card, the session first advances
        to the next card. Returns None if there is no card to study now, or if the user
        quits."""
        while self._session.card is None:
            self._turn = None
            self._page.to_top()
            try:
                if not self._session.advance():
                    return None
            except FlashprepError as error:
                self._draw_failure(error)
                if self._terminal.read() in QUIT_KEYS:
                    return None
        if self._turn is None:
            self._turn = Turn(self._session.card, typing=self._typed)
        return self._turn

    # Keys

    def _handle(self, turn: Turn, key: str, *, typing: bool) -> bool:
        """Handle a key or a terminal event. Returns False if the user quits."""
        if key == RESIZED:
            return True
        if key == RESUMED:
            self._session.restart_timing()
            return True
        is_letter = typing and len(key) == 1
        if key in SCROLL_KEYS and not is_letter:
            self._page.scroll(key)
            return True
        self._notice = None
        if self._page.close():
            return True
        if key in QUIT_KEYS and not is_letter and not (typing and key == "escape"):
            return False
        try:
            self._act(turn, key)
        except FlashprepError as error:
            self._notice = Notice(in_words(error), "red")
            with suppress(FlashprepError):
                self._session.drop_card_if_gone()
        return True

    def _act(self, turn: Turn, key: str) -> None:
        has_meeting = bool(self._session.meetings)
        match turn.stage:
            case _ if has_meeting and key in GO_ON_KEYS:
                self._session.met()
                self._page.to_top()
            case _ if has_meeting:
                self._act_anywhere(key)
            case Stage.TYPING:
                self._type(turn, key)
            case Stage.FRONT:
                self._act_on_front(turn, key)
            case Stage.TICKING:
                self._tick(turn, key)
            case Stage.BACK:
                self._act_on_back(turn, key)

    def _type(self, turn: Turn, key: str) -> None:
        self._page.to_answer()
        if key == "escape":
            turn.stop_typing()
        else:
            turn.type(key)
        self._preview(turn)

    def _act_on_front(self, turn: Turn, key: str) -> None:
        match key:
            case "space" | "enter" | "a":
                turn.show(at_once=key == "a")
                self._page.to_answer()
                self._preview(turn)
            case "1" | "2" | "3" | "4":
                self._notice = Notice("Show the answer first: press space.")
            case "h":
                turn.hinted = True
            case "t":
                turn.begin_typing()
            case _:
                self._act_anywhere(key)

    def _tick(self, turn: Turn, key: str) -> None:
        self._page.to_answer()
        match key:
            case "space" | "enter" | "y":
                turn.tick(passed=True)
            case "n" | "x":
                turn.tick(passed=False)
            case "a":
                turn.show(at_once=True)
            case "u" if turn.untick():
                pass
            case "1" | "2" | "3" | "4":
                self._notice = Notice("Tick this part: space had it, n missed it; a shows all.")
            case _:
                self._act_anywhere(key)
        self._preview(turn)

    def _act_on_back(self, turn: Turn, key: str) -> None:
        match key:
            case "space" | "enter":
                self._answer(turn, turn.rating)
            case "1" | "2" | "3" | "4" if key in self._buttons:
                self._answer(turn, self._buttons[key])
            case "3" | "4":
                self._notice = Notice("You use two buttons: 1 Again, 2 Good.")
            case "u" if turn.untick():
                self._page.to_answer()
            case _:
                self._act_anywhere(key)

    def _act_anywhere(self, key: str) -> None:
        session = self._session
        match key:
            case "f" if session.asks:
                flag = session.flag()
                self._notice = Notice(f"{_FLAGGED[bool(flag)]}; u undoes it.")
            case "s" | "b" if session.asks:
                self._mark(_MARKS[key])
            case "u":
                self._undo()
            case "r":
                self._redo()
            case "e":
                self._edit()
            case "k":
                self._know()
            case "l" | "i" | "?":
                self._look(key)

    def _look(self, key: str) -> None:
        """Show the help, the history of the card, or the note. The page closes when a key is
        pressed."""
        match key:
            case "?":
                self._page.look(review_help)
            case "i":
                self._page.look(history_lines(self._session))
            case _:
                sheet = self._session.read()
                if sheet is None:
                    self._notice = Notice("This note has no text beyond its cards.")
                    return
                from flashprep.render.sheet_terminal import sheet_lines

                self._page.look(partial(sheet_lines, sheet))

    def _know(self) -> None:
        from flashprep.ui.text.known import known_words

        self._notice = Notice(f"{known_words(self._session.know())} u undoes it.")

    def _preview(self, turn: Turn) -> None:
        """If the back is shown, compute the state that each rating would lead to."""
        if turn.stage is Stage.BACK:
            self._outcomes = self._session.preview()

    def _answer(self, turn: Turn, rating: Rating) -> None:
        answered = self._session.answer(rating, turn.result)
        if answered and answered.leech:
            self._notice = leech_notice(turn.card, answered)

    def _mark(self, kind: EventKind) -> None:
        key = self._session.mark(kind)
        self._notice = Notice(f"{key} is {_MARKED[kind]}; u undoes it.")

    def _undo(self) -> None:
        undone = self._session.undo()
        message = undone and f"Undone: {words_of(undone)}. r redoes it."
        self._notice = Notice(message or "There is nothing to undo.")

    def _redo(self) -> None:
        redone = self._session.redo()
        message = f"Redone: {words_of(redone)}." if redone else "There is nothing to redo."
        self._notice = Notice(message)

    def _edit(self) -> None:
        from flashprep.ui.tui.editor import edit

        session, card, turn = self._session, self._session.card, self._turn
        if card is None or turn is None:
            return
        with self._terminal.lent():
            edit(session.context.folder / card.location.path, card.location.line)
        session.restart_timing()
        problems = session.sync()
        if problems:
            self._notice = problem_notice(problems, card)
        elif session.card is None:
            self._notice = Notice(f"{card.key} is no longer in the deck files.")
        elif session.card != card:
            self._turn = turn.edited(session.card)
            self._preview(self._turn)
            self._notice = Notice("Updated from the deck file.")

    # Drawing

    def _draw(self, turn: Turn) -> None:
        setter, meetings = self._page.typesetter, self._session.meetings
        title = title_of(turn.card, setter, _label(self._session))
        short_title = short_title_of(turn.card, setter)
        if meetings:
            from flashprep.render.sheet_terminal import meeting_lines

            face = Face(tuple(meeting_lines(meetings[0].sheet, meetings[0].part, setter)))
            title, short_title = meeting_title(meetings[0].sheet), ""
        else:
            face = face_of(turn.shown, setter)
        view = View(
            title=title,
            progress=self._session.progress(),
            body=face.lines,
            keys=self._labels(turn),
            notice=self._notice.lines(setter) if self._notice else (),
            short_title=short_title,
        )
        self._page.draw(view, face.answer_at)

    def _draw_failure(self, error: FlashprepError) -> None:
        """Show the error because of which the next card cannot be shown."""
        view = View(
            title="",
            progress=self._session.progress(),
            body=self._page.typesetter.lines(Text(in_words(error), "red")),
            keys=[[label("any key", "try again"), label("q", "quit")]],
        )
        self._page.draw(view)

    def _labels(self, turn: Turn) -> Rows:
        if self._session.meetings:
            return meeting_rows()
        return rows(turn, self._session, self._outcomes, self._buttons)


def _label(session: Session) -> str:
    """The label of a cram or warm-up session, or "" for other sessions."""
    if not isinstance(session, CramSession):
        return ""
    return "Warm-up" if session.interview else "Cram"

"""An answer that is being typed, or a list of them, and how it compares in the end."""

from collections.abc import Iterable, Iterator

from rich.cells import cell_len
from rich.text import Text

from flashprep.core.answers.checklist import PartedAnswer, parted
from flashprep.core.answers.typed_answer import (
    JOINTS,
    Comparison,
    Mark,
    compare,
    to_type,
    typable,
)
from flashprep.core.cards import Card
from flashprep.render.terminal import GAP, Face, Typesetter
from flashprep.ui.tui.ticking import Ticking, hung

_LONGEST = 2_000  # letters that are taken
_CURSOR = "▏"
_TYPED, _ANSWER = "typed   ", "answer  "
_PROMPT = Text("> ", "bold")
_SIGNS = {Mark.NEAR: "~", Mark.MISSING: "+", Mark.EXTRA: "-"}
_STYLES = {Mark.NEAR: "yellow", Mark.MISSING: "green", Mark.EXTRA: "red"}
_WORDS = {Mark.NEAR: "nearly", Mark.MISSING: "missing", Mark.EXTRA: "too much"}


class Line:
    """Text that is being typed."""

    def __init__(self) -> None:
        self.text = ""

    def press(self, key: str) -> None:
        """Take a letter, or a key that edits."""
        match key:
            case "space":
                key = " "
            case "backspace":
                self.text = self.text[:-1]
            case "erase line":
                self.text = ""
            case "erase word":
                self.text = self.text.rstrip().rpartition(" ")[0]
            case _:
                pass
        if len(key) == 1 and len(self.text) < _LONGEST:
            self.text += key

    def lines(self, setter: Typesetter) -> list[Text]:
        """What was typed, with a cursor at its end."""
        return setter.hanging(_PROMPT, Text(self.text + _CURSOR))


class TypedAnswer:
    """A short answer."""

    def __init__(self, card: Card) -> None:
        self.card = card
        self.line = Line()
        self.comparison: Comparison | None = None

    def enter(self) -> bool:
        """Take what was typed, if anything was, and compare it; whether that is all."""
        if self.line.text.strip():
            self.comparison = compare(self.line.text, to_type(self.card) or "")
        return True

    def lines(self, setter: Typesetter) -> list[Text]:
        """What is typed so far."""
        return self.line.lines(setter)


class TypedItems:
    """The items of a list, typed one by one: in any order, unless the list is numbered."""

    def __init__(self, answer: PartedAnswer) -> None:
        self.answer = answer
        self.line = Line()
        self.wrong: list[str] = []
        self._found: set[int] = set()

    @property
    def ticking(self) -> Ticking | None:
        """What was found as ticks; None if nothing was typed."""
        if not (self._found or self.wrong):
            return None
        parts = self.answer.parts
        return Ticking(parts, [index in self._found for index in range(len(parts))])

    def enter(self) -> bool:
        """Look for what was typed among the items; whether that is all: each is found, or
        nothing was typed."""
        text, self.line = self.line.text.strip(), Line()
        if not text:
            return True
        open_ = [i for i in range(len(self.answer.parts)) if i not in self._found]
        if self.answer.in_order:
            open_ = open_[:1]
        for index in open_:
            expected = typable(self.answer.parts[index].text) or ""
            if compare(text, expected).is_right:
                self._found.add(index)
                break
        else:
            self.wrong.append(text)
        return len(self._found) == len(self.answer.parts)

    def lines(self, setter: Typesetter) -> list[Text]:
        """The items found, gaps for the others, what was none of them, and the line."""
        lines: list[Text] = []
        for index, part in enumerate(self.answer.parts):
            if index in self._found:
                lines += hung(setter, Text("✓ ", "green"), part.text)
            else:
                lines.append(Text("  " + GAP))
        for text in self.wrong:
            lines += setter.hanging(Text("- ", "red"), Text(text, "dim"))
        return [*lines, Text(), *self.line.lines(setter)]


class OwnWords:
    """An answer that is too long to be compared, or a list of such, line by line: it is shown
    beside the right one, and the person judges."""

    def __init__(self, *, of_several: bool) -> None:
        self.of_several = of_several
        self.line = Line()
        self.said: list[str] = []

    @property
    def is_begun(self) -> bool:
        """Whether anything was typed."""
        return bool(self.said or self.line.text.strip())

    def enter(self) -> bool:
        """Take the line; whether that is all: of several, once a line is empty."""
        text, self.line = self.line.text.strip(), Line()
        if text:
            self.said.append(text)
        return not (text and self.of_several)

    def lines(self, setter: Typesetter) -> list[Text]:
        """The lines before, and the one that is typed."""
        return [*self._said(setter, Text("  ")), *self.line.lines(setter)]

    def beside(self, setter: Typesetter) -> list[Text]:
        """What was typed, as it stands above the answer."""
        return self._said(setter, Text(_TYPED, "dim"))

    def _said(self, setter: Typesetter, start: Text) -> list[Text]:
        lines: list[Text] = []
        for text in self.said:
            lines += setter.hanging(start, Text(text))
            start = Text(" " * start.cell_len)
        return lines


Typed = TypedAnswer | TypedItems | OwnWords


def typed_of(card: Card) -> Typed:
    """How the answer of a card is typed: to be compared if it is short, or a list of such."""
    answer = parted(card)
    if answer is None:
        return OwnWords(of_several=False) if to_type(card) is None else TypedAnswer(card)
    if all(typable(part.text) for part in answer.parts):
        return TypedItems(answer)
    return OwnWords(of_several=True)


def typing_face(card: Card, written: Typed, setter: Typesetter, *, hinted: bool) -> Face:
    """The front, and below it what is being typed."""
    front = setter.front(card, hinted=hinted).lines
    parting = setter.parting()
    lines = written.lines(setter)
    return Face((*front, *parting, *lines), len(front) + len(parting) + len(lines) - 1)


def beside_face(card: Card, words: OwnWords, setter: Typesetter) -> Face:
    """The back, with what was typed above the answer."""
    answer = hung(setter, Text(_ANSWER, "dim"), card.answer)
    return setter.back_with(card, [*words.beside(setter), Text(), *answer])


def compared_face(card: Card, comparison: Comparison, setter: Typesetter) -> Face:
    """The back, with what was typed above the answer and the difference marked below each,
    by signs and by colours; an answer without a difference stands alone."""
    if comparison.is_exact:
        return setter.back_with(card, hung(setter, Text("✓ ", "green"), card.answer))
    words = [(piece.mark, piece.typed) for piece in comparison.pieces]
    meant = [(piece.mark, piece.expected) for piece in comparison.pieces]
    marks = {piece.mark for piece in comparison.pieces} - {Mark.RIGHT}
    legend = Text("   ").join(
        Text.assemble((_SIGNS[mark], _STYLES[mark]), f" {_WORDS[mark]}")
        for mark in Mark
        if mark in marks
    )
    said = "Right, but for the spelling." if comparison.is_right else ""
    return setter.back_with(
        card,
        [
            *_marked(_TYPED, words, setter),
            *_marked(_ANSWER, meant, setter),
            Text(),
            *([Text(said)] if said else [legend]),
        ],
    )


def _marked(
    label: str, words: Iterable[tuple[Mark, str]], setter: Typesetter
) -> Iterator[Text]:
    """Words behind a label, wrapped, and below each that differs its sign."""
    start = Text.assemble((label, "dim"))
    above, below = start.copy(), Text(" " * len(label))
    for mark, word in words:
        if not word:
            continue
        style = _STYLES.get(mark, "")
        if above.cell_len > len(label) and above.cell_len + cell_len(word) > setter.width:
            yield from _pair(above, below)
            above, below = Text(" " * len(label)), Text(" " * len(label))
        gap = "" if word.endswith(JOINTS) else " "
        above.append(word, style).append(gap)
        below.append(_SIGNS.get(mark, " ") * cell_len(word), style).append(gap)
    yield from _pair(above, below)


def _pair(above: Text, below: Text) -> Iterator[Text]:
    yield above
    if below.plain.strip():
        yield below

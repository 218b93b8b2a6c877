"""The lines of the current card: its faces, its ticked parts, and the typed text."""

from collections.abc import Iterable, Iterator, Sequence

from rich.cells import cell_len
from rich.text import Text

from flashprep.app.study.turn import Shown, Stage
from flashprep.core.answers.checklist import ShownPart
from flashprep.core.answers.typed_answer import JOINTS, Comparison, Mark
from flashprep.core.cards import Card
from flashprep.render.terminal import ASKED, GAP, Face, Typesetter

TICKS = {True: Text("✓ ", "green"), False: Text("✗ ", "bold red"), None: Text(ASKED, "bold")}
_CURSOR = "▏"
_TYPED, _ANSWER = "typed   ", "answer  "
_PROMPT = Text("> ", "bold")
_HIDDEN = Text(" " * len(ASKED) + GAP)
_SIGNS = {Mark.NEAR: "~", Mark.MISSING: "+", Mark.EXTRA: "-"}
_STYLES = {Mark.NEAR: "yellow", Mark.MISSING: "green", Mark.EXTRA: "red"}
_WORDS = {Mark.NEAR: "close", Mark.MISSING: "missing", Mark.EXTRA: "extra"}


def face_of(shown: Shown, setter: Typesetter) -> Face:
    """The face of the card at its current stage, such as the front or the back."""
    card = shown.card
    if shown.stage is Stage.TYPING:
        lines = _typed(shown, setter)
        return _below(shown, lines, len(lines) - 1, setter)
    typed = _typed_lines(shown.typed_lines, Text(_TYPED, "dim"), setter)
    above = [*typed, Text()] if typed else []
    if shown.parts:
        lines, at = _parts(shown.parts, setter)
        if shown.stage is Stage.BACK:
            return setter.back_with(card, [*above, *lines])
        return _below(shown, [*above, *lines], len(above) + at, setter)
    if shown.stage is Stage.FRONT:
        return setter.front(card, hinted=shown.hinted)
    if not (shown.comparison or typed):
        return setter.back(card)
    answer = (
        _compared(card, shown.comparison, setter)
        if shown.comparison
        else [*above, *setter.behind(Text(_ANSWER, "dim"), card.answer)]
    )
    return setter.back_with(card, answer)


def _below(shown: Shown, lines: Sequence[Text], at: int, setter: Typesetter) -> Face:
    """The front of the card with `lines` below it. The screen scrolls to line `at` of
    `lines`."""
    hinted = shown.hinted and shown.stage is Stage.TYPING
    above = (*setter.front(shown.card, hinted=hinted).lines, *setter.parting())
    return Face((*above, *lines), len(above) + at)


def _parts(parts: Iterable[ShownPart], setter: Typesetter) -> tuple[list[Text], int]:
    """The lines of the parts of an answer, and the number of the line to scroll to. This is the
    first line of the part that the user ticks next.

    Hidden parts are shown as gaps.
    """
    lines: list[Text] = []
    at = 0
    for part in parts:
        if part.text and part.recalled is None:
            at = len(lines)
        sign = TICKS[part.recalled]
        lines += setter.behind(sign, part.text) if part.text else [_HIDDEN]
    return lines, at


def _typed(shown: Shown, setter: Typesetter) -> list[Text]:
    """The lines of the texts that the user has typed, and of the text that the user is
    typing."""
    lines, _ = _parts(shown.parts, setter)
    for text in shown.wrong:
        lines += setter.hanging(Text("- ", "red"), Text(text, "dim"))
    if lines:
        lines.append(Text())
    line = setter.hanging(_PROMPT, Text(shown.line + _CURSOR))
    return [*lines, *_typed_lines(shown.typed_lines, Text("  "), setter), *line]


def _typed_lines(texts: Iterable[str], start: Text, setter: Typesetter) -> list[Text]:
    """The lines of the typed texts. `start` precedes the first text, and the other texts are
    indented by the width of `start`."""
    lines: list[Text] = []
    for text in texts:
        lines += setter.hanging(start, Text(text))
        start = Text(" " * start.cell_len)
    return lines


def _compared(card: Card, comparison: Comparison, setter: Typesetter) -> list[Text]:
    """The lines of the typed text and of the answer below it.

    Signs and colors mark the differences. If there are no differences, only the answer is
    returned.
    """
    if comparison.is_exact:
        return setter.behind(TICKS[True], card.answer)
    words = [(piece.mark, piece.typed) for piece in comparison.pieces]
    meant = [(piece.mark, piece.expected) for piece in comparison.pieces]
    marks = {piece.mark for piece in comparison.pieces} - {Mark.RIGHT}
    legend = Text("   ").join(
        Text.assemble((_SIGNS[mark], _STYLES[mark]), f" {_WORDS[mark]}")
        for mark in Mark
        if mark in marks
    )
    remark = Text("Right, apart from spelling.") if comparison.is_right else legend
    above, below = _marked(_TYPED, words, setter), _marked(_ANSWER, meant, setter)
    return [*above, *below, Text(), remark]


def _marked(
    label: str, words: Iterable[tuple[Mark, str]], setter: Typesetter
) -> Iterator[Text]:
    """The lines of the words after a label, wrapped. Each word that differs has a sign below
    it."""
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

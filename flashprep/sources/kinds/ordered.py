"""The record and the reader of kinds with ordered steps: framework, sequence, and rubric."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Final

from flashprep.core.notes.kinds.ordered import Ordered, Step
from flashprep.sources.checker import Checker
from flashprep.sources.headers import Draft
from flashprep.sources.identifiers import slug
from flashprep.sources.note_schema import CUE, CUES, HINT, OWN_IDS, PRIORITY, note_record
from flashprep.sources.part_syntax import by_name, common, read_plain, read_short
from flashprep.sources.schema_dsl import Design, Field, Record, Shape, named, record, text
from flashprep.sources.tree import Mapping, Mark, Node, Place, Sequence
from flashprep.text import did_you_mean, quoted, shown

_ARROW: Final = re.compile(r"(?:(?<!\s)\s+)?(?:→|⟶|->|=>)\s*")
PART: Final = record(
    "part",
    "name",
    "A part of a step.",
    named("name", "Its name."),
    PRIORITY,
    *OWN_IDS,
)
STEP: Final = record(
    "step",
    "name",
    "A step of a framework, sequence or rubric.",
    named("name", "Its name."),
    text("letter", "Its letter in an acronym.", Shape.LINE),
    text("meaning", "What it means, or how to do it."),
    Field("includes", Shape.LIST, "Its parts, or what to look for.", item="part", record=PART),
    Field("minutes", Shape.MINUTES, "How many minutes it takes in an interview."),
    text(
        "time",
        "How long it takes or when it happens, in words, such as 1–24 hours.",
        Shape.LINE,
    ),
    HINT,
    PRIORITY,
    *OWN_IDS,
)
WHICH: Final = Design("which", "The step that includes given parts.")


def ordered_record(noun: str, doc: str, steps: str, *designs: Design) -> Record:
    """The record of a kind with ordered steps; `steps` is the description of the steps."""
    return note_record(
        noun,
        doc,
        named(noun, "Its name."),
        text("use", f"Its purpose; completes “the {noun} for …”."),
        CUES,
        Field(
            "joints",
            Shape.LIST,
            "Steps after which a card asks “what comes next?”.",
            item="step's name or id",
        ),
        text("each", "The word for a step. Default: step.", Shape.LINE),
        text("ask", "The question that asks for the meaning of a step."),
        Field("steps", Shape.CHAIN, steps, required=True, item="step", record=STEP),
        designs=(
            Design(
                "step",
                "Each step, with the earlier ones shown (from three steps on).",
            ),
            Design("letter", "What each letter of an acronym stands for, instead of `step`."),
            Design("meaning", "What belongs in a step."),
            Design(
                "includes",
                "All parts of a step with up to three.",
            ),
            Design("missing", "The missing part of a step with more, with the others shown."),
            Design("minutes", "How long a step takes."),
            Design("time", "The time frame of a step with `time`."),
            Design("total", "How long all steps take together."),
            Design("next", "The step after a joint."),
            Design("cue", "The name, given its use or an interviewer's question."),
            *designs,
            Design("count", "How many steps there are.", on=False),
        ),
    )


def reader(kind: type[Ordered]) -> Callable[[Draft], Ordered]:
    """The function that reads a note of this kind."""

    def read(draft: Draft) -> Ordered:
        checker, mapping, owner = draft.checker, draft.mapping, draft.owner
        name = draft.text(draft.record.title)
        steps = _read_steps(checker, mapping, owner)
        return kind(
            draft.header(name, steps),
            name,
            steps,
            draft.text("use"),
            draft.parts("cues", CUE),
            _read_joints(checker, mapping, steps, owner),
            draft.text("each") or "step",
            draft.text("ask"),
        )

    return read


def _read_steps(checker: Checker, mapping: Mapping, owner: str) -> tuple[Step, ...]:
    """The steps of a framework, sequence or rubric."""
    found = []
    for item in _step_nodes(checker, mapping):
        read = read_short(checker, item, STEP, "meaning", owner)
        if read is None:
            continue
        part, texts, long_form, inner = read
        name = f"{STEP.noun} {quoted(part.name)} of {owner}"
        if inner is not None:  # Name: [part, part]
            long_form = Mapping({"includes": inner}, flow=False)
            if not isinstance(inner.value, Sequence):
                as_field = checker.syntax.field("name", "…")
                checker.report(inner.start, f"{name} contains fields; begin with {as_field}")
            elif not inner.value.items:
                checker.report(inner.start, f"{name} has an empty list; add its parts")
        inside = read_plain(checker, long_form, "includes", PART, name) if long_form else ()
        includes = tuple(each.part for each in inside)
        if part.priority:  # parts inherit the priority of their step
            includes = tuple(
                replace(each, priority=each.priority or part.priority) for each in includes
            )
        found.append(
            Step(
                *common(part),
                letter=read.text("letter"),
                meaning=read.text("meaning"),
                includes=includes,
                minutes=int(texts["minutes"]) if "minutes" in texts else None,
                time=read.text("time"),
                hint=read.text("hint"),
            )
        )
    checker.check_unique(found, STEP.noun, owner)
    return tuple(found)


def _step_nodes(checker: Checker, mapping: Mapping) -> list[Node]:
    """The items of the field `steps`. The field may also contain one text with names that
    arrows separate."""
    node = mapping.entries.get("steps")
    if node is None or type(node.value) is not str:
        return checker.items(mapping, "steps")
    text = node.value
    if not _ARROW.search(text):
        checker.report(
            node.start,
            "'steps' must be a list, or names separated by arrows: 'First → second → third'",
        )
        return []
    found, begin = [], 0
    for end, following in [*((a.start(), a.end()) for a in _ARROW.finditer(text)), (None, 0)]:
        name = text[begin:end].strip()
        at = _place_in(node, text, begin)
        if name:
            found.append(Node(name, at, node.end, at))
        else:
            checker.report(at, "a step is missing before or after an arrow; write its name")
        begin = following
    return found


def _place_in(node: Node, text: str, index: int) -> Mark:
    """The place of the character `index` in a text on one line. For any other text, the place
    of its beginning."""
    start, quotes = node.start, node.end.index - node.start.index - len(text)
    if start.line != node.end.line or quotes not in (0, 2):
        return start
    moved = index + quotes // 2
    return Place(start.line, start.column + moved, start.index + moved)


def _read_joints(
    checker: Checker, mapping: Mapping, steps: tuple[Step, ...], owner: str
) -> tuple[str, ...]:
    """The ids of the steps in the field `joints`, in the order of the steps."""
    ids = by_name(steps)
    wanted = set()
    for item in checker.items(mapping, "joints"):
        if type(item.value) is not str:
            checker.report(item.start, "a joint must be the name or id of a step")
            continue
        word = " ".join(item.value.split())
        known = ids.get(word) or ids.get(slug(word))
        if known is None:
            if steps:
                near = (
                    did_you_mean(word, [step.name for step in steps])
                    or "; write the name or id of one of its steps"
                )
                checker.report(item.start, f"{owner} has no step {shown(word)}{near}")
        elif known == steps[-1].id:
            checker.report(
                item.start,
                f"{shown(word)} is the last step of {owner}, so nothing follows it; "
                "remove it from 'joints'",
            )
        else:
            wanted.add(known)
    return tuple(step.id for step in steps if step.id in wanted)

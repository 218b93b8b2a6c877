"""The parts of notes that stand in lists: steps, terms, items, messages, questions, cues."""

import re
from dataclasses import replace
from typing import Final

from flashprep.core.notes.model import Item, Message, Part, Question, Reference, Step, Term
from flashprep.sources.checker import Checker
from flashprep.sources.identifiers import slug
from flashprep.sources.messages import quoted, shown, suggestion
from flashprep.sources.part_syntax import by_name, common, read_long_or_text, read_short
from flashprep.sources.schema import ITEM, MESSAGE, PART, QUESTION, STEP, TERM, Record
from flashprep.sources.tree import Mapping, Mark, Node, Place, Sequence

_ARROW: Final = re.compile(r"\s*(?:→|⟶|->|=>)\s*")


def read_parts(
    checker: Checker, mapping: Mapping, field: str, record: Record, owner: str
) -> tuple[Part, ...]:
    """The plain parts (cues, attributes, parts of a step) that a list field holds."""
    found = []
    for item in checker.items(mapping, field):
        read = read_long_or_text(checker, item, record, owner)
        if read:
            found.append(read.part)
    checker.check_unique(found, record.noun, owner)
    return tuple(found)


def read_steps(checker: Checker, mapping: Mapping, owner: str) -> tuple[Step, ...]:
    """The steps of a framework or rubric."""
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
                checker.report(inner.start, f"{name} has fields; write its name as {as_field}")
            elif not inner.value.items:
                checker.report(inner.start, f"{name} has an empty list; add what it includes")
        includes = read_parts(checker, long_form, "includes", PART, name) if long_form else ()
        if part.priority:  # what a step includes matters as much as the step
            includes = tuple(
                replace(each, priority=each.priority or part.priority) for each in includes
            )
        minutes = texts.get("minutes")
        found.append(
            Step(
                *common(part),
                letter=texts.get("letter", ""),
                meaning=texts.get("meaning", ""),
                includes=includes,
                minutes=int(minutes) if minutes else None,
                time=texts.get("time", ""),
                hint=texts.get("hint", ""),
            )
        )
    checker.check_unique(found, STEP.noun, owner)
    return tuple(found)


def _step_nodes(checker: Checker, mapping: Mapping) -> list[Node]:
    """The items of `steps`, which may be one text with arrows between their names."""
    node = mapping.entries.get("steps")
    if node is None or type(node.value) is not str:
        return checker.items(mapping, "steps")
    text = node.value
    if not _ARROW.search(text):
        checker.report(
            node.start,
            "'steps' must be a list, or names with arrows between: 'First → second → third'",
        )
        return []
    found, begin = [], 0
    for end, following in [*((a.start(), a.end()) for a in _ARROW.finditer(text)), (None, 0)]:
        name = text[begin:end].strip()
        at = _place_in(node, text, begin)
        if name:
            found.append(Node(name, at, node.end, at))
        else:
            checker.report(at, "an arrow has no step before or after it; write its name")
        begin = following
    return found


def _place_in(node: Node, text: str, index: int) -> Mark:
    """Where a character of a text stands, if its text is on one line as written."""
    start, quotes = node.start, node.end.index - node.start.index - len(text)
    if start.line != node.end.line or quotes not in (0, 2):
        return start
    moved = index + quotes // 2
    return Place(start.line, start.column + moved, start.index + moved)


def read_joints(
    checker: Checker, mapping: Mapping, steps: tuple[Step, ...], owner: str
) -> tuple[str, ...]:
    """The ids of the steps that the field `joints` names, in the order of the steps."""
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
                    suggestion(word, [step.name for step in steps])
                    or "; give the name or id of one of its steps"
                )
                checker.report(item.start, f"{owner} has no step {shown(word)}{near}")
        elif known == steps[-1].id:
            checker.report(
                item.start,
                f"nothing comes after {shown(word)}, the last step of {owner}; "
                "take it out of 'joints'",
            )
        else:
            wanted.add(known)
    return tuple(step.id for step in steps if step.id in wanted)


def read_terms(checker: Checker, mapping: Mapping, owner: str) -> tuple[Term, ...]:
    """The items of a group of terms."""
    found = []
    for item in checker.items(mapping, "items"):
        read = read_short(checker, item, TERM, "means", owner)
        if read is None:
            continue
        part, texts, long_form, inner = read
        name = f"{TERM.noun} {quoted(part.name)} of {owner}"
        if inner is not None:
            checker.report(inner.start, f"the meaning of {name} must be text")
        elif "means" not in texts and long_form is None:
            checker.report(
                item.start, f"{name} has no meaning; write '{part.name}: its meaning'"
            )
        means, hint = texts.get("means", ""), texts.get("hint", "")
        found.append(Term(*common(part), means=means, hint=hint))
    checker.check_unique(found, TERM.noun, owner)
    return tuple(found)


def read_items(checker: Checker, mapping: Mapping, owner: str) -> tuple[Item, ...]:
    """The members of a set."""
    found = []
    for item in checker.items(mapping, "items"):
        read = read_short(checker, item, ITEM, "means", owner)
        if read is None:
            continue
        part, texts, _, inner = read
        if inner is not None:
            name = f"{ITEM.noun} {quoted(part.name)} of {owner}"
            checker.report(inner.start, f"the meaning of {name} must be text")
        means, share, hint = (texts.get(name, "") for name in ("means", "share", "hint"))
        found.append(Item(*common(part), means=means, share=share, hint=hint))
    checker.check_unique(found, ITEM.noun, owner)
    node = mapping.entries.get("items")
    if node is not None and isinstance(node.value, Sequence) and len(node.value.items) == 1:
        checker.report(node.key, f"{owner} has one item only; a set has two or more")
    return tuple(found)


def read_messages(checker: Checker, mapping: Mapping, owner: str) -> tuple[Message, ...]:
    """What is said to each audience."""
    found = []
    for item in checker.items(mapping, "to"):
        read = read_short(checker, item, MESSAGE, "text", owner)
        if read is None:
            continue
        part, texts, long_form, inner = read
        name = f"{MESSAGE.noun} {quoted(part.name)} of {owner}"
        if inner is not None:
            checker.report(inner.start, f"what {name} says must be text")
        elif "text" not in texts and long_form is None:
            checker.report(
                item.start, f"{name} says nothing; write '{part.name}: what is said'"
            )
        text, hint = texts.get("text", ""), texts.get("hint", "")
        found.append(Message(*common(part), text=text, hint=hint))
    checker.check_unique(found, MESSAGE.noun, owner)
    return tuple(found)


def read_questions(
    checker: Checker, mapping: Mapping, probes: Reference | None, owner: str
) -> tuple[Question, ...]:
    """The questions of a bank; they probe what `probes` says unless they say it."""
    found = []
    for item in checker.items(mapping, "ask"):
        read = read_long_or_text(checker, item, QUESTION, owner)
        if read is None:
            continue
        part, texts, fields, _ = read
        own = reference(checker, fields, texts, "probes") if fields else None
        found.append(
            Question(
                *common(part),
                probes=own or probes,
                follow_ups=checker.lines(fields, "follow_ups") if fields else (),
                card=texts.get("card") != "off",
            )
        )
    checker.check_unique(found, QUESTION.noun, owner)
    return tuple(found)


def reference(
    checker: Checker, mapping: Mapping, texts: dict[str, str], name: str
) -> Reference | None:
    """The reference to a note, or a part of one, that a field holds."""
    if name not in texts:
        return None
    return Reference(texts[name], checker.location(mapping.entries[name].start))

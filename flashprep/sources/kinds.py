"""The kinds of notes: from the fields of one to the note it says."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from flashprep.core.notes import (
    Basic,
    Cloze,
    Framework,
    Header,
    Levels,
    Note,
    Priority,
    Rubric,
    Terms,
    Value,
)
from flashprep.sources.checking import Checker, listed, quoted, shown, suggestion
from flashprep.sources.identifiers import slug
from flashprep.sources.parts import (
    read_joints,
    read_ladder,
    read_parts,
    read_steps,
    read_terms,
)
from flashprep.sources.schema import ATTRIBUTE, CUE, KINDS
from flashprep.sources.yaml_events import REFUSED, Mapping, Node

_PRIORITIES: Final = {priority.value: priority for priority in Priority}
_GAP_SIGNS: Final = re.compile(r"\{\{c([1-9][0-9]{0,2})::|\{\{c[0-9]*:*|\}\}")


@dataclass(frozen=True, slots=True)
class Defaults:
    """What the top of a file says for its notes."""

    deck: str
    company: str = ""
    source: str = ""
    tags: tuple[str, ...] = ()
    priority: Priority = Priority.CORE


@dataclass(slots=True)
class _Draft:
    """A note being read: its fields and how messages call it."""

    checker: Checker
    defaults: Defaults
    node: Node
    mapping: Mapping
    texts: dict[str, str]
    owner: str

    def text(self, name: str) -> str:
        return self.texts.get(name, "")

    def header(self, derived: str) -> Header:
        """The note's header; its id is the one declared, or follows from `derived`."""
        texts, mapping, defaults = self.texts, self.mapping, self.defaults
        declared = "id" in texts
        entries = mapping.entries
        tags = defaults.tags
        if "tags" in entries:
            own = self.checker.words(mapping, "tags")
            tags = tuple(dict.fromkeys((*tags, *own))) if tags else own
        return Header(
            texts["id"] if declared else slug(derived),
            defaults.deck,
            self.checker.location(self.node.start),
            declared,
            self.checker.words(mapping, "formerly") if "formerly" in entries else (),
            tags,
            _PRIORITIES[texts["priority"]] if "priority" in texts else defaults.priority,
            texts.get("source", defaults.source),
            texts.get("extra", ""),
            texts.get("hint", ""),
        )


def kind_of(mapping: Mapping) -> str | None:
    """The kind of a note: its first field that is the name of one."""
    for name in mapping.entries:
        if name in KINDS:
            return name
    return None


def read_note(checker: Checker, node: Node, defaults: Defaults) -> Note | None:
    """The note that `node` says, or None after reporting why it says none.

    A note with lesser mistakes is given nonetheless; `checker` knows of them.
    """
    mapping = node.value
    if mapping is REFUSED:
        return None
    if not isinstance(mapping, Mapping):
        checker.report(
            node.start,
            "a note must be fields that begin with its kind, as in 'basic: a question'",
        )
        return None
    kind = kind_of(mapping)
    if kind is None:
        _report_no_kind(checker, node, mapping)
        return None
    for other, entry in mapping.entries.items():
        if other != kind and other in KINDS:
            checker.report(
                entry.key,
                f"a note is of one kind, and this one is {shown(kind)} and "
                f"{shown(other)}; make two notes of it, each with its own '-'",
            )
            return None
    title = mapping.entries[kind].value
    named = type(title) is str and title.strip()
    owner = f"{kind} {quoted(named)}" if named else kind
    texts = checker.texts(KINDS[kind], mapping, node.start, owner)
    return _READERS[kind](_Draft(checker, defaults, node, mapping, texts, owner))


def _sequence(draft: _Draft, kind: type[Framework] | type[Rubric], title: str) -> Note:
    checker, mapping, owner = draft.checker, draft.mapping, draft.owner
    name = draft.text(title)
    steps = read_steps(checker, mapping, owner)
    cues = read_parts(checker, mapping, "cues", CUE, owner)
    joints = read_joints(checker, mapping, steps, owner)
    use, each = draft.text("use"), draft.text("each") or "step"
    return kind(draft.header(name), name, steps, use, cues, joints, each)


def _framework(draft: _Draft) -> Note:
    return _sequence(draft, Framework, "framework")


def _rubric(draft: _Draft) -> Note:
    return _sequence(draft, Rubric, "rubric")


def _value(draft: _Draft) -> Note:
    name = draft.text("value")
    company = draft.text("company") or draft.defaults.company
    if not company:
        draft.checker.report(
            draft.node.start,
            f"{draft.owner} has no company; add 'company:' to it or to the file",
        )
    said = ("means", "shows", "prepare")
    if not any(each in draft.texts or _given(draft.mapping, each) for each in said):
        draft.checker.report(
            draft.node.start,
            f"{draft.owner} has no meaning; add 'means:', 'shows:' or 'prepare:'",
        )
    cues = read_parts(draft.checker, draft.mapping, "cues", CUE, draft.owner)
    header = draft.header(f"{company} {name}")
    means, shows, prepare = map(draft.text, said)
    return Value(header, name, company, means, shows, prepare, cues)


def _levels(draft: _Draft) -> Note:
    checker, mapping = draft.checker, draft.mapping
    name = draft.text("levels")
    attributes = read_parts(checker, mapping, "attributes", ATTRIBUTE, draft.owner)
    ladder, attributes = read_ladder(checker, mapping, attributes, draft.owner)
    return Levels(draft.header(name), name, attributes, ladder)


def _terms(draft: _Draft) -> Note:
    name = draft.text("terms")
    items = read_terms(draft.checker, draft.mapping, draft.owner)
    return Terms(draft.header(name), name, items, draft.text("each") or "term")


def _basic(draft: _Draft) -> Note:
    question = draft.text("basic")
    return Basic(draft.header(question), question, draft.text("answer"), draft.text("context"))


def _cloze(draft: _Draft) -> Note:
    text = draft.text("cloze")
    wrong = _gap_mistake(text) if text else None
    if wrong:
        draft.checker.report(draft.mapping.entries["cloze"].start, f"{draft.owner} {wrong}")
    return Cloze(draft.header(text), text, draft.text("context"))


_READERS: Final[dict[str, Callable[[_Draft], Note]]] = {
    "framework": _framework,
    "rubric": _rubric,
    "value": _value,
    "levels": _levels,
    "terms": _terms,
    "basic": _basic,
    "cloze": _cloze,
}


def _gap_mistake(text: str) -> str | None:
    """What is wrong with the gaps of a cloze text, if anything."""
    begins: int | None = None  # where the text of the open gap begins
    gaps = 0
    for sign in _GAP_SIGNS.finditer(text):
        if sign[0] == "}}":
            if begins is None:
                continue
            if not text[begins : sign.start()].partition("::")[0].strip():
                return "has an empty gap; write the text to recall after '::'"
            begins = None
            gaps += 1
        elif sign[1] is None:
            return f"has {shown(sign[0])}, but a gap is written '{{{{c1::text}}}}'"
        elif begins is not None:
            return f"has a gap that is open before {shown(sign[0])}; close it with '}}}}'"
        else:
            begins = sign.end()
    if begins is not None:
        return "has a gap that is not closed; close it with '}}'"
    return None if gaps else "has no gap; write one as '{{c1::text}}'"


def _given(mapping: Mapping, name: str) -> bool:
    """Whether a field has a value, be it a wrong one."""
    node = mapping.entries.get(name)
    return node is not None and node.value is not None


def _report_no_kind(checker: Checker, node: Node, mapping: Mapping) -> None:
    common = KINDS["cloze"].fields.keys() & KINDS["value"].fields.keys()
    unknown = [name for name in mapping.entries if name not in common]
    near = [name for name in unknown if suggestion(name, KINDS)]
    kinds = f"a note is one of {listed(tuple(KINDS), 'or')}"
    if not unknown:
        checker.report(node.start, f"this note has no kind; {kinds}")
        return
    name = (near or unknown)[0]
    advice = f"{suggestion(name, KINDS)} ({kinds})" if near else f"; {kinds}"
    checker.report(mapping.entries[name].key, f"unknown kind {shown(name)}{advice}")

"""The kinds of notes: from the fields of one to the note it says."""

import re
from collections.abc import Callable
from typing import Final

from flashprep.core.notes.model import (
    Basic,
    Cloze,
    Contrast,
    Framework,
    Levels,
    Messages,
    Note,
    Programme,
    Questions,
    Rubric,
    Sequence,
    Set,
    Table,
    Terms,
    Value,
)
from flashprep.sources.checker import Checker
from flashprep.sources.headers import Defaults, Draft
from flashprep.sources.messages import listed, quoted, shown, suggestion
from flashprep.sources.parts import (
    read_items,
    read_joints,
    read_messages,
    read_parts,
    read_questions,
    read_steps,
    read_terms,
    reference,
)
from flashprep.sources.phases import read_phases
from flashprep.sources.schema import CUE, KINDS, NOTE
from flashprep.sources.tables import read_attributes, read_columns, read_ladder, read_rows
from flashprep.sources.tree import REFUSED, Mapping, Node
from flashprep.sources.unfilled import first_placeholder

_GAP_SIGNS: Final = re.compile(r"\{\{c([1-9][0-9]{0,2})::|\{\{c[0-9]*:*|\}\}")
_MOST_MISSING: Final = 4


def kind_of(mapping: Mapping) -> str | None:
    """The kind of a note: its first field that is the name of one."""
    for name in mapping.entries:
        if name in KINDS:
            return name
    return None


def has_its_id(node: Node, defaults: Defaults) -> bool:
    """Whether the id of a note with placeholders is certain: it is declared, or what it
    follows from is written, there or at the top of its file."""
    mapping = node.value
    if not isinstance(mapping, Mapping):
        return False
    entries = mapping.entries
    if _given(mapping, "id"):
        return not first_placeholder(entries["id"])
    kind = kind_of(mapping) or ""
    # The id of a value begins with its company.
    if kind == "value" and not (_given(mapping, "company") or defaults.company):
        return False
    sources = (kind, "company")
    return not any(name in entries and first_placeholder(entries[name]) for name in sources)


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
    return _READERS[kind](Draft(checker, defaults, node, mapping, KINDS[kind], texts, owner))


def _ordered(draft: Draft) -> Note:
    checker, mapping, owner, title = (
        draft.checker,
        draft.mapping,
        draft.owner,
        draft.record.noun,
    )
    name = draft.text(title)
    steps = read_steps(checker, mapping, owner)
    cues = read_parts(checker, mapping, "cues", CUE, owner)
    joints = read_joints(checker, mapping, steps, owner)
    use, each = draft.text("use"), draft.text("each") or "step"
    ask = draft.text("ask")
    kind = _ORDERED[title]
    return kind(draft.header(name, steps), name, steps, use, cues, joints, each, ask)


def _value(draft: Draft) -> Note:
    name = draft.text("value")
    company, field = draft.text("company") or draft.defaults.company, draft.checker.syntax.field
    if not company:
        draft.checker.report(
            draft.node.start,
            f"{draft.owner} has no company; add {field('company')} to it or to the file",
        )
    said = ("means", "shows", "prepare")
    if not any(each in draft.texts or _given(draft.mapping, each) for each in said):
        draft.checker.report(
            draft.node.start,
            f"{draft.owner} has no meaning; add {listed(map(field, said), 'or')}",
        )
    cues = read_parts(draft.checker, draft.mapping, "cues", CUE, draft.owner)
    header = draft.header(f"{company} {name}")
    means, shows, prepare = map(draft.text, said)
    return Value(header, name, company, means, shows, prepare, cues)


def _levels(draft: Draft) -> Note:
    checker, mapping = draft.checker, draft.mapping
    name = draft.text("levels")
    attributes = read_attributes(checker, mapping, draft.owner)
    ladder, attributes = read_ladder(checker, mapping, attributes, draft.owner)
    return Levels(draft.header(name, ladder), name, attributes, ladder)


def _terms(draft: Draft) -> Note:
    name = draft.text("terms")
    items = read_terms(draft.checker, draft.mapping, draft.owner)
    each, called = draft.text("each") or "term", draft.text("called")
    return Terms(draft.header(name, items), name, items, each, called)


def _set(draft: Draft) -> Note:
    name = draft.text("set")
    items = read_items(draft.checker, draft.mapping, draft.owner)
    each, ask = draft.text("each") or "item", draft.text("ask")
    return Set(draft.header(name, items), name, items, each, ask, draft.text("called"))


def _table(draft: Draft) -> Note:
    checker, mapping, owner = draft.checker, draft.mapping, draft.owner
    name = draft.text("table")
    columns = read_columns(checker, mapping, owner)
    rows = read_rows(checker, mapping, columns, owner)
    each, called = draft.text("each") or "row", draft.text("called")
    return Table(draft.header(name, rows), name, columns, rows, each, called)


def _messages(draft: Draft) -> Note:
    name = draft.text("messages")
    messages = read_messages(draft.checker, draft.mapping, draft.owner)
    return Messages(draft.header(name, messages), name, messages)


def _contrast(draft: Draft) -> Note:
    text, mapping = draft.text("contrast"), draft.mapping
    if not any(_given(mapping, each) for each in ("missing", "say")):
        better = listed(map(draft.checker.syntax.field, ("missing", "say")), "or")
        said = f"{draft.owner} does not say what is better; add {better}"
        draft.checker.report(draft.node.start, said)
    missing = draft.checker.lines(mapping, "missing")
    if len(missing) > _MOST_MISSING:
        said = f"'missing' has {len(missing)} things; keep the {_MOST_MISSING} that matter most"
        draft.checker.report(mapping.entries["missing"].key, said)
    header = draft.header(text)
    return Contrast(header, text, missing, draft.text("say"), draft.text("context"))


def _questions(draft: Draft) -> Note:
    name = draft.text("questions")
    probes = reference(draft.checker, draft.mapping, draft.texts, "probes")
    found = read_questions(draft.checker, draft.mapping, probes, draft.owner)
    return Questions(draft.header(name, found), name, found)


def _programme(draft: Draft) -> Note:
    name = draft.text("programme")
    phases = read_phases(draft.checker, draft.mapping, draft.owner)
    return Programme(draft.header(name, phases), name, phases)


def _basic(draft: Draft) -> Note:
    question = draft.text("basic")
    return Basic(draft.header(question), question, draft.text("answer"), draft.text("context"))


def _cloze(draft: Draft) -> Note:
    text = draft.text("cloze")
    wrong = _gap_mistake(text) if text else None
    if wrong:
        draft.checker.report(draft.mapping.entries["cloze"].start, f"{draft.owner} {wrong}")
    return Cloze(draft.header(text), text, draft.text("context"))


_ORDERED: Final[dict[str, type[Framework] | type[Rubric]]] = {
    "framework": Framework,
    "sequence": Sequence,
    "rubric": Rubric,
}
_READERS: Final[dict[str, Callable[[Draft], Note]]] = {
    "framework": _ordered,
    "sequence": _ordered,
    "rubric": _ordered,
    "value": _value,
    "levels": _levels,
    "terms": _terms,
    "set": _set,
    "table": _table,
    "messages": _messages,
    "contrast": _contrast,
    "questions": _questions,
    "programme": _programme,
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
    unknown = [name for name in mapping.entries if name not in NOTE.fields]
    near = [name for name in unknown if suggestion(name, KINDS)]
    kinds = f"a note is one of {listed(tuple(KINDS), 'or')}"
    if not unknown:
        checker.report(node.start, f"this note has no kind; {kinds}")
        return
    name = (near or unknown)[0]
    advice = f"{suggestion(name, KINDS)} ({kinds})" if near else f"; {kinds}"
    checker.report(mapping.entries[name].key, f"unknown kind {shown(name)}{advice}")

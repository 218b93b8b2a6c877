"""The kinds of notes. Each kind has a module with a record of its fields and a reader.

A new kind needs a module here, a module in `core/notes/kinds`, and an entry in `BY_NOUN`.
"""

from typing import Final

from flashprep.core.notes.model import Note
from flashprep.sources.checker import Checker
from flashprep.sources.headers import Defaults, Draft, given
from flashprep.sources.kinds.basic import BASIC
from flashprep.sources.kinds.cloze import CLOZE
from flashprep.sources.kinds.contrast import CONTRAST
from flashprep.sources.kinds.framework import FRAMEWORK
from flashprep.sources.kinds.levels import LEVELS
from flashprep.sources.kinds.messages import MESSAGES
from flashprep.sources.kinds.program import PROGRAM
from flashprep.sources.kinds.questions import QUESTIONS
from flashprep.sources.kinds.rubric import RUBRIC
from flashprep.sources.kinds.sequence import SEQUENCE
from flashprep.sources.kinds.set import SET
from flashprep.sources.kinds.table import TABLE
from flashprep.sources.kinds.terms import TERMS
from flashprep.sources.kinds.value import VALUE
from flashprep.sources.note_schema import NOTE
from flashprep.sources.tree import REFUSED, Mapping, Node
from flashprep.sources.unfilled import first_placeholder
from flashprep.text import did_you_mean, listed, quoted, shown

# The kinds, by the first field of their notes, in the order of the documentation.
BY_NOUN: Final = {
    kind.record.noun: kind
    for kind in (
        FRAMEWORK,
        SEQUENCE,
        RUBRIC,
        VALUE,
        LEVELS,
        TERMS,
        SET,
        TABLE,
        MESSAGES,
        CONTRAST,
        QUESTIONS,
        PROGRAM,
        BASIC,
        CLOZE,
    )
}


# Other allowed first fields of a note, each with the fields to rename. One of these fields has
# an older spelling. The others are names that other programs use for a question and its answer.
OTHER_NAMES: Final = {
    "programme": {"programme": "program"},
    "front": {"front": "basic", "back": "answer"},
    "question": {"question": "basic"},
    "Question": {"Question": "basic", "Answer": "answer"},
    "Q": {"Q": "basic", "A": "answer"},
    "q": {"q": "basic", "a": "answer"},
}


def rename_fields(node: Node) -> None:
    """Rename the fields of a note that begins with one of `OTHER_NAMES`."""
    mapping = node.value
    if not isinstance(mapping, Mapping) or kind_of(mapping) is not None:
        return
    entries = mapping.entries
    names = next((OTHER_NAMES[name] for name in entries if name in OTHER_NAMES), {})
    if names and not {*names.values()} & entries.keys():
        mapping.entries = {names.get(name, name): entry for name, entry in entries.items()}


def kind_of(mapping: Mapping) -> str | None:
    """The kind of a note: the name of the first field that is the name of a kind."""
    for name in mapping.entries:
        if name in BY_NOUN:
            return name
    return None


def has_its_id(node: Node, defaults: Defaults) -> bool:
    """Whether the id of a note with placeholders is final. A declared id is final. A derived id
    is final if the fields that determine it, in the note or at the top of its file, contain no
    placeholder."""
    mapping = node.value
    kind = kind_of(mapping) if isinstance(mapping, Mapping) else None
    if not isinstance(mapping, Mapping) or kind is None:
        return False
    entries = mapping.entries
    if given(mapping, "id"):
        return not first_placeholder(entries["id"])
    others = BY_NOUN[kind].id_from
    return all(given(mapping, name) or getattr(defaults, name) for name in others) and not any(
        name in entries and first_placeholder(entries[name]) for name in (kind, *others)
    )


def read_note(checker: Checker, node: Node, defaults: Defaults) -> Note | None:
    """The note that `node` describes; None if the node does not describe a valid note.

    All mistakes are reported to `checker`. A note with minor mistakes is returned anyway.
    """
    mapping = node.value
    if mapping is REFUSED:
        return None
    if not isinstance(mapping, Mapping):
        checker.report(
            node.start,
            "a note must have fields and begin with its kind, as in 'basic: a question'",
        )
        return None
    kind = kind_of(mapping)
    if kind is None:
        _report_no_kind(checker, node, mapping)
        return None
    for other, entry in mapping.entries.items():
        if other != kind and other in BY_NOUN:
            checker.report(
                entry.key,
                f"this note has two kinds, {shown(kind)} and {shown(other)}; "
                "split it into two notes, each with its own '-'",
            )
            return None
    title, record = mapping.entries[kind].value, BY_NOUN[kind].record
    named = type(title) is str and title.strip()
    owner = f"{kind} {quoted(named)}" if named else kind
    texts = checker.texts(record, mapping, node.start, owner)
    return BY_NOUN[kind].read(Draft(checker, defaults, node, mapping, record, texts, owner))


def _report_no_kind(checker: Checker, node: Node, mapping: Mapping) -> None:
    unknown = [name for name in mapping.entries if name not in NOTE.fields]
    near = [name for name in unknown if did_you_mean(name, BY_NOUN)]
    kinds = f"the kinds are {listed(tuple(BY_NOUN))}"
    if not unknown:
        checker.report(node.start, f"this note has no kind; {kinds}")
        return
    fields = {field for kind in BY_NOUN.values() for field in kind.record.fields}
    first = next(iter(mapping.entries))
    # The kind is usually the first field. Other fields may resemble a kind by chance.
    name = first if first in unknown and first not in fields else (near or unknown)[0]
    advice = f"{did_you_mean(name, BY_NOUN)} ({kinds})" if name in near else f"; {kinds}"
    checker.report(mapping.entries[name].key, f"unknown kind {shown(name)}{advice}")

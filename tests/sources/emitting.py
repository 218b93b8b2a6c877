"""Notes written as YAML by hand, and made up by hypothesis, for the round trip."""

import dataclasses
import re
from collections.abc import Callable
from typing import Any

from hypothesis import assume
from hypothesis import strategies as st

from flashprep.core.notes.kinds.basic import Basic
from flashprep.core.notes.kinds.cloze import Cloze
from flashprep.core.notes.kinds.contrast import Contrast
from flashprep.core.notes.kinds.framework import Framework
from flashprep.core.notes.kinds.levels import Level, Levels
from flashprep.core.notes.kinds.messages import Message, Messages
from flashprep.core.notes.kinds.ordered import Step
from flashprep.core.notes.kinds.program import Activity, Phase, Program
from flashprep.core.notes.kinds.questions import Question, Questions
from flashprep.core.notes.kinds.rubric import Rubric
from flashprep.core.notes.kinds.sequence import Sequence
from flashprep.core.notes.kinds.set import Item, Set
from flashprep.core.notes.kinds.table import Column, Row, Table
from flashprep.core.notes.kinds.terms import Term, Terms
from flashprep.core.notes.kinds.value import Value
from flashprep.core.notes.model import Note
from flashprep.core.notes.parts import Header, Part, Reference, Situation
from flashprep.core.priorities import Priority
from flashprep.errors import Location
from flashprep.sources.identifiers import derived_id, slug
from flashprep.sources.kinds import BY_NOUN
from flashprep.sources.placeholders import may_hold_placeholder
from flashprep.text import composed

Fields = list[tuple[str, Any]]

NOWHERE = Location("")

_printable = st.characters(exclude_categories=("C", "Z"), include_characters=" ")
lines = st.text(_printable, min_size=1, max_size=12).map(
    lambda text: composed(" ".join(text.split()))
)
# A number before a name is not a part of it, and a note with a placeholder is left out.
lines = lines.filter(
    lambda text: (
        text and not re.match(r"\d{1,2}[.)]\s", text) and not may_hold_placeholder(text)
    )
)
texts = st.lists(lines, min_size=1, max_size=3).map("\n".join)
slugs = st.from_regex("[a-z0-9]{1,4}(-[a-z0-9]{1,3})?", fullmatch=True)
maybe = st.one_of(st.just(""), texts)
switch = st.booleans()
switched = switch | st.sampled_from(Priority)
called = st.just("") | lines
former = st.lists(slugs, max_size=2, unique=True).map(tuple)


def parts_of(
    kind: Callable[..., Any],
    name: st.SearchStrategy[str] = lines,
    *,
    ranked: bool = True,
    **fields: st.SearchStrategy[Any],
) -> st.SearchStrategy[Any]:
    """Parts of a kind, with a declared or a derived id; `ranked` ones may have a priority."""
    if ranked:
        fields["priority"] = st.none() | st.sampled_from(Priority)

    def build(
        name: str, own: str | None, formerly: tuple[str, ...], rest: dict[str, Any]
    ) -> Any:
        return kind(own or slug(name), name, NOWHERE, own is not None, formerly, **rest)

    return st.builds(build, name, st.none() | slugs, former, st.fixed_dictionaries(fields))


def _handed_down(step: Step) -> Step:
    """The step; what it includes has its priority, unless it has one."""
    includes = tuple(
        dataclasses.replace(each, priority=each.priority or step.priority)
        for each in step.includes
    )
    return dataclasses.replace(step, includes=includes)


def several(part: st.SearchStrategy[Any], least: int = 0) -> st.SearchStrategy[Any]:
    """A few parts with different ids."""
    return st.lists(part, min_size=least, max_size=4, unique_by=lambda each: each.id).map(tuple)


references = st.lists(slugs, min_size=1, max_size=3).map(
    lambda path: Reference("/".join(path), NOWHERE)
)


@st.composite
def headers(
    draw: st.DrawFn, derived: str, parts: tuple[Part, ...] = (), kind: str = ""
) -> Header:
    """A header, with an id that follows from `derived` or is declared; its situations tell
    the note, or one of its `parts`, from another note. A `kind` has a text for a name."""
    own = draw(st.none() | slugs)
    identity = own or derived_id(derived, BY_NOUN[kind].record.text_over if kind else None)
    rights = [identity, *(f"{identity}/{part.id}" for part in parts)]
    taken = {name for part in parts for name in (part.id, part.name, slug(part.name))}
    situations = parts_of(
        Situation,
        texts,
        right=st.sampled_from(rights).map(lambda path: Reference(path, NOWHERE)),
        wrong=references.filter(
            lambda each: not {each.path, slug(each.path)} & {*taken, *rights}
        ),
        why=maybe,
        source=maybe,
    )
    return Header(
        identity,
        "Test",
        NOWHERE,
        own is not None,
        draw(former),
        draw(st.lists(slugs, max_size=2, unique=True).map(tuple)),
        draw(st.sampled_from(Priority)),
        *draw(st.tuples(maybe, maybe, maybe)),
        date=draw(st.just("") | lines),
        **draw(st.dictionaries(st.just("tell-apart"), switched).map(_switched)),
        # What has no name cannot be told apart by it.
        tell_apart=draw(several(situations)) if not kind and draw(switch) else (),
        advice=draw(switch),
    )


def _switched(said: dict[str, bool | Priority]) -> dict[str, Any]:
    return {
        "cards": tuple((name, each is not False) for name, each in said.items()),
        "priorities": tuple(
            (name, each) for name, each in said.items() if isinstance(each, Priority)
        ),
    }


cues = several(parts_of(Part, texts))
steps = several(
    parts_of(
        Step,
        letter=st.sampled_from(["", "A", "Å"]),
        meaning=maybe,
        includes=several(parts_of(Part)),
        minutes=st.none() | st.integers(1, 999),
        time=st.just("") | lines,
        hint=maybe,
    ).map(_handed_down),
    1,
)


def heads(part: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Columns or attributes, which differ in their names as well."""
    return several(part, 1).filter(
        lambda parts: len({part.name for part in parts}) == len(parts)
    )


table_columns = heads(parts_of(Column, ranked=False, ask=maybe))
ladder_attributes = heads(parts_of(Part, ranked=False))
cells = texts.filter(lambda text: text not in ("—", "–", "-"))
activities = several(
    st.tuples(
        parts_of(Activity, ranked=False, weekly=switch), st.integers(1, 9), st.integers(0, 9)
    ).map(lambda drawn: dataclasses.replace(drawn[0], least=drawn[1], most=drawn[1] + drawn[2]))
)
phases = several(
    parts_of(Phase, ranked=False, weeks=st.integers(1, 99), activities=activities)
    | parts_of(
        Phase,
        ranked=False,
        introduces=st.sampled_from([True]),
        decks=st.lists(texts, min_size=1, max_size=2).map(tuple),
        tags=st.lists(slugs, max_size=2, unique=True).map(tuple),
        priorities=st.lists(st.sampled_from(Priority), max_size=2).map(tuple),
    ),
    1,
)


KINDS = (
    *(Framework, Sequence, Rubric, Value, Levels, Terms, Set, Table),
    *(Messages, Contrast, Questions, Program, Basic, Cloze),
)


@st.composite
def notes(draw: st.DrawFn, kinds: tuple[Callable[..., Any], ...] = KINDS) -> Note:  # noqa: C901, PLR0911 - one for each kind
    """A note of any of these kinds."""
    name = draw(lines)
    kind = draw(st.sampled_from(kinds))
    if kind is Set:
        members = draw(several(parts_of(Item, means=maybe, share=st.just("") | lines), 2))
        return Set(
            draw(headers(name, members)), name, members, draw(lines), draw(called), draw(maybe)
        )
    if kind is Table:
        columns = draw(table_columns)
        row = st.fixed_dictionaries({}, optional={each.id: cells for each in columns})
        rows = draw(several(parts_of(Row, cells=row, hint=maybe), 1))
        return Table(draw(headers(name, rows)), name, columns, rows, draw(lines), draw(called))
    if kind is Messages:
        said = draw(several(parts_of(Message, text=texts, hint=maybe), 1))
        return Messages(draw(headers(name, said)), name, said)
    if kind is Contrast:
        missing = tuple(draw(st.lists(texts, min_size=1, max_size=4)))
        assume(slug(name) != "null")  # a text with this slug gets another id
        return Contrast(draw(headers(name)), name, missing, draw(maybe), draw(maybe))
    if kind is Questions:
        follow_ups = st.lists(texts, max_size=2).map(tuple)
        asked = parts_of(
            Question, texts, probes=st.none() | references, follow_ups=follow_ups, card=switch
        )
        bank = draw(several(asked, 1))
        return Questions(draw(headers(name, bank)), name, bank)
    if kind is Program:
        plan = draw(phases)
        return Program(draw(headers(name, plan)), name, plan)
    if kind is Basic:
        question = draw(texts)
        header = draw(headers(question, kind="basic"))
        return Basic(header, question, draw(texts), draw(maybe))
    if kind is Cloze:
        gap = f"{{{{c1::{name.replace(':', '').replace('}', '') or 'x'}}}}}"
        text = f"{draw(slugs)} {gap}"
        return Cloze(draw(headers(text, kind="cloze")), text, draw(maybe))
    if kind is Value:
        company = draw(lines)
        header = dataclasses.replace(draw(headers(f"{company} {name}")), company=company)
        return Value(header, name, company, draw(texts), draw(maybe), draw(maybe), draw(cues))
    if kind is Terms:
        terms = draw(several(parts_of(Term, means=texts, hint=maybe), 1))
        return Terms(draw(headers(name, terms)), name, terms, draw(lines), draw(called))
    if kind is Levels:
        attributes = draw(ladder_attributes)
        said = {each.id: texts for each in attributes}
        level = parts_of(Level, code=st.just("L1"), expects=st.fixed_dictionaries(said))
        ladder = draw(several(level, 1))
        return Levels(draw(headers(name, ladder)), name, attributes, ladder)
    found = draw(steps)
    header = draw(headers(name, found))
    joints = tuple(step.id for step in found[:-1] if draw(st.booleans()))
    return kind(header, name, found, draw(maybe), draw(cues), joints, draw(lines), draw(maybe))


def without_places(thing: Any) -> Any:
    """A note with all its places left out, to compare."""
    if isinstance(thing, Location):
        return NOWHERE
    if isinstance(thing, tuple):
        return tuple(without_places(each) for each in thing)
    if dataclasses.is_dataclass(thing) and not isinstance(thing, type):
        fields = {f.name: getattr(thing, f.name) for f in dataclasses.fields(thing)}
        return dataclasses.replace(
            thing, **{name: without_places(value) for name, value in fields.items()}
        )
    return thing


def emit(note: Note) -> list[str]:  # noqa: C901 - one for each kind
    """The lines of a note in a deck file, everything in its long form."""
    body: Fields
    match note:
        case Framework() | Rubric():
            kind = type(note).__name__.lower()
            body = [(kind, note.name), *_said(note, "use", "each", "ask")]
            body += [("cues", [_part("text", cue) for cue in note.cues])]
            body += [("joints", list(note.joints)), ("steps", [_step(s) for s in note.steps])]
        case Value():
            names = ("company", "means", "shows", "prepare")
            body = [("value", note.name), *((name, getattr(note, name)) for name in names)]
            body += [("cues", [_part("text", cue) for cue in note.cues])]
        case Levels():
            body = [("levels", note.name)]
            body += [("attributes", [_part("name", each) for each in note.attributes])]
            body += [("ladder", [_level(each) for each in note.ladder])]
        case Set():
            members = [
                [*_part("name", each), *_said(each, "means", "share", "hint")]
                for each in note.items
            ]
            body = [("set", note.name), *_said(note, "each", "ask", "called")]
            body += [("items", members)]
        case Terms():
            items = [
                [*_part("term", each), ("means", each.means), ("hint", each.hint)]
                for each in note.items
            ]
            body = [("terms", note.name), *_said(note, "each", "called"), ("items", items)]
        case Table():
            rows = [
                [
                    *_part("row", row),
                    ("hint", row.hint),
                    ("cells", {each.id: row.cells.get(each.id) for each in note.columns}),
                ]
                for row in note.rows
            ]
            body = [("table", note.name), *_said(note, "each", "called"), ("rows", rows)]
            body += [("columns", [[*_part("name", c), ("ask", c.ask)] for c in note.columns])]
        case Messages():
            said = [[*_part("audience", m), *_said(m, "text", "hint")] for m in note.messages]
            body = [("messages", note.name), ("to", said)]
        case Contrast():
            body = [("contrast", note.text), ("missing", list(note.missing))]
            body += _said(note, "say", "context")
        case Questions():
            body = [("questions", note.name), ("ask", [_question(q) for q in note.questions])]
        case Program():
            body = [("program", note.name), ("phases", [_phase(p) for p in note.phases])]
        case Basic():
            body = [
                ("basic", note.question),
                ("answer", note.answer),
                ("context", note.context),
            ]
        case Cloze():
            body = [("cloze", note.text), ("context", note.context)]
    header = note.header
    body += [("id", header.id)] if header.declared else []
    body += [("formerly", list(header.formerly)), ("tags", list(header.tags))]
    body += [("priority", header.priority.value)]
    body += _said(header, "source", "extra", "hint", "date")
    ranks = dict(header.priorities)
    body += [
        (
            "cards",
            {
                n: ranks[n].value if n in ranks else "on" if on else "off"
                for n, on in header.cards
            },
        )
    ]
    body += [("advice", "" if header.advice else "off")]
    body += [("tell_apart", [_situation(each, header.id) for each in header.tell_apart])]
    return _lines([body], 2)


def _said(thing: Any, *names: str) -> Fields:
    return [(name, getattr(thing, name)) for name in names]


def _situation(situation: Situation, note: str) -> Fields:
    return [
        *_part("situation", situation),
        ("is", situation.right.path.removeprefix(note).removeprefix("/")),
        ("not", situation.wrong.path),
        ("why", situation.why),
        ("source", situation.source),
    ]


def _question(question: Question) -> Fields:
    return [
        *_part("ask", question),
        ("probes", question.probes.path if question.probes else ""),
        ("follow_ups", list(question.follow_ups)),
        ("card", "" if question.card else "off"),
    ]


def _phase(phase: Phase) -> Fields:
    new = {
        "decks": list(phase.decks),
        "tags": list(phase.tags),
        "priority": [priority.value for priority in phase.priorities],
    }
    return [
        *_part("phase", phase),
        ("weeks", str(phase.weeks)),
        ("introduces", {name: value for name, value in new.items() if value}),
        ("activities", [_activity(each) for each in phase.activities]),
    ]


def _activity(activity: Activity) -> Fields:
    times = [activity.least, activity.most][: 1 + (activity.least != activity.most)]
    return [
        *_part("do", activity),
        ("times", "-".join(map(str, times))),
        ("every", "week" if activity.weekly else ""),
    ]


def _part(title: str, part: Part) -> Fields:
    own: Fields = [("id", part.id)] if part.declared else []
    rank = part.priority.value if part.priority else ""
    return [(title, part.name), *own, ("formerly", list(part.formerly)), ("priority", rank)]


def _step(step: Step) -> Fields:
    return [
        *_part("name", step),
        ("letter", step.letter),
        ("meaning", step.meaning),
        ("minutes", str(step.minutes or "")),
        ("time", step.time),
        ("hint", step.hint),
        ("includes", [_part("name", part) for part in step.includes]),
    ]


def _level(level: Level) -> Fields:
    expects = dict(level.expects)
    return [*_part("level", level), ("code", level.code), ("expects", expects)]


def _lines(items: list[Any], indent: int) -> list[str]:
    """The items of a list as lines; what is empty is left out."""
    found = []
    for item in items:
        if isinstance(item, str):
            found.append(f"{' ' * indent}- {_scalar(item)}")
            continue
        said = [(name, value) for name, value in item if value]
        for number, (name, value) in enumerate(said):
            lead = f"{' ' * indent}{'  ' if number else '- '}{name}:"
            if isinstance(value, str):
                found.append(f"{lead} {_scalar(value)}")
            elif isinstance(value, dict):
                inner = " " * (indent + 4)
                found.append(lead)
                for key, said_of in value.items():
                    if isinstance(said_of, list):
                        found += [f"{inner}{key}:", *_lines(said_of, indent + 6)]
                    else:
                        text = "~" if said_of is None else _scalar(said_of)
                        found.append(f"{inner}{_scalar(key)}: {text}")
            else:
                found += [lead, *_lines(value, indent + 4)]
    return found


def _scalar(text: str) -> str:
    """A text in double quotes if it has lines, else in single ones."""
    if "\n" in text:
        escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
        return f'"{escaped}"'
    return "'" + text.replace("'", "''") + "'"

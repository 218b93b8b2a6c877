"""Generates deck files to fill in.

Such a file contains a note with placeholders, and comments that describe the note's other
fields. The note is left out of study until the author replaces the placeholders.
"""

from typing import Final

from flashprep.sources.identifiers import short_slug, slug
from flashprep.sources.kinds import BY_NOUN
from flashprep.sources.kinds.value import PREPARE
from flashprep.sources.note_schema import NOTE
from flashprep.sources.schema_dsl import Field, Record, Shape
from flashprep.sources.yaml.writing import scalar
from flashprep.text import one

_REPLACE: Final = (
    "# Replace each text in <angle brackets>; until then the note is left out of study."
)
_ORDINALS: Final = ("first", "second", "third", "fourth", "fifth", "sixth")


def template(kind: str, name: str = "", then: str = "") -> str:
    """A deck file with one note of this kind to fill in; `then` is a further comment.

    `name` is the name of the note, if given. For a kind that has a text instead of a name,
    `name` is the topic (`context`).
    """
    record = BY_NOUN[kind].record
    text = BY_NOUN[kind].example or _example(record)
    fields = text.strip("\n").split("\n")
    if name and record.fields[kind].shape is Shape.LINE:
        fields[0] = f"{kind}: {scalar(name)}"
    elif name:
        known = {"context": scalar(name), "id": short_slug(name, ())}
        for at, line in enumerate(fields):
            field = line.partition(":")[0]
            fields[at] = f"{field}: {known[field]}" if field in known else line
    given = {line.partition(":")[0] for line in fields}
    fields += [_comment(each) for name, each in record.fields.items() if name not in given]
    fields += _inner_fields(record)
    lines = [f"{'    ' if number else '  - '}{line}" for number, line in enumerate(fields)]
    comments = [f"# {record.doc}", _REPLACE, *([f"# {then}"] if then else [])]
    return "\n".join([*comments, "notes:", *lines, ""])


def company_template(company: str) -> str:
    """A deck file for the values of a company, with placeholders to fill in."""
    levels = " ".join(company.replace(":", " ").split()) or slug(company)
    names = [f"<name of the {ordinal} value>" for ordinal in _ORDINALS]
    notes = [
        f"  - value: {name}\n"
        "    shows: <what living it shows about you>\n"
        f"    prepare: {PREPARE}\n"
        for name in names
    ]
    return "\n".join(
        [
            f"# The values of {company}, to fill in. Most companies publish theirs: look for",
            "# “values” or “principles” on their “about us” and careers pages.",
            "# Replace each text in <angle brackets>; until then its note is not studied.",
            "# Delete the values you do not need, or the list of names. To add a value, copy",
            "# one. Put text that contains ': ' in quotes.",
            "# 'shows' completes “it shows that”, such as: you act before anyone asks",
            "# 'prepare' is a kind of story, such as: stories where you decided with few facts",
            f"deck: {scalar(f'Values::{levels}')}",
            f"company: {scalar(company)}",
            f"tags: [values, {scalar(slug(company))}]",
            "# source: Where you found them, such as the title of the page.",
            "# date: When you found them; companies change their values.",
            "",
            "notes:",
            f"  - set: {scalar(f'{company} values')}",
            "    each: value",
            "    items:",
            *(f"      - {name}" for name in names),
            "",
            *notes,
        ]
    )


def _comment(field: Field) -> str:
    match field.shape:
        case Shape.LIST:
            suffix = " (a list)"
        case Shape.WORDS | Shape.SLUGS:
            suffix = " (one, or a list)"
        case Shape.PRIORITY:
            suffix = f" ({field.shape.value.replace('`', '')})"
        case _:
            suffix = ""
    return f"# {field.name}: {field.doc.removesuffix('.')}{suffix}."


def _inner_fields(record: Record) -> list[str]:
    """A comment for each kind of part that has more fields than its name. The comment lists
    these fields."""
    parts = {each.record.noun: each.record for each in record.fields.values() if each.record}
    fields = {
        noun: [name for name in part.fields if name not in ("id", "formerly")]
        for noun, part in parts.items()
    }
    return [
        f"# {one(noun).capitalize()} can have: {', '.join(names)}."
        for noun, names in fields.items()
        if len(names) > 1
    ]


def _example(record: Record) -> str:
    """A note of a kind, with placeholders for its required fields."""
    lines = [f"{record.noun}: <name of the {record.noun}>"]
    for name in record.required:
        if name != record.title:
            lines += _placeholder(record.fields[name])
    return "\n".join(lines)


def _placeholder(field: Field) -> list[str]:
    if field.name == "id":
        return ["id: <a short id>"]
    if not field.item:
        return [f"{field.name}: <the {field.name}>"]
    lines = [f"{field.name}:"]
    for number in ("first", "second", "third"):
        if field.record is None:
            lines.append(f"  - <{number} {field.item}>")
            continue
        inner = [f"{field.record.title}: <{number} {field.item}>"]
        for name in field.record.required:
            if name not in (field.record.title, *NOTE.fields):
                inner += _placeholder(field.record.fields[name])
        lines += [f"{'    ' if at else '  - '}{line}" for at, line in enumerate(inner)]
    return lines

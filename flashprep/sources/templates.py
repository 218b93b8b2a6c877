"""A note of each kind to be filled in: its structure with placeholders, and its other fields as
comments, with what the schema says of them. No text in it is anybody's: until the placeholders
are replaced, the note is left out of study.
"""

import re
from typing import Final

from flashprep.sources.identifiers import short_slug, slug
from flashprep.sources.placeholders import is_placeholder
from flashprep.sources.schema import KINDS, NOTE, Field, Record, Shape
from flashprep.text import one

_REPLACE: Final = (
    "# Replace each text in <angle brackets>; until then the note is left out of study."
)
# A card asks which value calls for it.
_PREPARE: Final = "<which kind of story shows it, such as stories where you …>"
# The title of each kind's note, and its other fields.
BODIES: Final = {
    "framework": (
        "<name of the framework>",
        """
use: <what it is for>
cues:
  - <a question that calls for it>
steps:
  - <first step>: <what the first step means>
  - <second step>: <what the second step means>
  - <third step>: <what the third step means>
""",
    ),
    "sequence": (
        "<name of the sequence>",
        """
use: <what it is for>
steps:
  - <first step>
  - <second step>
  - <third step>
""",
    ),
    "rubric": (
        "<name of the rubric>",
        """
use: <what it is for>
steps:
  - <first step>: [<one thing to look for>, <another thing>]
  - <second step>: [<a thing to look for here>]
  - <third step>: <what the third step means>
""",
    ),
    "value": (
        "<name of the value>",
        f"""
company: <whose value it is>
shows: <what living it shows about you>
prepare: {_PREPARE}
""",
    ),
    "levels": (
        "<name of the ladder>",
        """
ladder:
  - level: <lower level>
    expects:
      <first attribute>: <what it means at the lower level>
      <second attribute>: <what the second means there>
  - level: <higher level>
    expects:
      <first attribute>: <what it means at the higher level>
      <second attribute>: <what the second means higher up>
""",
    ),
    "terms": (
        "<name of the group>",
        """
items:
  - <first term>: <what the first term means>
  - <second term>: <what the second term means>
""",
    ),
    "set": (
        "<name of the set>",
        """
each: <what one is called>
items:
  - <first item>
  - <second item>
  - <third item>
""",
    ),
    "table": (
        "<name of the table>",
        """
each: <what a row is called>
columns: [<first column>, <second column>]
rows:
  - <first row>: [<first row under the first>, <first row under the second>]
  - <second row>: [<second row under the first>, <second row under the second>]
""",
    ),
    "messages": (
        "<what is explained>",
        """
to:
  - <first audience>: <what you say to the first>
  - <second audience>: <what you say to the second>
""",
    ),
    "contrast": (
        "<what is said too quickly>",
        """
context: <what it is about>
missing: [<one thing it lacks>, <another thing it lacks>]
say: <what to say instead>
id: <a short id>
""",
    ),
    "questions": (
        "<name of the bank>",
        """
ask:
  - <a question to answer aloud>
  - ask: <another question>
    follow_ups: <what they ask next>
""",
    ),
    "programme": (
        "<name of the program>",
        """
phases:
  - phase: <first phase>
    weeks: 2
    introduces: {priority: core}
    activities:
      - {do: <what to do once>, times: 1}
      - {do: <what to do again and again>, times: 2, every: week}
  - phase: <second phase>
    weeks: 2
    activities:
      - {do: <what to do then>, times: 2, every: week}
""",
    ),
    "basic": (
        "<your question>",
        """
answer: <the answer in few words>
context: <what it is about>
id: <a short id>
""",
    ),
    "cloze": (
        "<a sentence with {{c1::the words to recall}} in it>",
        """
context: <what it is about>
id: <a short id>
""",
    ),
}
_ORDINALS: Final = ("first", "second", "third", "fourth", "fifth", "sixth")


def template(kind: str, name: str = "", then: str = "") -> str:
    """A deck file with one note of this kind to be filled in, called `name` if that is given.

    A kind that has texts instead of a name takes `name` for what it is about.
    """
    record = KINDS[kind]
    title, body = BODIES.get(kind) or _body(record)
    if name and record.fields[kind].shape is Shape.LINE:
        title = name
    elif name:
        said = {"context": scalar(name), "id": short_slug(name, ())}
        body = re.sub(
            r"^(context|id): .*$",
            lambda it: f"{it[1]}: {said[it[1]]}",
            body,
            flags=re.MULTILINE,
        )
    first = title if is_placeholder(title) else scalar(title)
    fields = [f"{kind}: {first}", *body.strip("\n").split("\n")]
    given = {line.partition(":")[0] for line in fields}
    fields += [_comment(each) for name, each in record.fields.items() if name not in given]
    fields += _inner_fields(record)
    lines = [f"{'    ' if number else '  - '}{line}" for number, line in enumerate(fields)]
    comments = [f"# {record.doc}", _REPLACE, *([f"# {then}"] if then else [])]
    return "\n".join([*comments, "notes:", *lines, ""])


def company_template(company: str) -> str:
    """A deck file for the values of a company, each to be filled in."""
    levels = " ".join(company.replace(":", " ").split()) or slug(company)
    names = [f"<name of the {ordinal} value>" for ordinal in _ORDINALS]
    notes = [
        f"  - value: {name}\n"
        "    shows: <what living it shows about you>\n"
        f"    prepare: {_PREPARE}\n"
        for name in names
    ]
    return "\n".join(
        [
            f"# The values of {company}, to fill in. Most companies publish theirs: look for",
            "# “values” or “principles” on the pages about themselves and their jobs.",
            "# Replace each text in <angle brackets>; until then its note is not studied.",
            "# Values you do not need can be deleted, and so can the list of names; copy a",
            "# value to add another one. Put a text that holds ': ' in quotes.",
            "# 'shows' goes on after “it shows that”, such as: you act before anybody asks",
            "# 'prepare' is a kind of story, such as: stories where you decided with few facts",
            f"deck: {scalar(f'Values::{levels}')}",
            f"company: {scalar(company)}",
            f"tags: [values, {scalar(slug(company))}]",
            "# source: Where you found them, such as the title of the page.",
            "# date: When that was; companies change their values.",
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


def scalar(text: str) -> str:
    """Text on one line as YAML takes it, in quotes where it needs them."""
    plain = re.fullmatch(r"[^\W_](?:[^:#\n]|:(?!\s|$)|(?<!\s)#)*", text)
    if plain and text.lower() not in {"null", "true", "false"}:
        return text
    return "'" + text.replace("'", "''") + "'"


def _comment(field: Field) -> str:
    match field.shape:
        case Shape.LIST:
            held = " (a list)"
        case Shape.WORDS | Shape.SLUGS:
            held = " (one, or a list)"
        case Shape.PRIORITY:
            held = f" ({field.shape.value.replace('`', '')})"
        case _:
            held = ""
    return f"# {field.name}: {field.doc.removesuffix('.')}{held}."


def _inner_fields(record: Record) -> list[str]:
    """A line on what each of a note's parts can have, where that is more than a name."""
    parts = {each.record.noun: each.record for each in record.fields.values() if each.record}
    fields = {
        noun: [name for name in part.fields if name not in ("id", "formerly")]
        for noun, part in parts.items()
    }
    return [
        f"# {one(noun).capitalize()} in full has: {', '.join(names)}."
        for noun, names in fields.items()
        if len(names) > 1
    ]


def _body(record: Record) -> tuple[str, str]:
    """Placeholders for what a note of a kind must have."""
    lines = [
        line
        for name in record.required
        if name != record.title
        for line in _placeholder(record.fields[name])
    ]
    return f"<name of the {record.noun}>", "\n".join(lines)


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

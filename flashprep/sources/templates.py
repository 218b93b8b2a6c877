"""A note of each kind to begin from: a short example that reads without a problem, and its
other fields as comments, with what the schema says of them.
"""

import re
from typing import Final

from flashprep.sources.identifiers import short_slug
from flashprep.sources.schema import KINDS, NOTE, Field, Record, Shape
from flashprep.sources.wording import one

_WHAT_NEXT: Final = (
    "# Make the example yours, save it below decks/, then: flashprep preview FILE"
)
# The name of each kind's example, and its other fields.
EXAMPLES: Final = {
    "framework": (
        "SBI",
        """
use: giving hard feedback
steps:
  - S: Situation — when and where it happened
  - B: Behaviour — what you saw, without judging
  - I: Impact — what it led to
""",
    ),
    "sequence": (
        "Raising an incident",
        """
steps: Notice → declare → assign a lead → tell customers → write it up
""",
    ),
    "rubric": (
        "API review",
        """
steps:
  - Contract: [resources, errors, versions]
  - Safety: [authentication, limits]
  - Evolution — how it changes without breaking callers
""",
    ),
    "value": (
        "Customer first",
        """
company: Acme
means: Work back from what the customer needs
shows: you know your users, and say no for their sake
prepare: a story in which a customer changed your plan
""",
    ),
    "levels": (
        "Engineering ladder",
        """
ladder:
  - level: Senior
    code: L5
    expects:
      Scope: one team's system
      Influence: mentors the team
  - level: Staff
    code: L6
    expects:
      Scope: several teams' systems
      Influence: sets direction across teams
""",
    ),
    "terms": (
        "Service levels",
        """
items:
  - SLI: a number that is measured
  - SLO: the goal for that number
  - SLA: the promise to customers, with a penalty
""",
    ),
    "set": (
        "Golden signals",
        """
each: signal
items:
  - Latency: how long a request takes
  - Traffic: how much is asked of the system
  - Errors: how often a request fails
  - Saturation: how full the system is
""",
    ),
    "table": (
        "Isolation levels",
        """
each: level
columns: [Still happens, Costs]
rows:
  - Read committed: [non-repeatable reads, little]
  - Snapshot: [write skew, memory for old versions]
  - Serializable: [~, waiting and retries]
""",
    ),
    "messages": (
        "Paying off technical debt",
        """
to:
  - CEO: We ship what customers ask for in weeks again, not months.
  - CFO: It costs two months now and saves a fifth of every quarter.
  - Engineers: We replace the billing core, one endpoint at a time.
""",
    ),
    "contrast": (
        "We improved the performance.",
        """
context: Telling results
missing: [what was measured, before and after, what it was worth]
say: We cut checkout from 4 s to 1 s.
""",
    ),
    "questions": (
        "Questions about conflict",
        """
ask:
  - Tell me about a time you disagreed with your manager.
  - ask: When did you change your mind in a design review?
    follow_ups: What did it cost?
""",
    ),
    "programme": (
        "Four weeks",
        """
phases:
  - phase: Foundation
    weeks: 2
    introduces: {priority: core}
    activities:
      - {do: write a story, times: 6-8}
      - {do: answer a question aloud, times: 2, every: week}
  - phase: Integration
    weeks: 2
    activities:
      - {do: mock interview, times: 2-3, every: week}
""",
    ),
    "basic": (
        "What may a team do while its error budget lasts?",
        """
answer: Ship
context: Service levels
id: budget-lasts
""",
    ),
    "cloze": (
        "An error budget is {{c1::100 %}} minus {{c2::the SLO}}.",
        """
context: Service levels
id: budget-is
""",
    ),
}


def template(kind: str, name: str = "") -> str:
    """A deck file with one note of this kind, called `name` or like the example.

    A kind that has texts instead of a name takes `name` for what it is about.
    """
    record = KINDS[kind]
    title, body = EXAMPLES.get(kind) or _example(record)
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
    fields = [f"{kind}: {scalar(title)}", *body.strip("\n").split("\n")]
    given = {line.partition(":")[0] for line in fields}
    fields += [_comment(each) for name, each in record.fields.items() if name not in given]
    fields += _inner_fields(record)
    lines = [f"{'    ' if number else '  - '}{line}" for number, line in enumerate(fields)]
    return "\n".join([f"# {record.doc}", _WHAT_NEXT, "notes:", *lines, ""])


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


def _example(record: Record) -> tuple[str, str]:
    """Placeholders for what a note of a kind must have."""
    lines = [
        line
        for name in record.required
        if name != record.title
        for line in _placeholder(record.fields[name])
    ]
    return f"A {record.noun}", "\n".join(lines)


def _placeholder(field: Field) -> list[str]:
    if field.name == "id":
        return ["id: my-note"]
    if not field.item:
        return [f"{field.name}: {field.name} …"]
    lines = [f"{field.name}:"]
    for number in ("first", "second", "third"):
        if field.record is None:
            lines.append(f"  - {number} {field.item}")
            continue
        inner = [f"{field.record.title}: {number} {field.item}"]
        for name in field.record.required:
            if name not in (field.record.title, *NOTE.fields):
                inner += _placeholder(field.record.fields[name])
        lines += [f"{'    ' if at else '  - '}{line}" for at, line in enumerate(inner)]
    return lines

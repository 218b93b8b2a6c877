"""A topic that is explained to several audiences."""

from typing import Final

from flashprep.core.notes.kinds.messages import Message, Messages
from flashprep.sources.headers import Draft
from flashprep.sources.kinds.kind import Kind
from flashprep.sources.note_schema import HINT, OWN_IDS, PRIORITY, list_of, note_record
from flashprep.sources.part_syntax import common
from flashprep.sources.schema_dsl import Design, named, record, text

MESSAGE: Final = record(
    "message",
    "audience",
    "A message to an audience.",
    named("audience", "The audience."),
    text("text", "The message.", required=True),
    HINT,
    PRIORITY,
    *OWN_IDS,
)


def _read(draft: Draft) -> Messages:
    lacks = "has no text; write '{}: the message'"
    messages = tuple(
        Message(*common(each.part), text=each.text("text"), hint=each.text("hint"))
        for each in draft.meanings("to", MESSAGE, "text", "{}", lacks)
    )
    name = draft.text("messages")
    return Messages(draft.header(name, messages), name, messages)


MESSAGES: Final = Kind(
    note_record(
        "messages",
        "One topic, explained to several audiences.",
        named("messages", "The topic."),
        list_of("to", "The audiences and the message to each.", MESSAGE),
        designs=(Design("audience", "The audience, given the message."),),
    ),
    _read,
    """
messages: <what is explained>
to:
  - <first audience>: <what you say to the first>
  - <second audience>: <what you say to the second>
""",
)

"""Messages on one topic for several audiences."""

from dataclasses import dataclass

from flashprep.core.notes.cues import quoted, unquoted
from flashprep.core.notes.drafts import Draft
from flashprep.core.notes.model import Note
from flashprep.core.notes.parts import Part
from flashprep.core.sheets import Sheet, SheetPart
from flashprep.text import listed

MOST_NAMED = 5  # most audiences named in the question


@dataclass(frozen=True, slots=True)
class Message(Part):
    """The text for an audience. `name` is the audience."""

    text: str = ""
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Messages(Note):
    """Messages on one topic for several audiences."""

    name: str
    messages: tuple[Message, ...]

    @property
    def nouns(self) -> tuple[str, str]:
        """The nouns for a topic and for an audience."""
        return "topic", "audience"

    def scopes(self) -> list[tuple[str, tuple[Part, ...]]]:
        """Returns the messages as the only group of parts."""
        return [("", self.messages)]

    def drafts(self) -> list[Draft]:
        """Returns a card for each text that has only one audience. The card shows the text and
        asks for the audience. No card asks the user to recite a text."""
        texts = [unquoted(message.text).casefold() for message in self.messages]
        return [
            Draft(
                "audience",
                quoted(message.text),
                f"**{message.name}**",
                message,
                task=self._to_whom(),
            )
            for message, text in zip(self.messages, texts, strict=True)
            if texts.count(text) == 1
        ]

    def _to_whom(self) -> str:
        """Returns the question that asks for the audience. If there are two to `MOST_NAMED`
        audiences, the question lists them."""
        names = [message.name for message in self.messages]
        if not 1 < len(names) <= MOST_NAMED:
            return "To whom do you say this?"
        return f"To whom do you say this: {listed(names, 'or')}?"

    def sheet(self) -> Sheet:
        """Returns a sheet with the text for each audience."""
        return self._sheet(
            SheetPart(each.id, each.name, (quoted(each.text),)) for each in self.messages
        )

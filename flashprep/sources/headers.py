"""Reads the fields that every kind of note has, such as ids, tags, source, and situations."""

from dataclasses import dataclass
from typing import Final

from flashprep.core.notes.parts import Header, Part, Reference, Situation
from flashprep.core.priorities import Priority
from flashprep.sources.checker import Checker
from flashprep.sources.identifiers import derived_id, slug
from flashprep.sources.images import find_image
from flashprep.sources.note_schema import SITUATION
from flashprep.sources.part_syntax import (
    ReadPart,
    by_name,
    common,
    read_long,
    read_plain,
    read_short,
)
from flashprep.sources.schema_dsl import Record
from flashprep.sources.tree import Mapping, Mark, Node
from flashprep.text import did_you_mean, quoted, shown

_PRIORITIES: Final = {priority.value: priority for priority in Priority}
_Rare = tuple[
    str,
    tuple[tuple[str, bool], ...],
    tuple[tuple[str, Priority], ...],
    tuple[Situation, ...],
    bool,
]


@dataclass(frozen=True, slots=True)
class Defaults:
    """The default values for the notes of a file, which its top-level fields set."""

    deck: str
    company: str = ""
    source: str = ""
    tags: tuple[str, ...] = ()
    priority: Priority = Priority.CORE
    date: str = ""


@dataclass(slots=True)
class Draft:
    """A note being read: its fields, and its name in messages (`owner`)."""

    checker: Checker
    defaults: Defaults
    node: Node
    mapping: Mapping
    record: Record
    texts: dict[str, str]
    owner: str

    def text(self, name: str) -> str:
        """The text of a field; "" if the field is absent."""
        return self.texts.get(name, "")

    def report(self, message: str, at: Mark | None = None) -> None:
        """Report a mistake in the note at the place `at`. The default place is the note's
        beginning."""
        self.checker.report(at or self.node.start, f"{self.owner} {message}")

    def parts(self, field: str, record: Record) -> tuple[Part, ...]:
        """The plain parts of a field, such as cues."""
        return tuple(each.part for each in self.plain(field, record))

    def plain(self, field: str, record: Record) -> list[ReadPart]:
        """The parts of a field. Each part is written as fields or as a text."""
        return read_plain(self.checker, self.mapping, field, record, self.owner)

    def meanings(
        self, field: str, record: Record, meaning: str, called: str, lacks: str = ""
    ) -> list[ReadPart]:
        """The parts of a field that allows the form `Name: meaning`. `called` is the word for
        a meaning in messages. If `lacks` is given, a meaning is required. `lacks` is then the
        message about a missing meaning."""
        checker, found = self.checker, []
        for item in checker.items(self.mapping, field):
            read = read_short(checker, item, record, meaning, self.owner)
            if read is None:
                continue
            found.append(read)
            name = f"{record.noun} {quoted(read.part.name)} of {self.owner}"
            if read.inner is not None:
                checker.report(read.inner.start, f"{called.format(name)} must be text")
            elif lacks and meaning not in read.texts and read.mapping is None:
                checker.report(item.start, f"{name} {lacks.format(read.part.name)}")
        checker.check_unique([each.part for each in found], record.noun, self.owner)
        return found

    def given(self, name: str) -> bool:
        """Whether a field has a value, valid or not."""
        return given(self.mapping, name)

    def header(self, derived: str, parts: tuple[Part, ...] = ()) -> Header:
        """The note's header. The id is the declared id or, by default, derived from the text
        `derived`. Situations may refer to the `parts`."""
        texts, mapping, defaults, checker = (
            self.texts,
            self.mapping,
            self.defaults,
            self.checker,
        )
        declared = "id" in texts
        identity = texts["id"] if declared else derived_id(derived, self.record.text_over)
        entries = mapping.entries
        tags = defaults.tags
        if "tags" in entries:
            own = checker.words(mapping, "tags")
            tags = tuple(dict.fromkeys((*tags, *own))) if tags else own
        # For speed, the fields that few notes have are skipped together.
        rare = self._rare(identity, parts) if not _RARE.isdisjoint(entries) else _NOTHING_RARE
        return Header(
            identity,
            defaults.deck,
            checker.location(self.node.start),
            declared,
            checker.words(mapping, "formerly") if "formerly" in entries else (),
            tags,
            _PRIORITIES[texts["priority"]] if "priority" in texts else defaults.priority,
            texts.get("source", defaults.source),
            texts.get("extra", ""),
            texts.get("hint", ""),
            texts.get("date", defaults.date),
            *rare,
            texts.get("company", defaults.company),
        )

    def _rare(self, identity: str, parts: tuple[Part, ...]) -> _Rare:
        switched = self.checker.switches(self.mapping, "cards", self.record.designs, self.owner)
        return (
            self._image(),
            # A card type that has a priority is switched on.
            tuple((design, word != "off") for design, word in switched),
            tuple(
                (design, _PRIORITIES[word]) for design, word in switched if word in _PRIORITIES
            ),
            _read_situations(self, identity, parts),
            self.text("advice") != "off",
        )

    def _image(self) -> str:
        image = self.text("image")
        if not image:
            return ""
        path, wrong = find_image(self.checker.file, self.checker.path, image)
        if wrong:
            mark = self.mapping.entries["image"].start
            self.checker.report(mark, f"the image {shown(image)} {wrong}")
        return path


def given(mapping: Mapping, name: str) -> bool:
    """Whether a field has a value, valid or not."""
    node = mapping.entries.get(name)
    return node is not None and node.value is not None


_RARE: Final = frozenset(("image", "cards", "tell_apart", "advice"))
_NOTHING_RARE: Final[_Rare] = ("", (), (), (), True)


def _read_situations(
    draft: Draft, identity: str, parts: tuple[Part, ...]
) -> tuple[Situation, ...]:
    """The situations that distinguish a note or its parts from similar notes or parts."""
    checker, found = draft.checker, []
    ids = by_name(parts)
    place = (draft.mapping, "tell_apart", SITUATION, draft.owner)
    for item, mapping, read in read_long(checker, *place, "'situation', 'not' and 'why'"):
        entries = mapping.entries
        right, wrong = read.texts.get("is"), read.texts.get("not")
        own = _own_part(ids, right) if right else None
        if right and own is None:
            names = [part.name for part in parts]
            advice = did_you_mean(right, names) or "; name one of its parts, or remove 'is'"
            checker.report(entries["is"].start, f"{draft.owner} has no {shown(right)}{advice}")
        if not wrong:
            continue
        other = _own_part(ids, wrong)
        is_path = f"{identity}/{own}" if own else identity
        not_path = f"{identity}/{other}" if other else wrong
        if is_path == not_path:
            checker.report(entries["not"].start, "'is' and 'not' are the same; change one")
        found.append(
            Situation(
                *common(read.part),
                right=Reference(is_path, checker.location(entries.get("is", item).start)),
                wrong=Reference(
                    not_path,
                    checker.location(entries["not"].start),
                    near=tuple(part.name for part in parts),
                ),
                why=read.texts.get("why", ""),
                source=read.texts.get("source", ""),
            )
        )
    checker.check_unique(found, SITUATION.noun, draft.owner)
    return tuple(found)


def _own_part(ids: dict[str, str], word: str) -> str | None:
    return ids.get(word) or ids.get(slug(word))

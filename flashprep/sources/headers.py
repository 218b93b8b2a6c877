"""What every note can say, whatever its kind: ids, tags, source, switches, neighbors."""

from dataclasses import dataclass
from typing import Final

from flashprep.core.cards import Priority
from flashprep.core.notes.model import Header, Part, Reference, Situation
from flashprep.sources.checker import Checker
from flashprep.sources.identifiers import derived_id, slug
from flashprep.sources.images import find_image
from flashprep.sources.messages import shown, suggestion
from flashprep.sources.part_syntax import by_name, common, read_fields
from flashprep.sources.schema import SITUATION, Record
from flashprep.sources.tree import Mapping, Node

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
    """What the top of a file says for its notes."""

    deck: str
    company: str = ""
    source: str = ""
    tags: tuple[str, ...] = ()
    priority: Priority = Priority.CORE
    date: str = ""


@dataclass(slots=True)
class Draft:
    """A note being read: its fields and how messages call it."""

    checker: Checker
    defaults: Defaults
    node: Node
    mapping: Mapping
    record: Record
    texts: dict[str, str]
    owner: str

    def text(self, name: str) -> str:
        """The text of a field, or ""."""
        return self.texts.get(name, "")

    def header(self, derived: str, parts: tuple[Part, ...] = ()) -> Header:
        """The note's header; its id is the one declared, or follows from `derived`. Its
        situations may name its `parts`."""
        texts, mapping, defaults, checker = (
            self.texts,
            self.mapping,
            self.defaults,
            self.checker,
        )
        declared = "id" in texts
        identity = texts["id"] if declared else derived_id(self.record.noun, derived)
        entries = mapping.entries
        tags = defaults.tags
        if "tags" in entries:
            own = checker.words(mapping, "tags")
            tags = tuple(dict.fromkeys((*tags, *own))) if tags else own
        # What hardly any note has is not looked for field by field.
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
            # A card type that matters in some way is one that there is.
            tuple((design, said != "off") for design, said in switched),
            tuple(
                (design, _PRIORITIES[said]) for design, said in switched if said in _PRIORITIES
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


_RARE: Final = frozenset(("image", "cards", "tell_apart", "advice"))
_NOTHING_RARE: Final[_Rare] = ("", (), (), (), True)


def _read_situations(
    draft: Draft, identity: str, parts: tuple[Part, ...]
) -> tuple[Situation, ...]:
    """The situations that tell a note, or its parts, from near neighbors."""
    checker, found = draft.checker, []
    ids = by_name(parts)
    for item in checker.items(draft.mapping, "tell_apart"):
        if not isinstance(item.value, Mapping):
            said = (
                f"a situation of {draft.owner} must have fields: 'situation', 'not' and 'why'"
            )
            checker.report(item.start, said)
            continue
        read = read_fields(checker, item, item.value, SITUATION, draft.owner)
        if read is None:
            continue
        entries = item.value.entries
        right, wrong = read.texts.get("is"), read.texts.get("not")
        own = _own_part(ids, right) if right else None
        if right and own is None:
            names = [part.name for part in parts]
            advice = suggestion(right, names) or "; name one of its parts, or leave 'is' out"
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

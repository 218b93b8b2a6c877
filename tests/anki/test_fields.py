"""What an Anki note of a card holds."""

from dataclasses import replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from flashprep.anki.fields import fields_digest, joined, note_fields, note_tags
from flashprep.anki.note_type import FIELDS
from tests.anki.samples import HOSTILE, REALISTIC, make_card

TEXTS = st.text(max_size=30) | st.sampled_from(HOSTILE[:-1])


def named_fields(**changes: Any) -> dict[str, str]:
    """The fields of a small card with `changes`, by name."""
    return dict(zip(FIELDS, note_fields(make_card(**changes)), strict=True))


def test_fields_are_rendered_in_order() -> None:
    """Each text of a card is in its own field, as HTML."""
    fields = dict(zip(FIELDS, note_fields(REALISTIC[0]), strict=True))
    assert fields["Key"] == "star/action/oc"
    assert fields["Note"] == "star"
    assert fields["Context"] == "STAR"
    assert fields["Step"] == ""  # the sequence shows it
    assert fields["Hint"] == "It is what <em>you</em> did."
    assert fields["Typed"] == "Action"
    assert "<span>Action</span>" in fields["Whole"]
    assert "Result" not in fields["Whole"].partition("<details>")[0]
    assert "Action" not in fields["Spine"]
    assert "Result" not in fields["Spine"]
    assert (fields["Kind"], fields["Design"], fields["Priority"]) == ("framework", "oc", "core")


def test_what_a_card_lacks_is_empty() -> None:
    """A card without sequence, hint, extra or typing has empty fields, so nothing shows."""
    fields = named_fields()
    unused = {name for name, html in fields.items() if not html}
    assert unused == {
        *("Step", "Spine", "Whole", "Typed", "Hint", "Extra"),
        *("Contrast", "Source", "Image", "Audio", "Language"),
    }


def test_the_front_is_drawn() -> None:
    """The front begins after what the header says already, with a capital, and ends with the
    instruction in a class of its own; a step is told where no sequence shows it."""
    card = make_card(
        prefix="STAR: ", front="STAR: what is it?\n\n**A** or **B**?", task="**A** or **B**?"
    )
    fields = dict(zip(FIELDS, note_fields(replace(card, step="3 of 4")), strict=True))
    assert fields["Step"] == "3 of 4"
    assert fields["Front"] == (
        'What is it?<div class="task"><strong>A</strong> or <strong>B</strong>?</div>'
    )


def test_the_typed_answer_is_plain() -> None:
    """What is typed is compared with text, not with markup."""
    assert named_fields(typed="**R&D** `<b>`")["Typed"] == "R&amp;D &lt;b&gt;"


def test_anki_marks_are_shown_not_obeyed() -> None:
    """Anki's marks for sound, speech and LaTeX are text, also inside code."""
    answer = named_fields(answer=f"{HOSTILE[2]} `[sound:a.mp3]` [Sound:b]")["Answer"]
    for mark in ("[sound:", "[Sound:", "[anki:", "[latex]", "[$]"):
        assert mark not in answer
        assert mark.replace("[", "&#91;") in answer


@given(TEXTS, TEXTS, TEXTS)
def test_no_text_can_break_a_field_or_a_tag(one: str, two: str, three: str) -> None:
    """Whatever the texts, no field holds the separator and no tag a space or a quote."""
    card = make_card(
        one, front=two, answer=three, context=one, step=two, typed=three, hint=one, tags=(two,)
    )
    fields = note_fields(card)
    assert len(fields) == len(FIELDS)
    assert "\x1f" not in "".join(fields)
    assert "<script" not in "".join(fields)
    for tag in note_tags(card):
        assert tag
        assert not set(' "\u3000\x1f') & set(tag)
        tag.encode()


def test_tags_say_kind_and_priority() -> None:
    """Kind and priority are tags of their own; spaces in the card's become hyphens."""
    assert note_tags(REALISTIC[0]) == (
        "flashprep::kind::framework",
        "flashprep::priority::core",
        "meta-behavioural",
        "stories",
    )


def test_digest_follows_the_content() -> None:
    """The digest changes with a field or a tag and not with the order of the tags."""
    card = REALISTIC[0]
    fields, tags = joined(note_fields(card)), note_tags(card)
    digest = fields_digest(fields, tags)
    assert fields_digest(fields, reversed(tags)) == digest
    assert fields_digest(fields, tags[1:]) != digest
    for other in (replace(card, hint="Other"), replace(card, hint="", extra=card.hint)):
        assert fields_digest(joined(note_fields(other)), tags) != digest

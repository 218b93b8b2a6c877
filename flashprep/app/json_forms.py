"""Parts of JSON forms that are common to several views. The module
`flashprep.ui.text.json_documents` explains forms."""

from typing import Final

PLACE: Final = "path=location.path line=location.line"
PROBLEM: Final = f"{PLACE} column=location.column message"
UNFILLED: Final = f"unfilled(note=id? {PLACE})"
CARD: Final = (
    f"key note=note_key deck kind design priority tags {PLACE} context step front answer "
    "spine=spine.rows cells=cells.texts extra hint source image company"
)
INTERVIEWS: Final = "interviews(name day)"

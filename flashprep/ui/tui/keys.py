"""From the bytes that a terminal sends to the names of keys."""

PASTE_BEGINS, PASTE_ENDS = "paste begins", "paste ends"
_SEQUENCES = {
    b"[200~": PASTE_BEGINS,
    b"[201~": PASTE_ENDS,
    b"[A": "up",
    b"[B": "down",
    b"[H": "home",
    b"[F": "end",
    b"[1~": "home",
    b"[4~": "end",
    b"[5~": "pageup",
    b"[6~": "pagedown",
}
_NAMES = {b"\r": "enter", b"\n": "enter", b" ": "space", b"\x04": "end of input"}
# What edits a line that is being typed.
_EDITING = {
    b"\x7f": "backspace",
    b"\x08": "backspace",
    b"\x15": "erase line",
    b"\x17": "erase word",
}
_ESCAPE = 0x1B
_FINAL = range(0x40, 0x7F)  # what a control sequence ends with
# The first bytes of characters of two, three and four bytes.
_UTF8_STARTS = (range(0xC2, 0xE0), range(0xE0, 0xF0), range(0xF0, 0xF5))
UNKNOWN = "unknown"


def split_key(data: bytes, *, complete: bool, typing: bool = False) -> tuple[str, bytes] | None:
    """The first key in `data` and what comes after it; None if more is needed to tell.

    A letter is its own name, in lower case, or as it is with `typing`; a space has a name of
    more than one letter either way. With `complete` nothing more will come: then an Escape that
    begins nothing is the key of that name.
    """
    if data[0] == _ESCAPE:
        return _escape(data, complete=complete)
    length = _utf8_length(data[0])
    if len(data) < length and not complete:
        return None
    first, rest = data[:length], data[length:]
    name = _NAMES.get(first) or (_EDITING.get(first) if typing else None)
    return name or _letter(first, typing=typing), rest


def _escape(data: bytes, *, complete: bool) -> tuple[str, bytes] | None:
    if len(data) == 1:
        return ("escape", b"") if complete else None
    if data[1:2] not in (b"[", b"O"):
        return "escape", data[1:]
    for end in range(2, len(data)):
        if data[end] in _FINAL:
            # Keypads say "O" where others say "[".
            name = _SEQUENCES.get(b"[" + data[2 : end + 1], UNKNOWN)
            return name, data[end + 1 :]
    return (UNKNOWN, b"") if complete else None


def _letter(data: bytes, *, typing: bool) -> str:
    text = data.decode(errors="ignore")
    if not typing:
        text = text.lower()
    return text if text and text.isprintable() else UNKNOWN


def _utf8_length(first: int) -> int:
    """How many bytes a character has that begins with this one; 1 for what is none."""
    for length, starts in enumerate(_UTF8_STARTS, start=2):
        if first in starts:
            return length
    return 1

"""Splits the bytes that a terminal sends into named keys."""

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
# Keys that edit the line being typed.
_EDITING = {
    b"\x7f": "backspace",
    b"\x08": "backspace",
    b"\x15": "erase line",
    b"\x17": "erase word",
}
_ESCAPE = 0x1B
_FINAL = range(0x40, 0x7F)  # the last byte of a control sequence
# The first bytes of UTF-8 characters of two, three, and four bytes.
_UTF8_STARTS = (range(0xC2, 0xE0), range(0xE0, 0xF0), range(0xF0, 0xF5))
UNKNOWN = "unknown"


def split_key(data: bytes, *, complete: bool, typing: bool = False) -> tuple[str, bytes] | None:
    """The name of the first key in `data`, and the bytes after this key. Returns None if more
    bytes are needed.

    The name of a letter is the letter itself, in lower case unless `typing`. The space bar is
    always "space". If `complete`, no more bytes follow, so a single Escape byte is the Escape
    key.
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
            # Keypads send "O" in place of "[".
            name = _SEQUENCES.get(b"[" + data[2 : end + 1], UNKNOWN)
            return name, data[end + 1 :]
    return (UNKNOWN, b"") if complete else None


def _letter(data: bytes, *, typing: bool) -> str:
    text = data.decode(errors="ignore")
    if not typing:
        text = text.lower()
    return text if text and text.isprintable() else UNKNOWN


def _utf8_length(first: int) -> int:
    """The length in bytes of a character that starts with the byte `first`. The length is 1 if
    no character starts with this byte."""
    for length, starts in enumerate(_UTF8_STARTS, start=2):
        if first in starts:
            return length
    return 1

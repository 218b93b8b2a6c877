"""From the bytes that a terminal sends to the names of keys."""

_SEQUENCES = {
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
_ESCAPE = 0x1B
_FINAL = range(0x40, 0x7F)  # what a control sequence ends with
UNKNOWN = "unknown"


def split_key(data: bytes, *, complete: bool) -> tuple[str, bytes] | None:
    """The first key in `data` and what comes after it; None if more is needed to tell.

    A letter is its own name, in lower case. With `complete` nothing more will come: then an
    Escape that begins nothing is the key of that name.
    """
    if data[0] == _ESCAPE:
        return _escape(data, complete=complete)
    length = _utf8_length(data[0])
    if len(data) < length and not complete:
        return None
    first, rest = data[:length], data[length:]
    return _NAMES.get(first) or _letter(first), rest


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


def _letter(data: bytes) -> str:
    text = data.decode(errors="replace").lower()
    return text if text.isprintable() and text else UNKNOWN


def _utf8_length(first: int) -> int:
    return 1 if first < 0xC0 else 2 if first < 0xE0 else 3 if first < 0xF0 else 4  # noqa: PLR2004

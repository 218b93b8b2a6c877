"""The wire format of Protocol Buffers, as far as Anki's packages need it.

A message is a run of fields, each a number and a value: a whole number, or bytes that are a
text or a message of their own.
"""

from collections.abc import Iterator

_VARINT, _FIXED_64, _BYTES, _FIXED_32 = 0, 1, 2, 5
_WIDTHS = {_FIXED_64: 8, _FIXED_32: 4}
_LONGEST = 10  # bytes of the longest whole number


def read_message(data: bytes) -> Iterator[tuple[int, int | bytes]]:
    """The fields of a message in their order; ValueError where it is not one."""
    at = 0
    while at < len(data):
        tag, at = _varint(data, at)
        number, kind = tag >> 3, tag & 7
        if kind == _VARINT:
            value, at = _varint(data, at)
            yield number, value
            continue
        if kind == _BYTES:
            size, at = _varint(data, at)
        elif kind in _WIDTHS:
            size = _WIDTHS[kind]
        else:
            raise ValueError(f"no field begins with {kind}")
        if at + size > len(data):
            raise ValueError("a field ends behind its message")
        yield number, data[at : at + size]
        at += size


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value = 0
    for place in range(_LONGEST):
        if at + place >= len(data):
            break
        byte = data[at + place]
        value |= (byte & 0x7F) << (7 * place)
        if byte < 0x80:  # noqa: PLR2004 - the bit that says "more"
            return value, at + place + 1
    raise ValueError("a whole number does not end")

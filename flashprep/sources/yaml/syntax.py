"""How messages say that something is to be written in YAML, and what reads it."""

from typing import Final

from flashprep.sources.tree import Each, Report, Syntax
from flashprep.sources.yaml.events import Composer


class _Yaml:
    in_quotes = "put it in quotes"

    def composer(self, text: str, report: Report, each: Each) -> Composer:
        return Composer(text, report, each)

    def field(self, name: str, said: str = "") -> str:
        return f"'{name}: {said}'" if said else f"'{name}:'"

    def not_fields(self, noun: str) -> str:
        return f"{noun} that holds ': ' stands in quotes"

    def not_parted(self, noun: str) -> str:
        return f"{noun} that holds a comma stands in quotes"


YAML: Final[Syntax] = _Yaml()

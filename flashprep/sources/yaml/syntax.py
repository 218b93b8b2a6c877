"""The YAML syntax: its reader, and its advice for messages."""

from typing import Final

from flashprep.sources.tree import Each, Report, Syntax
from flashprep.sources.yaml.events import Composer


class _Yaml:
    in_quotes = "put it in quotes"

    def composer(self, text: str, report: Report, each: Each) -> Composer:
        return Composer(text, report, each)

    def field(self, name: str, value: str = "") -> str:
        return f"'{name}: {value}'" if value else f"'{name}:'"

    def quote_colons(self, noun: str) -> str:
        return f"put {noun} that contains ': ' in quotes"

    def quote_commas(self, noun: str) -> str:
        return f"put {noun} that contains a comma in quotes"


YAML: Final[Syntax] = _Yaml()

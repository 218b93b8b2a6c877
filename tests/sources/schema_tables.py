"""The schema of deck files as the tables of docs/deck-format.md."""

from flashprep.sources.schema_dsl import Record


def field_table(of: Record, apart: Record | None = None) -> str:
    """The fields of a record as a table in Markdown, without those that stand `apart`."""
    rows = ["| field | value | |", "|---|---|---|"]
    for name, each in of.fields.items():
        if apart and apart is not of and apart.fields.get(name) is each:
            continue
        holds = each.shape.value
        if each.item:
            article = "an" if each.item[0] in "aeiou" else "a"
            holds += f"; each item is {article} {each.item}"
        needed = " **Required.**" if each.required else ""
        rows.append(f"| `{name}` | {holds} | {each.doc}{needed} |")
    return "\n".join(rows)


def design_table(of: Record, apart: Record | None = None) -> str:
    """The designs of a kind as a table in Markdown, without those that stand `apart`."""
    rows = ["| card type | default | asks for |", "|---|---|---|"]
    for name, each in of.designs.items():
        if apart is None or apart is of or name not in apart.designs:
            made = "on" if each.on else "off"
            rows.append(f"| `{name}` | {made} | {each.doc} |")
    return "\n".join(rows)

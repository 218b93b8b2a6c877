"""The SQL of the catalog. A test runs EXPLAIN on each constant."""

from typing import Final

from flashprep.store.card_rows import CARD_COLUMNS, SUMMARY_COLUMNS
from flashprep.store.tables import (
    CONTENT,
    ELSEWHERE,
    EXPORTED,
    NOTE,
    SOURCE_FILE,
    STATE,
    SUMMARY,
    listed,
    upsert,
)

_AMONG: Final = "IN (SELECT value FROM json_each(?))"

# Files and notes

FILES: Final = f"SELECT {listed(SOURCE_FILE)} FROM source_file ORDER BY name"
PUT_FILE: Final = upsert("source_file", SOURCE_FILE, "name")
READ_AGAIN: Final = f"UPDATE source_file SET digest = '' WHERE name {_AMONG}"
DELETE_FILE: Final = "DELETE FROM source_file WHERE name = ?"
DELETE_NOTES: Final = "DELETE FROM note WHERE file = ?"
DELETE_LINKS: Final = "DELETE FROM note_link WHERE file = ?"

# The sheet is not included, since sheets are long and rarely needed.
_NOTE: Final = f"SELECT {listed(NOTE[:-1])} FROM note"
_IN_ORDER: Final = "ORDER BY file, place"
NOTES: Final = f"{_NOTE} {_IN_ORDER}"
NOTES_OF_FILES: Final = f"{_NOTE} WHERE file {_AMONG} {_IN_ORDER}"
SOME_NOTES: Final = f"{_NOTE} WHERE key {_AMONG} {_IN_ORDER}"
# The JSON of a summary contains this text if the note or a part declares former ids.
RENAMED_NOTES: Final = f'{_NOTE} WHERE instr(outline, \'"formerly": ["\') > 0 {_IN_ORDER}'
PROGRAM_NOTES: Final = f"{_NOTE} WHERE programme IS NOT NULL {_IN_ORDER}"
NOTE_KEYS: Final = "SELECT key FROM note ORDER BY key"
# Other notes can refer to a note by name only if the kind of the note has a noun.
NOTE_NAMES: Final = (
    "SELECT key, json_extract(outline, '$.name') FROM note "
    "WHERE json_extract(outline, '$.noun') IS NOT NULL"
)
PROMPTS: Final = f"SELECT prompts FROM note WHERE prompts IS NOT NULL {_IN_ORDER}"
PROGRAMS: Final = f"SELECT programme FROM note WHERE programme IS NOT NULL {_IN_ORDER}"
_SHEETS: Final = "SELECT key, sheet FROM note WHERE sheet IS NOT NULL"
SHEETS: Final = f"{_SHEETS} {_IN_ORDER}"
SOME_SHEETS: Final = f"{_SHEETS} AND key {_AMONG} {_IN_ORDER}"
PUT_NOTE: Final = upsert("note", NOTE, "key")
PUT_LINK: Final = 'INSERT OR IGNORE INTO note_link (note, file, "to") VALUES (?, ?, ?)'
LINKING: Final = (
    'SELECT DISTINCT note_link.file FROM note_link JOIN note ON note.key = "to" '
    "WHERE note.file IN (SELECT value FROM json_each(:files)) "
    "AND note_link.file NOT IN (SELECT value FROM json_each(:files))"
)
LINKING_NOWHERE: Final = (
    'SELECT DISTINCT file FROM note_link WHERE "to" NOT IN (SELECT key FROM note)'
)

# Cards

_CARD: Final = f"SELECT {CARD_COLUMNS} FROM card JOIN card_content USING (key)"
_CHOSEN: Final = "(:retired IS NULL OR (retired_at_ms IS NOT NULL) = :retired)"
_INTRODUCED: Final = "ORDER BY position, key"
CARDS: Final = f"{_CARD} WHERE {_CHOSEN} {_INTRODUCED}"
EACH: Final = f"{_CARD} WHERE {_CHOSEN} ORDER BY key"
EXPORTABLE: Final = (
    f"SELECT {CARD_COLUMNS}, json_extract(content, '$.image') "
    "FROM card JOIN card_content USING (key) "
    f"WHERE {_CHOSEN} {_INTRODUCED}"
)
FIND_CARD: Final = f"{_CARD} WHERE key = ?"
SOME_CARDS: Final = f"{_CARD} WHERE key {_AMONG}"
CARDS_OF_FILES: Final = f"{_CARD} WHERE file {_AMONG} AND retired_at_ms IS NULL"
CARDS_OF_NOTE: Final = f"{_CARD} WHERE note_key = :note_key AND {_CHOSEN} ORDER BY place"
RETIRED_OF_NOTES: Final = f"{_CARD} WHERE note_key {_AMONG} AND retired_at_ms IS NOT NULL"
WITHOUT_NOTE: Final = (
    f"{_CARD} WHERE retired_at_ms IS NULL AND note_key NOT IN (SELECT key FROM note) "
    f"{_INTRODUCED}"
)
SHARING_A_GUID: Final = (
    f"{_CARD} WHERE guid IN (SELECT guid FROM card GROUP BY guid HAVING count(*) > 1)"
)
SUMMARIES: Final = f"SELECT {SUMMARY_COLUMNS} FROM card WHERE key {_AMONG}"
FAMILIES: Final = (
    f"SELECT note.file, note.place, {SUMMARY_COLUMNS} "
    "FROM card JOIN note ON note.key = note_key "
    "WHERE retired_at_ms IS NULL AND note.file NOT IN (SELECT value FROM json_each(?)) "
    "ORDER BY note.file, note.place, card.place"
)
ALL_DECKS: Final = f"SELECT DISTINCT deck FROM card WHERE {_CHOSEN} ORDER BY 1"
KINDS: Final = f"SELECT DISTINCT kind FROM card WHERE {_CHOSEN} ORDER BY 1"
TAGS: Final = "SELECT DISTINCT tags FROM card"
COMPANIES: Final = "SELECT DISTINCT company FROM card WHERE company IS NOT NULL"
DESIGNS: Final = (
    "SELECT DISTINCT json_extract(content, '$.design') FROM card "
    f"JOIN card_content USING (key) WHERE {_CHOSEN} ORDER BY 1"
)
COUNT_CARDS: Final = "SELECT count(*) FROM card"
CARD_KEYS: Final = "SELECT key FROM card ORDER BY key"
GUIDS: Final = "SELECT guid FROM card"
SOME_GUIDS: Final = f"SELECT guid FROM card WHERE guid {_AMONG}"
EXPORTED_CARD: Final = "SELECT key FROM card WHERE fields_digest IS NOT NULL LIMIT 1"

PUT_CARD: Final = upsert("card", (*SUMMARY, *ELSEWHERE, *EXPORTED), "key")
PUT_CONTENT: Final = upsert("card_content", CONTENT, "key")
PUT_POSITION: Final = "UPDATE card SET position = ? WHERE key = ?"
MARK_EXPORTED: Final = (
    "UPDATE card SET fields_digest = ?, content_mod_s = ?, rendered_from = ? WHERE key = ?"
)
DELETE_CARDS: Final = f"DELETE FROM card WHERE key {_AMONG}"
DELETE_CONTENTS: Final = f"DELETE FROM card_content WHERE key {_AMONG}"

# Statements that read all cards at once, for statistics and plans

DECKS_AND_TAGS: Final = "SELECT key, deck, tags FROM card ORDER BY key"
OF_NO_COMPANY: Final = (
    "SELECT key FROM card WHERE retired_at_ms IS NULL AND company IS NULL LIMIT 1"
)


def searching(condition: str) -> str:
    """The statement that reads the cards that a condition selects, each with its state."""
    return (
        f"SELECT {CARD_COLUMNS}, {listed(STATE, 'card')} "
        f"FROM card JOIN card_content USING (key) WHERE {_CHOSEN} AND {condition} {_INTRODUCED}"
    )

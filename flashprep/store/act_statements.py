"""The SQL of undo and redo."""

from typing import Final

from flashprep.store.log_rows import EVENT, REVIEW

_IS_ACT: Final = "kind IN (SELECT value FROM json_each(:kinds))"

# The statements return the newest row first. The caller reads rows until it finds a row that
# was not undone.
REVIEWS_OF_DEVICE: Final = (
    f"SELECT {REVIEW} FROM review WHERE device = :device ORDER BY seq DESC"
)
EVENTS_OF_DEVICE: Final = (
    f"SELECT {EVENT} FROM event WHERE device = :device AND {_IS_ACT} ORDER BY seq DESC"
)
VOIDS_SINCE_LAST_ACT: Final = (
    "SELECT uid, \"group\" FROM event WHERE device = :device AND kind = 'void' AND seq > max("
    "coalesce((SELECT seq FROM review WHERE device = :device ORDER BY seq DESC LIMIT 1), 0), "
    "coalesce((SELECT seq FROM event"
    f" WHERE device = :device AND {_IS_ACT} ORDER BY seq DESC LIMIT 1), 0)) "
    "ORDER BY seq DESC"
)
UNKNOWN_EVENT: Final = (
    "SELECT uid FROM event WHERE uid IN (SELECT value FROM json_each(:uids)) "
    "AND kind NOT IN (SELECT value FROM json_each(:kinds)) LIMIT 1"
)
VOIDS_OF_GROUP: Final = "SELECT uid FROM event WHERE \"group\" = ? AND kind = 'void'"
ACTS_OF_GROUP: Final = f'SELECT {EVENT} FROM event WHERE "group" = :group AND {_IS_ACT}'

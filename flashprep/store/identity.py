"""The identity of a database: its collection, its device, and the time zone of its creation."""

from typing import Final

from flashprep.store.database import Database
from flashprep.store.logs import new_uid

FACTS: Final = "SELECT name, value FROM fact"
ADD_FACT: Final = "INSERT INTO fact (name, value) VALUES (?, ?)"
FORGET_DEVICE: Final = "DELETE FROM fact WHERE name = 'device'"
ADD_DEVICE: Final = "INSERT INTO device (id, name) VALUES (?, ?)"


class Identity:
    """The identity of a database. It was stored when the database was created. If values are
    missing, they are created and stored now."""

    def __init__(self, database: Database) -> None:
        self._database = database
        known = self._read()
        if not {"collection_id", "device", "time_zone"} <= known.keys():
            with database.transaction():
                self._make()
            known = self._read()
        self.collection_id = known["collection_id"]
        self.device = known["device"]
        self.time_zone = known["time_zone"]

    def renew_device(self) -> None:
        """Give this database a new device id, since another copy of the database may have
        written rows with the same device id. Must be called inside a transaction."""
        self._database.write(FORGET_DEVICE)
        self._make()
        self.device = self._read()["device"]

    def _read(self) -> dict[str, str]:
        return dict(self._database.rows(FACTS))

    def _make(self) -> None:
        import platform

        known = self._read()
        values = {
            "collection_id": new_uid(),
            "device": new_uid(),
            "time_zone": local_time_zone(),
        }
        for name, value in values.items():
            if name not in known:
                self._database.write(ADD_FACT, (name, value))
                if name == "device":
                    host = platform.node() or "unnamed"
                    self._database.write(ADD_DEVICE, (value, host))


def local_time_zone() -> str:
    """The name of this machine's time zone, or UTC if it is unknown."""
    from zoneinfo import ZoneInfo

    import tzlocal

    try:
        name = tzlocal.get_localzone_name()
        ZoneInfo(name)
    except (LookupError, ValueError, OSError):
        return "UTC"
    return name

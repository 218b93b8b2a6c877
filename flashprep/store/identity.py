"""The identity of a database: its collection, its device, and the time zone of its creation."""

import platform

from sqlalchemy import delete, insert, select

from flashprep.store.database import Database
from flashprep.store.logs import new_uid
from flashprep.store.schema import device, fact


class Identity:
    """The identity of a database, set when the database was created. Missing values are created
    now."""

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
        """Make the database a new device, since another copy of this database may have written
        rows as the same device. Must be called inside a transaction."""
        self._database.execute(delete(fact).where(fact.c.name == "device"))
        self._make()
        self.device = self._read()["device"]

    def _read(self) -> dict[str, str]:
        return {row.name: row.value for row in self._database.execute(select(fact))}

    def _make(self) -> None:
        known = self._read()
        values = {
            "collection_id": new_uid(),
            "device": new_uid(),
            "time_zone": local_time_zone(),
        }
        for name, value in values.items():
            if name not in known:
                self._database.execute(insert(fact).values(name=name, value=value))
                if name == "device":
                    host = platform.node() or "unnamed"
                    self._database.execute(insert(device).values(id=value, name=host))


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

"""The folder of all backups, outside every collection."""

import os
from pathlib import Path


def copies_folder() -> Path:
    """The folder of all backups. It is $FLASHPREP_BACKUPS or, by default, a folder in the
    user's data folder."""
    chosen = os.environ.get("FLASHPREP_BACKUPS")
    if chosen:
        return Path(chosen)
    import platformdirs

    return platformdirs.user_data_path("flashprep") / "copies"

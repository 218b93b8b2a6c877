"""Folders in which an open database is not safe: synced ones, and those on the network."""

from pathlib import Path

# How the folders of services that sync begin.
_SYNCED = ("Dropbox", "OneDrive", "Google Drive", "GoogleDrive", "iCloud", "Mobile Documents")
# Where the system says what is mounted.
MOUNTS = Path("/proc/self/mounts")
_NETWORK = {"nfs", "nfs4", "cifs", "smb3", "smbfs", "fuse.sshfs", "afs", "9p", "davfs"}


def place_warning(folder: Path) -> str | None:
    """Why a database in this folder is not safe, if it is not."""
    synced = next((part for part in folder.parts if part.startswith(_SYNCED)), None)
    if synced:
        return (
            f"{folder} is in a folder that is synced ({synced}), which can damage a database "
            "that is open; keep the collection elsewhere, and sync its deck files only"
        )
    kind = _filesystem(folder)
    if kind in _NETWORK:
        return (
            f"{folder} is on a network drive ({kind}), where SQLite cannot keep a database "
            "safe; keep the collection on this machine's own disk"
        )
    return None


def _filesystem(folder: Path) -> str | None:
    """The kind of file system that holds the folder, where the system tells."""
    try:
        mounts = MOUNTS.read_text(encoding="utf-8").splitlines()
    except OSError:
        return None
    best, kind = "", None
    for mount in mounts:
        _, point, found, *_ = mount.split(" ")
        point = point.replace("\\040", " ")
        if Path(point) in (folder, *folder.parents) and len(point) >= len(best):
            best, kind = point, found
    return kind

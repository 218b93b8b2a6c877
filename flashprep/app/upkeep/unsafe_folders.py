"""Detects folders in which an open database is not safe: folders of sync services, and network
drives."""

from pathlib import Path

# Prefixes of the folder names of sync services.
_SYNCED = ("Dropbox", "OneDrive", "Google Drive", "GoogleDrive", "iCloud", "Mobile Documents")
# The system's list of mounted file systems.
MOUNTS = Path("/proc/self/mounts")
_NETWORK = {"nfs", "nfs4", "cifs", "smb3", "smbfs", "fuse.sshfs", "afs", "9p", "davfs"}


def place_warning(folder: Path) -> str | None:
    """The reason why a database in this folder is not safe. Returns None if the folder is
    safe."""
    synced = next((part for part in folder.parts if part.startswith(_SYNCED)), None)
    if synced:
        return (
            f"{folder} is in a synced folder ({synced}), which can damage an open database; "
            "move the collection elsewhere, and sync only its deck files"
        )
    kind = _filesystem(folder)
    if kind in _NETWORK:
        return (
            f"{folder} is on a network drive ({kind}), where SQLite cannot keep a database "
            "safe; move the collection to a local disk"
        )
    return None


def _filesystem(folder: Path) -> str | None:
    """The type of the file system that contains the folder. Returns None if the type is
    unknown."""
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

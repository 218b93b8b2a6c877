"""A folder of decks and its database, opened together: the verbs of flashprep."""

from flashprep.collection.collection import Collection
from flashprep.collection.opening import check_collection, find_collection, make_collection

__all__ = ["Collection", "check_collection", "find_collection", "make_collection"]

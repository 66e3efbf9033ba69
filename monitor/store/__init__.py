"""The history in one SQLite file: written by one thread, read by any, and never in the way."""

from monitor.store.batch import Checkpoint
from monitor.store.errors import StoreError
from monitor.store.reader import Reader
from monitor.store.retention import Retention
from monitor.store.store import Store, StoreStats, make_store

__all__ = [
    "Checkpoint",
    "Reader",
    "Retention",
    "Store",
    "StoreError",
    "StoreStats",
    "make_store",
]

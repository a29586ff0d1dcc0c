"""Locks that survive `os.fork`, whose child has only one of the parent's threads."""

import os
import threading


class ProcessLock:
    """A lock for the threads of one process; a child of a fork gets a new one."""

    def __init__(self) -> None:
        self._lock, self._owner = threading.Lock(), CurrentProcess()

    def get(self) -> threading.Lock:
        """Return the lock of this process: the parent's may be locked by a thread that the child lacks."""
        if not self._owner.is_current():
            self._lock, self._owner = threading.Lock(), CurrentProcess()
        return self._lock


class CurrentProcess:
    """The process that created the object."""

    __slots__ = ("_pid",)

    def __init__(self) -> None:
        self._pid = os.getpid()

    def is_current(self) -> bool:
        """Return whether this is still that process, and not a child of it."""
        return self._pid == os.getpid()


def create_fork_blocking_lock() -> "threading.RLock":
    """Create a lock that `os.fork` acquires first, so that no child inherits a half-finished transaction.

    It is reentrant, since a signal handler may fork while its thread holds the lock.
    """
    lock = threading.RLock()
    if hasattr(os, "register_at_fork"):
        os.register_at_fork(before=lock.acquire, after_in_parent=lock.release, after_in_child=lock.release)
    return lock

"""The turns of a client: a request takes one of some key before it is sent, or is told how long to wait."""

import time
from collections import deque
from collections.abc import Callable
from hashlib import blake2b
from typing import TypeVar

from omni_drafts._count import Allowance, Count, Seen, found_count
from omni_drafts._stores import Clock, Store

T = TypeVar("T")


class Place:
    """The place of a request among those of its client that wait for a turn.

    Args:
        waiting: All places, in order.
        lanes: How many keys there are, and so how many get a turn at a time.
    """

    def __init__(self, waiting: "list[Place]", lanes: int = 1) -> None:
        self._waiting, self._lanes = waiting, lanes
        self._index: int | None = None
        self._given_up = False

    def ahead(self) -> int:
        """Say how many get a turn before; who asks for the first time comes last."""
        if self._given_up:
            return 0
        if self not in self._waiting:
            self._waiting.insert(len(self._waiting) if self._index is None else self._index, self)
        return self._waiting.index(self) // self._lanes

    def leave(self) -> None:
        """Wait no longer. Whoever asks again, as the turn was not to be had after all, has the same place."""
        if self in self._waiting:
            self._index = self._waiting.index(self)
            self._waiting.remove(self)

    def give_up(self) -> None:
        """Wait no longer, whoever is still asking: a thread that an event loop does not wait for goes on."""
        self._given_up = True
        self.leave()


class Turn:
    """What came of asking for a turn.

    Attributes:
        wait: The seconds to wait before asking again; 0 where the turn was taken.
        taken: When that was, by the clock of the store.
        asked: When it was asked for, by the clock of the client, and so no later.
        told: When it was there, by the same, and so no earlier.
    """

    def __init__(self, wait: float, taken: float, asked: float, told: float) -> None:
        self.wait, self.taken, self.asked, self.told = wait, taken, asked, told


class Lane:
    """The turns of one key.

    Args:
        token: The key; only a digest of it goes into the store.
        allowance: What may be sent with it.
        store: Keeps the count.
        clock: Of the client.
    """

    def __init__(self, token: str, allowance: Allowance, store: Store, clock: Clock = time.monotonic) -> None:
        self.token, self.store, self._allowance, self._clock = token, store, allowance, clock
        self._key = blake2b(token.encode(), digest_size=16, person=b"omni-drafts").hexdigest()
        self._seen: Seen | None = None
        self._answered: deque[tuple[float, float]] = deque()

    def take(self, place: Place | None = None) -> Turn:
        """Take a turn, or say how long to wait, by the place of the request if it has one.

        Raises:
            PacingError: The count cannot be read or written.
        """
        asked = self._clock()
        answered: list[tuple[float, float]] = []

        def change(count: Count, now: float) -> tuple[bool, tuple[float, float]]:
            while self._answered:  # here, where a store lets one thread in at a time
                answered.append(self._answered.popleft())
            for taken, seconds in answered:
                count.answer(now, taken, seconds, self._allowance)
            wait = count.take(now, self._allowance, place.ahead() if place else 0)
            if place and not wait:  # at once, so that whoever asks next knows its place
                place.leave()
            return bool(answered) or not wait, (wait, count.written)

        try:
            wait, taken = self._update(change)
        except BaseException:
            self._answered.extendleft(reversed(answered))  # nobody was told of them
            raise
        return Turn(wait, taken, asked, told=self._clock())

    def answer(self, turn: Turn) -> None:
        """Learn that the request of a turn was answered; the store is told when it is asked for the next turn."""
        self._answered.append((turn.taken, self._clock() - turn.asked))

    def no_answer(self, turn: Turn) -> None:
        """Learn that none came, as `answer` does: the request may have been on its way until now."""
        margin = self._allowance.window - self._allowance.answered
        self._answered.append((turn.taken, self._clock() - turn.asked + margin))

    def hold(self, seconds: float) -> None:
        """Let nobody send with this key for some time.

        Raises:
            PacingError: The count cannot be read or written.
        """

        def change(count: Count, now: float) -> tuple[bool, None]:
            count.hold(now, seconds)
            return True, None

        self._update(change)

    def _update(self, change: Callable[[Count, float], tuple[bool, T]]) -> T:
        """Let the store change the count by what says whether anything is new in it, and what came of it."""

        def found(kept: Count | None, now: float) -> tuple[Count | None, tuple[Seen, T]]:
            held_until, written = (now, now) if kept is None else (kept.held_until, kept.written)
            count = found_count(kept, now, self._allowance, self._seen)
            is_new, result = change(count, now)
            is_new = is_new or count is not kept or count.held_until != held_until
            return count if is_new else None, (Seen(count.name, count.written if is_new else written), result)

        seen, result = self.store.update(self._key, found)
        if self.store.blocks:  # else nobody can lose the count
            self._seen = seen
        return result

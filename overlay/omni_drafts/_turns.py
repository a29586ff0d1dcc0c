"""The turns of a client: a request takes one of some key before it is sent, or is told how long to wait."""

from hashlib import blake2b

from attrs import define, field, frozen

from omni_drafts._count import Allowance, Count, Seen, found_count
from omni_drafts._stores import Store


@frozen(eq=False)
class Place:
    """The place of a request among those of its client that wait for a turn.

    Attributes:
        waiting: All places, in order.
        lanes: How many keys there are, and so how many get a turn at a time.
    """

    waiting: "list[Place]" = field(factory=list)
    lanes: int = 1

    def ahead(self) -> int:
        """Say how many get a turn before; who asks for the first time comes last."""
        if self not in self.waiting:
            self.waiting.append(self)
        return self.waiting.index(self) // self.lanes

    def leave(self) -> None:
        """Wait no longer."""
        if self in self.waiting:
            self.waiting.remove(self)


@define(eq=False)
class Lane:
    """The turns of one key.

    Attributes:
        token: The key; only a digest of it goes into the store.
    """

    token: str = field(repr=False)
    allowance: Allowance
    store: Store
    _key: str = field(init=False, repr=False)
    _seen: Seen | None = field(default=None, init=False)

    def __attrs_post_init__(self) -> None:
        """Make the name under which the store keeps the count."""
        self._key = blake2b(self.token.encode(), digest_size=16, person=b"omni-drafts").hexdigest()

    def take(self, place: Place | None) -> float:
        """Take a turn, and give 0; or give the seconds to wait, by the place of the request if it has one.

        Raises:
            PacingError: The count cannot be read or written.
        """

        def change(count: Count | None, now: float) -> tuple[Count, tuple[float, Seen]]:
            found = found_count(count, now, self.allowance, self._seen)
            wait = found.take(now, self.allowance, place.ahead() if place else 0)
            if place and not wait:  # at once, so that whoever asks next knows its place
                place.leave()
            return found, (wait, Seen(found.name, found.written))

        # Only now, as a store may try more than once.
        wait, self._seen = self.store.update(self._key, change)
        return wait

    def hold(self, seconds: float) -> None:
        """Let nobody send with this key for some time.

        Raises:
            PacingError: The count cannot be read or written.
        """

        def change(count: Count | None, now: float) -> tuple[Count, None]:
            found = found_count(count, now, self.allowance, self._seen)
            found.hold(now, seconds)
            return found, None

        self.store.update(self._key, change)

"""The turns of a client: a request takes one of some key before it is sent, or is told how long to wait."""

from hashlib import blake2b

from attrs import define, field

from omni_drafts._count import Allowance, Count, Seen, found_count
from omni_drafts._stores import Store


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

    def take(self, ahead: int) -> float:
        """Take a turn, and give 0; or give the seconds to wait, with some ahead.

        Raises:
            PacingError: The count cannot be read or written.
        """

        def change(count: Count | None, now: float) -> tuple[Count, tuple[float, Seen]]:
            found = found_count(count, now, self.allowance, self._seen)
            wait = found.take(now, self.allowance, ahead)
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

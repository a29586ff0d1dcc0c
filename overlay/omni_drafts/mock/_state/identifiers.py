"""Random identifiers and UUIDs, which a seeded source of randomness makes reproducible."""

from collections.abc import Callable
from random import Random
from uuid import UUID


def new_identifier(random: Random, is_used: Callable[[str], bool]) -> str:
    """Return an identifier of eight hexadecimal digits that is not used yet."""
    while True:
        identifier = f"{random.getrandbits(32):08x}"
        if not is_used(identifier):
            return identifier


def new_uuid(random: Random) -> UUID:
    """Return a random UUID."""
    return UUID(int=random.getrandbits(128), version=4)

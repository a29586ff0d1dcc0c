"""Errors of seed files."""


class SeedError(Exception):
    """A seed file is invalid. The message has the location, the problem and the remedy."""

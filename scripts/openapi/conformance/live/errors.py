"""Error of a check that cannot run."""


class CouldNotRunError(Exception):
    """The instance cannot be checked at all. The message is one line."""

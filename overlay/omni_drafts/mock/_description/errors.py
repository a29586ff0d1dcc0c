"""Errors of description files."""


class DescriptionError(Exception):
    """A description file cannot be served. The message has the file, the problem and the remedy."""

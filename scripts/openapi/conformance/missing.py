"""Error of the audit and the contract tests."""


class MissingError(Exception):
    """Raised if the client does not have or keep a part of the description, which the message names."""

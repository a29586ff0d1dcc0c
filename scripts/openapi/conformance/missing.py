"""How the audit says that something is not there."""


class MissingError(Exception):
    """Something that the description has is not in the client; the message says what."""

"""Errors of requests that the description does not allow."""


class InvalidRequestError(Exception):
    """A request is not valid against the description.

    Attributes:
        name: Name of the parameter, or `the request body`.
    """

    def __init__(self, name: str, problem: str) -> None:
        super().__init__(f"{name}{problem}")
        self.name = name


class UnsupportedContentError(InvalidRequestError):
    """An operation does not accept the content type of a request."""

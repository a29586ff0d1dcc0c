"""What makes a request one that the description does not allow."""


class InvalidRequestError(Exception):
    """A request is not what the description allows.

    Attributes:
        name: Of the parameter, or `the request body`.
    """

    def __init__(self, name: str, problem: str) -> None:
        super().__init__(f"{name}{problem}")
        self.name = name


class UnsupportedContentError(InvalidRequestError):
    """The content type of a request is none that the operation takes."""

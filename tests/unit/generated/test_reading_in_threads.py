"""What the generated client reads, it reads whole, also when several threads begin at once."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

from attrs import define

from omni_api_client import _kinds


@define
class Pair:
    """A class as the generator makes it."""

    first: str
    second: str


class Slow(_kinds.Scalar):
    """A kind that another thread reads past, while its reader is made: as an import lets it."""

    def __init__(self, properties: list[_kinds.Properties]) -> None:
        super().__init__("text", str)
        self.as_is: type | None = None  # so that it is read, and not kept
        self._properties, self.read_meanwhile = properties, list[Any]()

    def reader(self) -> _kinds.Reader:
        """Return the reader, after another thread has read the whole object; only once."""
        if self._properties:
            reader = self._properties.pop().reader(Pair)
            with ThreadPoolExecutor(1) as threads:
                self.read_meanwhile.append(threads.submit(reader, {"first": "a", "second": "b"}).result())
        return super().reader()


def test_two_threads_that_read_a_class_for_the_first_time_read_all_of_it() -> None:
    waiting: list[_kinds.Properties] = []
    slow = Slow(waiting)
    properties = _kinds.Properties(
        _kinds.Property("first", "first", _kinds.TEXT, True), _kinds.Property("second", "second", slow, True)
    )
    waiting.append(properties)
    read = properties.reader(Pair)
    assert read({"first": "c", "second": "d"}) == Pair("c", "d")
    assert slow.read_meanwhile == [Pair("a", "b")]
    assert read({"first": "e", "second": "f"}) == Pair("e", "f")

"""Readers of the generated client that several threads build at once."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

from attrs import define

from omni_api_client import _kinds


@define
class Pair:
    """A class as the generator writes it."""

    first: str
    second: str


class SlowScalar(_kinds.Scalar):
    """A kind during whose `reader` another thread reads the whole object, as an import may allow.

    Attributes:
        read_meanwhile: Objects that the other thread read.
    """

    def __init__(self, properties: list[_kinds.Properties]) -> None:
        super().__init__("text", str)
        self.as_is: type | None = None  # so that its reader is called
        self._properties, self.read_meanwhile = properties, list[Any]()

    def reader(self) -> _kinds.Reader:
        """Return the reader; the first call lets another thread read the whole object before."""
        if self._properties:
            reader = self._properties.pop().reader(Pair)
            with ThreadPoolExecutor(1) as threads:
                self.read_meanwhile.append(threads.submit(reader, {"first": "a", "second": "b"}).result())
        return super().reader()


def test_reader_that_two_threads_build_at_once_reads_all_properties() -> None:
    waiting: list[_kinds.Properties] = []
    slow = SlowScalar(waiting)
    properties = _kinds.Properties(
        _kinds.Property("first", "first", _kinds.TEXT, True), _kinds.Property("second", "second", slow, True)
    )
    waiting.append(properties)
    read = properties.reader(Pair)
    assert read({"first": "c", "second": "d"}) == Pair("c", "d")
    assert slow.read_meanwhile == [Pair("a", "b")]
    assert read({"first": "e", "second": "f"}) == Pair("e", "f")

"""Values drawn by hypothesis and schemathesis: the same ones on each run."""

from collections.abc import Callable
from typing import Any

import hypothesis
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis.transport.serialization import Binary

from openapi.conformance.description import Description, Schema

_FIRST = hypothesis.settings(database=None, derandomize=True, phases=(Phase.generate,))


def draw(description: Description, schema: Schema) -> st.SearchStrategy[Any]:
    """Return a strategy for all values of a schema, which schemathesis draws as the body of a request."""
    body = {"required": True, "content": {"application/json": {"schema": schema}}}
    operation = {"requestBody": body, "responses": {"200": {"description": ""}}}
    paths = description.document["paths"] | {"/": {"post": operation}}
    loaded = schemathesis.openapi.from_dict(description.document | {"paths": paths})
    return loaded["/"]["post"].as_strategy().map(lambda case: _with_strings(case.body))


def find_value(description: Description, schema: Schema) -> Any:
    """Return one value of a schema, such as a string of a pattern."""
    return hypothesis.find(draw(description, schema), lambda _: True, settings=_FIRST)


def check_drawn(strategy: st.SearchStrategy[Any], count: int, check: Callable[[Any], None]) -> None:
    """Check drawn values; the simplest one that fails is reported."""
    if not count:
        return

    @settings(
        max_examples=count,
        derandomize=True,
        database=None,
        phases=(Phase.generate, Phase.shrink),
        suppress_health_check=(HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large),
    )
    @given(strategy)
    def run(value: Any) -> None:
        check(value)

    run()


def _with_strings(value: Any) -> Any:
    """Return a value with the contents of files, for which schemathesis has a class, as strings."""
    if isinstance(value, Binary):
        return value.data.decode("latin-1")
    if isinstance(value, list):
        return [_with_strings(item) for item in value]
    return {name: _with_strings(item) for name, item in value.items()} if isinstance(value, dict) else value

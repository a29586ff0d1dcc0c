"""Has hypothesis draw values, and check each: a few, and the same ones on each run."""

from collections.abc import Callable
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st


def check_drawn(strategy: st.SearchStrategy[Any], count: int, check: Callable[[Any], None]) -> None:
    """Check values that hypothesis draws, the same on each run; of those that fail it shows the simplest."""
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

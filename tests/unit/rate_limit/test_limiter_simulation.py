"""A limiter in simulated time: the server never counts too many requests, even if they arrive late."""

import heapq
import math

from attrs import define, field
from hypothesis import example, given
from hypothesis import strategies as st

from omni_drafts._rate_limit.limiter import KeyLimiter, Permit
from omni_drafts._rate_limit.memory import MemoryStorage
from omni_drafts._rate_limit.window import Limit
from support.clock import FakeClock

Step = tuple[float, float, float, float]
"""Seconds until the next request, by which its caller wakes late, until its response; and the part of those last."""

delays = st.floats(0, 1.4) | st.floats(0, 60)


@define(order=True)
class Event:
    """A time at which a request with a permit is sent."""

    time: float
    number: int
    permit: Permit = field(order=False)
    is_sent: bool = field(default=False, order=False)


@define
class Simulation:
    """A limiter, its clock, and the requests that have a permit."""

    requests: int
    clock: FakeClock = field(factory=lambda: FakeClock(1000.0))
    arrivals: list[float] = field(factory=list)
    events: list[Event] = field(factory=list)
    limiter: KeyLimiter = field(init=False)

    def __attrs_post_init__(self) -> None:
        self.limiter = KeyLimiter("made-up", Limit(self.requests), MemoryStorage(self.clock), self.clock)

    def start(self, number: int, late: float) -> None:
        """Reserve a permit for a request, whose caller wakes late."""
        permit = self.limiter.reserve(math.inf)
        assert isinstance(permit, Permit)
        time = self.clock.now + permit.wait + late * (permit.wait > 0)
        heapq.heappush(self.events, Event(time, number, permit))

    def run(self, until: float, steps: list[Step]) -> None:
        """Advance the time."""
        while self.events and self.events[0].time <= until:
            event = heapq.heappop(self.events)
            self.clock.now = max(self.clock.now, event.time)
            if event.is_sent:
                self.limiter.complete(event.permit)
            else:
                self._wake(event, *steps[event.number])
        self.clock.now = until

    def _wake(self, event: Event, _: float, late: float, duration: float, part: float) -> None:
        now = self.clock.now
        permit = self.limiter.renew(event.permit, math.inf) if event.permit.wait > 0 else event.permit
        assert isinstance(permit, Permit)
        if permit.wait > 0:
            heapq.heappush(self.events, Event(now + permit.wait + late, event.number, permit))
        else:
            self.arrivals.append(now + duration * part)
            heapq.heappush(self.events, Event(now + duration, event.number, permit, is_sent=True))


@given(
    st.integers(1, 4), st.lists(st.tuples(st.floats(0, 30), delays, st.floats(0, 60), st.floats(0, 1)), max_size=40)
)
@example(1, [(0.0, 0.0, 0.0, 0.0)] * 4 + [(0.0, 44.0, 47.0, 0.0)] + [(0.0, 44.0, 0.0, 0.0)] * 3 + [(0.0,) * 4])
@example(1, [(0.0, 0.0, 0.0, 0.0), (0.0, 1.4, 0.0, 0.0), (0.0, 0.0, 0.0, 0.0)])
def test_limiter_with_late_callers_and_responses_never_sends_too_many(requests: int, steps: list[Step]) -> None:
    """The server counts a request between the time its caller wakes and the response, within a minute."""
    simulation = Simulation(requests)
    for number, (gap, late, _, _) in enumerate(steps):
        simulation.start(number, late)
        simulation.run(simulation.clock.now + gap, steps)
    simulation.run(simulation.clock.now + 10_000.0, steps)
    assert len(simulation.arrivals) == len(steps)
    arrivals = sorted(simulation.arrivals)
    assert all(later - earlier >= 60 for earlier, later in zip(arrivals, arrivals[requests:], strict=False))

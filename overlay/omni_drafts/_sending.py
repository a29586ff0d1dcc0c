"""How one request is sent: it takes its turn, is sent, and is sent again where that is right. All as steps."""

import logging
import math
import os
from collections.abc import Callable, Generator
from functools import partial
from typing import Any

import httpx

from omni_drafts._count import MARGIN, MINUTE, Allowance
from omni_drafts._errors import TRIES, PacingError
from omni_drafts._retrying import Came, Retrying, is_too_many, may_have_been_sent
from omni_drafts._settings import Settings
from omni_drafts._stores import Clock, open_store
from omni_drafts._turns import Lane, Place, Turn

DEADLINE = "omni_deadline"
"""Extension of a request: the `Deadline` of its call."""
_IDEMPOTENT = "idempotent"
"""Likewise, and set by the generated client: whether a request may be sent again where nobody knows what it did."""

_OUTAGE_SECONDS = 60.0
_MOST_LEFT = 10
"""So often is a turn left that is too old: a program that always does something else first would never send."""
_LONG_WAIT_SECONDS = 5.0
_OF_THE_KEY = (401, 403)
_NEVER = (-math.inf, -math.inf)

_logger = logging.getLogger("omni_drafts")


class Deadline:
    """Until when a call has to be done.

    Attributes:
        at: By the client's clock.
    """

    def __init__(self, at: float) -> None:
        self.at = at


class Send:
    """A step: the request is to be sent, and its answer read, by a deadline."""

    def __init__(self, request: httpx.Request, deadline: float) -> None:
        self.request, self.deadline = request, deadline


class Wait:
    """A step: so many seconds are to pass."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds


class Ask:
    """A step: something is to be asked that may block for a moment."""

    def __init__(self, question: Callable[[], Any]) -> None:
        self.question = question


Step = Send | Wait | Ask


class NoTurnError(httpx.PoolTimeout):
    """The turn of a request would come too late; it was not sent."""


class Sending:
    """Sends the requests of one client, whatever they are.

    Args:
        lanes: The turns of each key; a request goes to the one whose turn comes first.
        retrying: Decides whether a request is sent again.
        total_time: Seconds for one request with all that it waits; `math.inf` for no end.
        clock: Seconds, from any start.
    """

    def __init__(self, lanes: tuple[Lane, ...], retrying: Retrying, total_time: float, clock: Clock) -> None:
        self._lanes, self._retrying, self._total_time, self.clock = lanes, retrying, total_time, clock
        self._waiting, self._process = list[Place](), os.getpid()
        self._told_until = -math.inf
        self._away = _NEVER  # since when its store is, and when that was seen last

    def deadline(self) -> Deadline:
        """Give the time until when a call that begins now has to be done."""
        return Deadline(self.clock() + self._total_time)

    def send(self, request: httpx.Request) -> Generator[Step, Any, httpx.Response]:
        """Send a request until there is an answer that stands, and give it.

        Raises:
            httpx.TransportError: No answer came.
            NoTurnError: It was never sent, as its turn would come too late.
            PacingError: Likewise, as nobody can say when its turn is.
        """
        deadline: Deadline = request.extensions.get(DEADLINE) or self.deadline()
        request.extensions[TRIES] = 0
        times = [0, 0]  # that something failed, and that it was refused with a 429
        lane, turn = self._at_once(request, deadline) or (yield from self._turn(request, deadline))
        while True:
            if len(self._lanes) > 1:
                request.headers["Authorization"] = f"Bearer {lane.token}"
            request.extensions[TRIES] += 1
            try:
                answer: httpx.Response = yield Send(request, deadline.at)
                lane.answer(turn)
                if answer.is_success:
                    return answer
                came: Came = answer
            except httpx.TransportError as error:
                if may_have_been_sent(error):
                    lane.no_answer(turn)
                came = error
            except BaseException:  # it was broken off, and may still be on its way
                lane.no_answer(turn)
                raise
            times[is_too_many(came)] += 1
            again = yield from self._again(request, came, times[is_too_many(came)], lane, deadline)
            if again is None:
                return _stands(came)
            lane, turn = again

    def _at_once(self, request: httpx.Request, deadline: Deadline) -> tuple[Lane, Turn] | None:
        """Take a turn of a lane that has one now, if that can be said without asking anybody else.

        Raises:
            NoTurnError: There is no time left.
        """
        if self.clock() >= deadline.at:
            raise _too_late(request, 0.0, 0.0)
        for lane in self._lanes:
            if not lane.store.blocks and not (turn := lane.take()).wait:
                return lane, turn
        return None

    def _again(
        self, request: httpx.Request, came: Came, times: int, lane: Lane, deadline: Deadline
    ) -> Generator[Step, Any, tuple[Lane, Turn] | None]:
        """Give the turn of the next try, once it is time, after this or such came so many times; `None` for no other.

        Also where no turn can be had: what came says more than that.
        """
        self._tell_whose(request, came, lane)
        idempotent = request.extensions.get(_IDEMPOTENT, False)
        wait = self._retrying.wait(came, times)
        held = is_too_many(came) and (yield from self._hold(lane, wait))
        if not self._retrying.is_worth_it(came, times, idempotent=idempotent) or not _can_be_sent_again(request):
            return None
        if held:  # no turn of this key comes before, but one of another may
            _tell(request, came, "its key waits for", wait)
        elif self.clock() + wait > deadline.at:
            return None
        else:
            _tell(request, came, "again in", wait)
            yield Wait(wait)
        try:
            return (yield from self._turn(request, deadline))
        except (NoTurnError, PacingError) as error:
            _logger.warning("%s %s: not sent again: %s", request.method, request.url, error)
            return None

    def _tell_whose(self, request: httpx.Request, came: Came, lane: Lane) -> None:
        """Tell which of several keys may not do what others may: the error that the caller gets does not know."""
        if len(self._lanes) > 1 and isinstance(came, httpx.Response) and came.status_code in _OF_THE_KEY:
            which = self._lanes.index(lane)
            _logger.warning("%s %s: %d with token[%d]", request.method, request.url, came.status_code, which)

    def _turn(self, request: httpx.Request, deadline: Deadline) -> Generator[Step, Any, tuple[Lane, Turn]]:
        """Wait for a turn, and give it with its lane.

        Raises:
            NoTurnError: None comes in time.
            PacingError: Nobody can say when.
        """
        if self._process != os.getpid():  # after a fork: those that wait are threads of the other
            self._waiting, self._process = [], os.getpid()
        place, turns_left = Place(self._waiting, len(self._lanes)), 0
        try:
            while True:
                got, wait = yield from self._ask(place, deadline)
                now = self.clock()
                left = deadline.at - now
                if left <= 0 or wait > left:
                    raise _too_late(request, wait, left)
                if got is None:
                    self._tell_of_a_wait(wait)
                    yield Wait(wait)
                elif turns_left == _MOST_LEFT or not _is_too_old(now - got[1].told, turns_left):
                    return got
                else:
                    turns_left += 1
        finally:
            place.give_up()

    def _tell_of_a_wait(self, seconds: float) -> None:
        """Tell of a long wait, but not again for each request that waits meanwhile."""
        now = self.clock()
        if seconds > _LONG_WAIT_SECONDS and now >= self._told_until:
            self._told_until = now + seconds
            _logger.info("waiting for a turn, about %.0f s", seconds)

    def _ask(self, place: Place, deadline: Deadline) -> Generator[Step, Any, tuple[tuple[Lane, Turn] | None, float]]:
        """Take the turn of the first lane that has one; else give the seconds until one of them may have it."""
        least = math.inf
        for lane in self._lanes:
            take = partial(lane.take, place)
            turn: Turn = (yield from self._of_store(take, deadline)) if lane.store.blocks else take()
            if not turn.wait:
                return (lane, turn), 0.0
            least = min(least, turn.wait)
        return None, least

    def _hold(self, lane: Lane, seconds: float) -> Generator[Step, Any, bool]:
        """Let nobody send with a key for some time, and say whether all could be told."""
        hold = partial(lane.hold, seconds)
        if not lane.store.blocks:
            hold()
            return True
        try:
            yield Ask(hold)
        except PacingError as error:
            _logger.warning("pacing: %s", error)
            return False
        return True

    def _of_store(self, question: Callable[[], Any], deadline: Deadline) -> Generator[Step, Any, Any]:
        """Ask a store, also while it is away, but not for longer than a minute, whichever requests ask."""
        wait = 0.1
        while True:
            try:
                got = yield Ask(question)
                self._away = _NEVER
                return got
            except PacingError as error:
                now = self.clock()
                since, last = self._away
                self._away = (since if now - last < _OUTAGE_SECONDS else now, now)
                if not error.may_pass or now + wait > min(deadline.at, self._away[0] + _OUTAGE_SECONDS):
                    raise
                _logger.warning("pacing: %s; asked again in %.1f s", error, wait)
            yield Wait(wait * (1 + self._retrying.random()) / 2)
            wait = min(2 * wait, _LONG_WAIT_SECONDS)


def make_sending(settings: Settings, pacing: str | None, clock: Clock, random: Callable[[], float]) -> Sending:
    """Make what sends the requests of a client.

    Raises:
        SettingsError: The turns cannot be kept where the setting says.
    """
    store, allowance = open_store(pacing, clock), Allowance(settings.requests_per_minute)
    return Sending(
        lanes=tuple(Lane(token, allowance, store, clock) for token in settings.tokens),
        retrying=Retrying(settings.tries, MINUTE, random),
        total_time=settings.total_time,
        clock=clock,
    )


def _is_too_old(seconds: float, turns_left: int) -> bool:
    """Say whether a turn was not used for too long: the margin is for what is on its way to the server, too."""
    return seconds > (MARGIN if turns_left else MARGIN / 2)


def _stands(came: Came) -> httpx.Response:
    if isinstance(came, httpx.Response):
        return came
    raise came


def _can_be_sent_again(request: httpx.Request) -> bool:
    """Say whether there is a second time for the content: a stream that is made on the way has none."""
    try:
        return request.content is not None
    except httpx.RequestNotRead:
        kind: str = request.headers.get("content-type", "")
        return kind.startswith("multipart/")


def _too_late(request: httpx.Request, wait: float, left: float) -> NoTurnError:
    said = f"its turn comes in {wait:.1f} s at the soonest, and {left:.1f} s of total_time are left"
    return NoTurnError(said if left > 0 else "total_time was over before it could be sent", request=request)


def _tell(request: httpx.Request, came: Came, what_now: str, wait: float) -> None:
    what = str(came.status_code) if isinstance(came, httpx.Response) else type(came).__name__
    level = logging.WARNING if wait > _LONG_WAIT_SECONDS else logging.INFO
    tries = request.extensions[TRIES]
    _logger.log(level, "%s %s: %s, try %d; %s %.1f s", request.method, request.url, what, tries, what_now, wait)

"""How many requests a key has sent lately, and when it may send the next: the rule of pacing, without any waiting."""

from collections import deque
from random import SystemRandom

from attrs import Factory, define, field, frozen

MINUTE = 60.0
MARGIN = 3.0
"""Seconds that are added to the minute from when a request was sent, as it is on its way for some time."""

DRIFT = 0.05
"""Seconds that are added to the minute from when one was answered, since two clocks need not run alike."""

KEPT = 3600.0
"""After so many seconds without a request a count is forgotten: one that is gone earlier was lost."""

_LEAST_WAIT = 0.001
_CHANCE = SystemRandom()  # which many processes cannot have seeded alike


@frozen(eq=False)
class Allowance:
    """How many requests may be sent in any window.

    Attributes:
        requests: `None` for any number.
        window: Its length in seconds, from when a request is sent.
        answered: The same from when one was answered, which is what counts once it is.
    """

    requests: int | None
    window: float = MINUTE + MARGIN
    answered: float = MINUTE + DRIFT


@define
class Count:
    """What is known of one key; all times are of the clock of whoever keeps it.

    Attributes:
        since: When it began. What was sent before is not in it.
        written: When it was changed last.
        held_until: Until when the server said, or lets us guess, that nothing may be sent.
        sent: When each request of the last window was sent or, once it was answered, as if it was sent; in order.
        name: Drawn by chance; tells it from another count of the same key, which began after this one was lost.
    """

    since: float
    written: float
    held_until: float = field(default=Factory(lambda count: count.since, takes_self=True))
    sent: deque[float] = field(factory=deque)
    name: float = field(factory=_CHANCE.random)

    def take(self, now: float, allowance: Allowance, ahead: int) -> float:
        """Take a turn, and give 0; or give the seconds after which it is worth asking again.

        Args:
            now: The time.
            allowance: What may be sent.
            ahead: How many others are known to wait for the next turns.
        """
        now = self.written = max(now, self.written)
        while self.sent and self.sent[0] <= now - allowance.window:
            self.sent.popleft()
        if now < self.held_until:
            return max(self.held_until - now, _LEAST_WAIT)
        if allowance.requests is None:
            return 0.0
        over = len(self.sent) - allowance.requests  # above 0 where another client of the key allows more
        if over < 0:
            self.sent.append(now)
            return 0.0
        rounds, place = divmod(ahead, allowance.requests)
        at_best = min(allowance.answered, allowance.window)  # if what is on its way is answered now
        return max(min(self.sent[over + place] + allowance.window - now, at_best) + rounds * at_best, _LEAST_WAIT)

    def answer(self, now: float, sent: float, seconds: float, allowance: Allowance) -> None:
        """Let the window of a request begin when it was answered: the server had counted it by then, and not later.

        Args:
            now: The time.
            sent: When it was sent.
            seconds: After how long it was answered at the latest.
            allowance: What may be sent.
        """
        self.written = max(now, self.written)
        if allowance.requests is None:
            return
        as_if_sent = min(sent + max(seconds, 0.0) + allowance.answered - allowance.window, self.written)
        oldest = self.written - allowance.window
        if sent in self.sent:
            self.sent.remove(sent)
        elif sent > oldest or as_if_sent in self.sent:  # it was told before, as by a process before it forked
            return
        if as_if_sent <= oldest:
            return
        later: list[float] = []
        while self.sent and self.sent[-1] > as_if_sent:
            later.append(self.sent.pop())
        self.sent.extend((as_if_sent, *reversed(later)))

    def hold(self, now: float, seconds: float) -> None:
        """Let nobody send for some time."""
        self.written = max(now, self.written)
        self.held_until = max(self.held_until, self.written + seconds)


@frozen(eq=False)
class Seen:
    """What a client saw last of a count that may get lost: its name, and when it was changed last."""

    name: float
    at: float


def found_count(count: Count | None, now: float, allowance: Allowance, seen: Seen | None) -> Count:
    """Give the count that is there, or a new one. One window is waited out where another was lost.

    A count is lost when its file is taken away or spoilt, or what keeps it was started anew, with nothing or with an
    older one: then nobody knows what was sent in the last window, by others even where this client sent nothing.
    """
    if count is None:
        count = Count(since=now, written=now)
    elif count.written - now > allowance.window:  # it is of another clock, or could not be read
        count = Count(since=now, written=now, held_until=now + allowance.window)
    if seen is not None and seen.name == count.name and count.written < seen.at:
        count.held_until = max(count.held_until, now + allowance.window)
    if seen is not None and seen.name != count.name and count.since - seen.at < KEPT:
        count.held_until = max(count.held_until, count.since + allowance.window)
    return count

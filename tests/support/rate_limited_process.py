"""A process that lists drafts on the clock of its parent: `rate_limited_process.py BASE_URL STORAGE REQUESTS`."""

import sys
import threading

from attrs import frozen

from omni_drafts import Omni


def ask(question: str) -> float:
    """Print a question, and return the number that the parent answers."""
    print(question, flush=True)
    return float(sys.stdin.readline())


@frozen
class ParentClock:
    """The clock of the parent."""

    def monotonic(self) -> float:
        return ask("clock")

    def sleep(self, seconds: float, interrupt: threading.Event | None = None) -> None:
        ask(f"sleep {seconds!r}")

    async def sleep_async(self, seconds: float) -> None:
        raise NotImplementedError

    def random(self) -> float:
        return 1.0


def main() -> None:
    base_url, storage, requests = sys.argv[1:]
    clock = ParentClock()
    with Omni(base_url=base_url, token="editor-token", rate_limit_storage=storage, clock=clock) as omni:
        for number in range(int(requests)):
            omni.drafts.list("doc")
            ask("response")
            if not number:
                clock.sleep(1.0)  # until all have begun, since time passes for all


if __name__ == "__main__":
    main()

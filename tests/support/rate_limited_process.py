"""A process that lists drafts in time that its parent simulates: `rate_limited_process.py BASE_URL PACING TIMES`."""

import sys
from functools import partial

from omni_drafts import Omni


def ask(question: str) -> float:
    print(question, flush=True)
    return float(sys.stdin.readline())


def main() -> None:
    base_url, pacing, times = sys.argv[1:]

    def sleep(seconds: float) -> None:
        ask(f"sleep {seconds!r}")

    with Omni(
        base_url=base_url, token="editor-token", pacing=pacing, clock=partial(ask, "clock"), sleep=sleep
    ) as omni:
        for number in range(int(times)):
            omni.drafts.list("doc")
            ask("answered")
            if not number:
                sleep(1.0)  # until all have begun, as time passes for all


if __name__ == "__main__":
    main()

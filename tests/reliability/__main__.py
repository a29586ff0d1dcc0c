"""Writes the tables of docs/reliability.md anew: `tox run -e reliability`."""

import logging

from omni_drafts import Omni
from reliability.document import DOCUMENT, EVER, ONCE, play, tables, written
from reliability.trial import stage


def main() -> None:
    """Make each call under each fault, and write what came."""
    logging.disable()  # that each wait is told is right, and helps nobody here
    text = DOCUMENT.read_text("utf-8")
    with stage() as on_it:
        for times in (ONCE, EVER):
            text = written(text, tables(play(on_it, times, Omni), times))
    DOCUMENT.write_text(text, "utf-8")


if __name__ == "__main__":
    main()

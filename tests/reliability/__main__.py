"""Write the tables of docs/reliability.md: `tox run -e reliability`."""

import logging

from omni_drafts import Omni
from reliability.document import ALWAYS, DOCUMENT, ONCE, build_tables, replace_tables, run_all
from reliability.trial import serve_stage


def main() -> None:
    """Make each call under each fault, and write the results into the document."""
    logging.disable()  # each delay is logged
    text = DOCUMENT.read_text("utf-8")
    with serve_stage() as stage:
        for times in (ONCE, ALWAYS):
            text = replace_tables(text, build_tables(run_all(stage, times, Omni), times))
    DOCUMENT.write_text(text, "utf-8")


if __name__ == "__main__":
    main()

"""A process that gets or creates drafts when a line comes: `racing_process.py BASE_URL BRANCH DOCUMENT...`."""

import sys

from omni_drafts import Omni


def main() -> None:
    base_url, branch, *documents = sys.argv[1:]
    with Omni(base_url=base_url, token="editor-token") as omni:
        print("ready", flush=True)
        sys.stdin.readline()
        for document in documents:
            print(omni.drafts.get_or_create(document, branch_id=branch).draft.id)


if __name__ == "__main__":
    main()

"""The command `omni-drafts`. What it needs beyond the client comes with the `cli` and `mock` extras."""

import sys


def main() -> None:
    """Run the command."""
    try:
        from omni_drafts._commands import application
    except ModuleNotFoundError as error:
        print(
            f"omni-drafts: {error.name} is not installed; the command needs the extras: "
            "pip install 'omni-drafts[cli,mock]'",
            file=sys.stderr,
        )
        sys.exit(2)
    application()

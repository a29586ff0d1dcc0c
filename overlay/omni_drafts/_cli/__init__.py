"""The command `omni-drafts`, with an error message if its extras are not installed."""

import sys


def main() -> None:
    """Run the command."""
    try:
        from omni_drafts._cli.main import application
    except ModuleNotFoundError as error:
        print(
            f"omni-drafts: {error.name} is not installed; the command needs the extras: "
            "pip install 'omni-drafts[cli,mock]'",
            file=sys.stderr,
        )
        sys.exit(2)
    application()

"""The command `omni-drafts`, and what it prints if the packages of its extras are missing."""

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

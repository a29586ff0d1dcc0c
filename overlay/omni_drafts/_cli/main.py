"""The subcommands of `omni-drafts`."""

import typer

from omni_drafts._cli.mock import mock

application = typer.Typer(name="omni-drafts", no_args_is_help=True, add_completion=False)
application.command()(mock)


@application.callback()
def _describe() -> None:
    """Work with drafts of Omni documents."""

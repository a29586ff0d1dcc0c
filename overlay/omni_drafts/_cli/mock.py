"""The subcommand `omni-drafts mock`."""

import os
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from omni_drafts.mock import DescriptionError, MockState, SeedError, read_seed, serve


def mock(
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port; 0 for a free one.")] = 8787,
    rate_limit: Annotated[
        int, typer.Option(min=0, metavar="N", help="Requests a minute for each token; 0 for no limit.")
    ] = 60,
    seed: Annotated[Path | None, typer.Option(metavar="FILE", help="YAML file with the initial state.")] = None,
    description: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="Repaired description: the openapi.json that `regenerate.py --output` writes."
        ),
    ] = None,
) -> None:
    """Serve a mock of Omni's API on loopback until Ctrl-C. Without a seed file, it has no documents."""
    limit = f"{rate_limit} requests a minute" if rate_limit else "no rate limit"
    try:
        state = (
            MockState(rate_limit=rate_limit) if seed is None else read_seed(seed, description, rate_limit=rate_limit)
        )

        def print_start(api_url: str) -> None:
            out = Console(highlight=False, soft_wrap=True)
            out.print(f"Omni's API, as a mock: {api_url} ({limit})")
            out.print(f"Tokens: {', '.join(state.tokens)}", markup=False)

        serve(state, description=description, port=port, on_start=print_start)
    except (DescriptionError, SeedError) as error:
        raise _exit(str(error)) from error
    except OSError as error:
        raise _exit(f"cannot serve on port {port}: {os.strerror(error.errno or 0)}") from error


def _exit(problem: str) -> typer.Exit:
    """Print a problem as one line, and return the exit of the command."""
    Console(stderr=True, soft_wrap=True).print(f"omni-drafts: {problem}", highlight=False, markup=False)
    return typer.Exit(2)

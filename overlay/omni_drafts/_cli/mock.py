"""The subcommand `omni-drafts mock`."""

import os
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from omni_drafts.mock import MockState, SeedError, read_seed, serve


def mock(
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port; 0 for a free one.")] = 8787,
    rate_limit: Annotated[
        int, typer.Option(min=0, metavar="N", help="Requests a minute for each token; 0 for no limit.")
    ] = 60,
    seed: Annotated[Path | None, typer.Option(metavar="FILE", help="YAML file with the initial state.")] = None,
) -> None:
    """Serve a mock of Omni's API on loopback until Ctrl-C. Without a seed file, it has no documents."""
    try:
        state = MockState(rate_limit=rate_limit) if seed is None else read_seed(seed, rate_limit=rate_limit)
    except SeedError as error:
        Console(stderr=True, soft_wrap=True).print(f"omni-drafts: {error}", highlight=False, markup=False)
        raise typer.Exit(2) from error
    limit = f"{rate_limit} requests a minute" if rate_limit else "no rate limit"

    def print_start(base_url: str) -> None:
        out = Console(highlight=False, soft_wrap=True)
        out.print(f"Omni's API, as a mock: {base_url}/api ({limit})")
        out.print(f"Tokens: {', '.join(state.tokens)}", markup=False)

    try:
        serve(state, port=port, on_start=print_start)
    except OSError as error:
        reason = os.strerror(error.errno or 0)
        Console(stderr=True).print(f"omni-drafts: port {port} cannot be used: {reason}", highlight=False)
        raise typer.Exit(2) from error

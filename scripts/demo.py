"""Gets and creates drafts on a mock on this machine, and prints the requests of each call."""

from collections.abc import Callable
from typing import TypeVar
from uuid import UUID

from attrs import frozen
from rich.console import Console
from rich.table import Table
from rich.text import Text

from omni_drafts import Draft, DraftNotFoundError, DraftResult, Omni
from omni_drafts.mock import MockServer, MockState

T = TypeVar("T")

MODEL = UUID("a1b2c3d4-e5f6-7890-abcd-ef1234567890")
BRANCH = UUID("3c90c3cc-0d44-4b50-8888-8dd25736052a")
OTHER_BRANCH = UUID("a9bc51d2-1234-5678-9abc-def012345678")
WIDTH_IN_A_PIPE = 110


@frozen
class Stage:
    """Runs calls, and prints each with the number of its requests."""

    console: Console
    state: MockState

    def show(self, call: str, run: Callable[[], T], describe: Callable[[T], str]) -> T:
        """Run a call, print it with its result and its requests, and return the result."""
        before = self.state.request_count
        result = run()
        cost = self.state.request_count - before
        self.console.print(Text(f"\n>>> {call}", style="bold"))
        self.console.print(Text(f"    {describe(result)}"))
        self.console.print(Text(f"    {cost} request{'' if cost == 1 else 's'}", style="cyan"))
        return result


def main() -> None:
    """Run the demo."""
    console = Console(highlight=False, soft_wrap=True)
    if not console.is_terminal:
        console = Console(highlight=False, soft_wrap=True, width=WIDTH_IN_A_PIPE)
    with MockServer() as mock:
        mock.state.add_branch(BRANCH, "governance/relabel-age-average")
        mock.state.add_branch(OTHER_BRANCH, "unused")
        console.print(f"Omni's API, as a mock on this machine: {mock.base_url}")
        with Omni(base_url=mock.base_url, token="editor-token") as omni:  # noqa: S106 - the mock's own
            drafts = run_steps(Stage(console, mock.state), omni)
        console.print()
        console.print(drafts_table(drafts))


def run_steps(stage: Stage, omni: Omni) -> list[Draft]:
    """Create a document, get or create its drafts, and return them."""
    stage.show(
        'omni.documents.create(model_id=..., name="Sales Dashboard", identifier="sales-dashboard")',
        lambda: omni.documents.create(model_id=MODEL, name="Sales Dashboard", identifier="sales-dashboard"),
        lambda document: f"document {document.id}",
    )
    for _ in range(2):
        stage.show(
            'omni.drafts.get_or_create("sales-dashboard")',
            lambda: omni.drafts.get_or_create("sales-dashboard"),
            describe_draft,
        )
    stage.show(
        'omni.drafts.get_or_create("sales-dashboard", branch_id=...)',
        lambda: omni.drafts.get_or_create("sales-dashboard", branch_id=BRANCH),
        describe_draft,
    )
    stage.show(
        'omni.drafts.ensure("sales-dashboard", branch_id=...)',
        lambda: omni.drafts.ensure("sales-dashboard", branch_id=BRANCH),
        lambda identifier: f"draft {identifier}",
    )
    stage.show(
        'omni.drafts.get("sales-dashboard", branch_id=...)  # on a branch that has no draft',
        lambda: get_missing_draft(omni),
        lambda error: f"{type(error).__name__}: {error.message}",
    )
    return stage.show(
        'omni.drafts.list("sales-dashboard")',
        lambda: omni.drafts.list("sales-dashboard"),
        lambda drafts: f"{len(drafts)} drafts",
    )


def get_missing_draft(omni: Omni) -> DraftNotFoundError:
    """Return the error for a draft that does not exist."""
    try:
        draft = omni.drafts.get("sales-dashboard", branch_id=OTHER_BRANCH)
    except DraftNotFoundError as error:
        return error
    raise AssertionError(f"{draft} should not exist")


def describe_draft(result: DraftResult) -> str:
    """Return the identifier of a draft, and whether it is new."""
    return f"draft {result.draft.id}, {'created' if result.created else 'there already'}"


def drafts_table(drafts: list[Draft]) -> Table:
    """Return a table of drafts."""
    table = Table("draft", "branch", "status", "out of date", "updated")
    for draft in drafts:
        branch = "(none)" if draft.branch is None else draft.branch.name or str(draft.branch.id)
        updated = f"{draft.updated_at:%Y-%m-%d %H:%M:%S %Z}" if draft.updated_at else ""
        table.add_row(draft.id, branch, draft.status, "yes" if draft.out_of_date else "no", updated)
    return table


if __name__ == "__main__":
    main()

"""Compares the meaning of two descriptions of an API: annotations, order and components make no difference."""

from collections.abc import Iterator

from openapi.diff.change import Change, Reporter
from openapi.diff.comparison import Comparison
from openapi.diff.contents import compare_request_bodies, compare_responses
from openapi.diff.operations import Operation, find_operations, match_operations, server_hosts
from openapi.diff.parameters import compare_parameters
from openapi.diff.repair import repair_flaws
from openapi.diff.rules import Verdict
from openapi.diff.security import compare_security
from openapi.reading.description import Description, Document


def find_changes(old: Description, new: Description) -> tuple[Change, ...]:
    """Return each change once, ordered by verdict, operation and location.

    Flaws are repaired in copies of both descriptions before the comparison.

    Raises:
        DescriptionError: If a description does not have the structure that OpenAPI requires.
    """
    before, after = (repair_flaws(description) for description in (old, new))
    changes = dict.fromkeys(
        [
            *_compare_servers(before, after),
            *_compare_operations(find_operations(before), find_operations(after)),
        ]
    )
    verdicts = list(Verdict)
    return tuple(
        sorted(
            changes,
            key=lambda change: (
                verdicts.index(change.verdict),
                *change.operation.split(" ")[::-1],
                change.location,
                change.rule.name,
                change.sentence,
            ),
        )
    )


def _compare_servers(old: Document, new: Document) -> Iterator[Change]:
    """Yield the added and removed hosts, if both descriptions name hosts."""
    before, after = server_hosts(old), server_hosts(new)
    if before and after:
        reporter = Reporter("", "servers")
        for host in before.keys() - after.keys():
            yield reporter.report("server-removed", f"The server `{before[host]}` was named, and is not any more.")
        for host in after.keys() - before.keys():
            yield reporter.report("server-added", f"The server `{after[host]}` was not named, and is now.")


def _compare_operations(old: list[Operation], new: list[Operation]) -> Iterator[Change]:
    matching = match_operations(old, new)
    for operation in matching.removed:
        yield Reporter(operation.name).report(
            "operation-removed", f"The operation{_quoted_id(operation)} was removed."
        )
    for operation in matching.added:
        yield Reporter(operation.name).report("operation-added", f"The operation{_quoted_id(operation)} was added.")
    comparison = Comparison()
    for before, after in matching.pairs:
        yield from _compare_operation(before, after)
        yield from compare_security(before, after)
        yield from compare_parameters(before, after, comparison)
        yield from compare_request_bodies(before, after, comparison)
        yield from compare_responses(before, after, comparison)


def _compare_operation(old: Operation, new: Operation) -> Iterator[Change]:
    reporter = Reporter(new.name)
    if old.operation_id != new.operation_id:
        ids = [f"`{operation.operation_id}`" if operation.operation_id else "nothing" for operation in (old, new)]
        yield reporter.report("operation-renamed", f"It was called {ids[0]}, and is called {ids[1]} now.")
    was, now = (operation.definition.get("deprecated") is True for operation in (old, new))
    if now and not was:
        yield reporter.report("operation-deprecated", "It was not deprecated, and is deprecated now.")
    elif was and not now:
        yield reporter.report("operation-reactivated", "It was deprecated, and is not any more.")


def _quoted_id(operation: Operation) -> str:
    return f" `{operation.operation_id}`" if operation.operation_id else ""

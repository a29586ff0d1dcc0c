"""Compares two descriptions of an API, part by part.

Meaning is compared, not text: wording, order, examples and where a schema stands make no change.
"""

from collections.abc import Iterator

from openapi.diff.change import Change, Teller
from openapi.diff.comparison import Comparison
from openapi.diff.contents import compare_request_bodies, compare_responses
from openapi.diff.operations import Operation, find_operations, match_operations, server_hosts
from openapi.diff.parameters import compare_parameters
from openapi.diff.repair import repair_flaws
from openapi.diff.rules import Verdict
from openapi.diff.security import compare_security
from openapi.reading.description import Description, Document


def find_changes(old: Description, new: Description) -> tuple[Change, ...]:
    """Tell what changed, each change once; what breaks callers first, then by operation and place.

    Flaws of both are repaired first, since what is meant is compared; they stay as they were.

    Raises:
        DescriptionError: One of them has not the shape that OpenAPI gives it.
    """
    before, after = (repair_flaws(description) for description in (old, new))
    found = dict.fromkeys(
        [
            *_compare_servers(before, after),
            *_compare_operations(find_operations(before), find_operations(after)),
        ]
    )
    verdicts = list(Verdict)
    return tuple(
        sorted(
            found,
            key=lambda change: (
                verdicts.index(change.verdict),
                *change.operation.split(" ")[::-1],
                change.place,
                change.rule.name,
                change.sentence,
            ),
        )
    )


def _compare_servers(old: Document, new: Document) -> Iterator[Change]:
    """Tell which hosts are new and gone; a description that names none is served by the host it is about."""
    before, after = server_hosts(old), server_hosts(new)
    if before and after:
        teller = Teller("", "servers")
        for host in before.keys() - after.keys():
            yield teller.tell("server-removed", f"The server `{before[host]}` was named, and is not any more.")
        for host in after.keys() - before.keys():
            yield teller.tell("server-added", f"The server `{after[host]}` was not named, and is now.")


def _compare_operations(old: list[Operation], new: list[Operation]) -> Iterator[Change]:
    matching = match_operations(old, new)
    for operation in matching.removed:
        yield Teller(operation.name).tell("operation-removed", f"The operation{_called(operation)} was removed.")
    for operation in matching.added:
        yield Teller(operation.name).tell("operation-added", f"The operation{_called(operation)} was added.")
    comparison = Comparison()
    for before, after in matching.pairs:
        yield from _compare_operation(before, after)
        yield from compare_security(before, after)
        yield from compare_parameters(before, after, comparison)
        yield from compare_request_bodies(before, after, comparison)
        yield from compare_responses(before, after, comparison)


def _compare_operation(old: Operation, new: Operation) -> Iterator[Change]:
    teller = Teller(new.name)
    if old.identifier != new.identifier:
        told = [f"`{operation.identifier}`" if operation.identifier else "nothing" for operation in (old, new)]
        yield teller.tell("operation-renamed", f"It was called {told[0]}, and is called {told[1]} now.")
    was, now = (operation.said.get("deprecated") is True for operation in (old, new))
    if now and not was:
        yield teller.tell("operation-deprecated", "It was not deprecated, and is deprecated now.")
    elif was and not now:
        yield teller.tell("operation-reactivated", "It was deprecated, and is not any more.")


def _called(operation: Operation) -> str:
    return f" `{operation.identifier}`" if operation.identifier else ""

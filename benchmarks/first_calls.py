"""Measures fresh processes from their start to the end of their first parsed call on loopback."""

from functools import partial
from pathlib import Path

from benchmarks.clients import AS_GENERATED, OPENAPI_GENERATOR, REGENERATED
from benchmarks.descriptions import OURS, find_large
from benchmarks.rows import Aim, Row, measure_in_turn
from benchmarks.server import serve_api
from benchmarks.workshop import Workshop

BASELINE = "httpx"
_RUNS = 20
_AIMS = (
    Aim("generated/", BASELINE, 1.15),
    Aim("overlay, TLS", "generated/", 1.05),
    Aim("145 operations", BASELINE, 1.2),
)

# Each program checks the parsed value at its end, since a call that fails may be fast.
WITH_HTTPX = """
import httpx
with httpx.Client(base_url="{url}", headers={{"Authorization": "Bearer token"}}) as client:
    drafts = client.get("/v1/documents/12db1a0a/drafts").raise_for_status().json()
assert drafts[2]["identifier"] == "00000002"
"""
WITH_GENERATED = """
from {package} import AuthenticatedClient
from {package}.api.documents import list_document_drafts
with AuthenticatedClient(base_url="{url}", token="token") as client:
    drafts = list_document_drafts.sync("12db1a0a", client=client)
assert drafts[2].identifier == "00000002"
"""
WITH_LARGE = """
from {package} import AuthenticatedClient
from {package}.api.documents import create_draft
with AuthenticatedClient(base_url="{url}", token="token") as client:
    draft = create_draft.sync("12db1a0a", client=client)
assert draft.identifier == "d56b7f56"
"""
WITH_OPENAPI_GENERATOR = """
from {package} import ApiClient, Configuration, DocumentsApi
with ApiClient(Configuration(host="{url}", access_token="token")) as client:
    drafts = DocumentsApi(client).list_document_drafts("12db1a0a")
assert drafts[2].identifier == "00000002"
"""
WITH_OVERLAY = """
from omni_drafts import Omni
with Omni(base_url="{url}", token="token") as omni:
    drafts = omni.drafts.list("12db1a0a")
assert drafts[2].branch.name == "governance/relabel-2"
"""
"""`--against` runs it in an older tree too, so it has only names that do not change."""

WITH_OVERLAY_AND_TLS = """
import httpx
from omni_drafts import Omni
with Omni(base_url="{url}", token="token", verify=httpx.create_ssl_context()) as omni:
    drafts = omni.drafts.list("12db1a0a")
assert drafts[2].branch.name == "governance/relabel-2"
"""
"""It loads certificate authorities, as httpx and the generated clients do even for a server without TLS."""


def measure(workshop: Workshop, runs: int = _RUNS) -> list[Row]:
    """Make one call with each client, in each run."""
    with serve_api() as url:
        sides = {
            side: partial(_measure, workshop, code.format(url=url, package=package), folder)
            for side, (code, package, folder) in _sides(workshop).items()
        }
        measured = measure_in_turn(sides, runs)
    aims = tuple(aim for aim in _AIMS if aim.side in measured)
    return [Row("first-call", "First parsed call of a fresh process", "ms, CPU", measured, aims)]


def _measure(workshop: Workshop, code: str, folder: Path) -> float:
    return workshop.run(["-c", code], folder).cost.cpu * 1000


def _sides(workshop: Workshop) -> dict[str, tuple[str, str, Path]]:
    as_generated = workshop.generate(AS_GENERATED, OURS).folder
    sides = {
        BASELINE: (WITH_HTTPX, "", workshop.checkout),
        "generated/": (WITH_GENERATED, REGENERATED.package, workshop.checkout),
        **{f"overlay{suffix}": (WITH_OVERLAY, "", tree.checkout) for suffix, tree in workshop.trees.items()},
        "overlay, TLS": (WITH_OVERLAY_AND_TLS, "", workshop.checkout),
        "as generated": (WITH_GENERATED, AS_GENERATED.package, as_generated),
    }
    description = find_large()
    if description is not None:
        large = workshop.generate(REGENERATED, description).folder
        sides["145 operations"] = (WITH_LARGE, REGENERATED.package, large)
    openapi_generator = workshop.try_to_generate(OPENAPI_GENERATOR, OURS)
    if openapi_generator is not None:
        sides["openapi-generator"] = (WITH_OPENAPI_GENERATOR, OPENAPI_GENERATOR.package, openapi_generator)
    return sides

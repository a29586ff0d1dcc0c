"""The command, where it cannot run: one line that says why, and nothing is changed."""

from collections.abc import Callable
from pathlib import Path

import pytest

import regenerate
from support.folders import contents, replace


def _unknown_setting(copy: Path) -> None:
    replace(copy / "generator-config.yml", "literal_enums", "literal_enmus")


def _no_description(copy: Path) -> None:
    (copy / "openapi.yaml").unlink()


def _broken_yaml(copy: Path) -> None:
    replace(copy / "openapi.yaml", "paths:\n", "paths: [\n")


def _no_openapi(copy: Path) -> None:
    (copy / "openapi.yaml").write_text("<html></html>\n")


def _swagger(copy: Path) -> None:
    (copy / "openapi.yaml").write_text("swagger: '2.0'\npaths: {}\n")


def _misshapen(copy: Path) -> None:
    replace(
        copy / "openapi.yaml", "required:\n                - modelId\n                - name", "required: modelId"
    )


def _unpinned(copy: Path) -> None:
    replace(copy / "constraints.txt", "ruff==", "rough==")


def _other_ruff(copy: Path) -> None:
    replace(copy / "constraints.txt", "ruff==", "ruff==9.")


def _no_templates(copy: Path) -> None:
    (copy / "scripts/openapi/generation/templates").rename(copy / "scripts/elsewhere")


def _empty_settings(copy: Path) -> None:
    (copy / "generator-config.yml").write_text("")


def _broken_settings(copy: Path) -> None:
    (copy / "generator-config.yml").write_text("a: [")


def _name_without_use(copy: Path) -> None:
    with (copy / "generator-config.yml").open("a") as settings:
        settings.write("class_overrides: {Gone: {class_name: Chosen, module_name: chosen}}\n")


def _no_room(copy: Path) -> None:
    (copy / "overlay/omni_drafts/mock/openapi.json").unlink()
    (copy / "overlay/omni_drafts/mock").rmdir()
    (copy / "overlay/omni_drafts/mock").touch()


def _other_generator(copy: Path) -> None:
    replace(copy / "constraints.txt", "openapi-python-client==", "openapi-python-client==9.")


def _other_template(copy: Path) -> None:
    replace(copy / "scripts/openapi/generation/templates/client.py.jinja", "token: str", "secret: str")


COULD_NOT_RUN: list[tuple[Callable[[Path], None], str]] = [
    (_unknown_setting, "generator-config.yml: the generator knows no setting `literal_enmus`"),
    (_no_description, "openapi.yaml: cannot be read: No such file"),
    (_broken_yaml, "openapi.yaml: line "),
    (_no_openapi, "openapi.yaml: it is a page (HTML)"),
    (_swagger, "openapi.yaml: a Swagger 2.0 description"),
    (_misshapen, "requestBody/content/application~1json/schema/required: str, where a list belongs"),
    (_unpinned, "ruff a version that constraints.txt pins is needed"),
    (_other_ruff, "ruff 9."),
    (_no_templates, "scripts/openapi/generation/templates: holds no templates"),
    (_empty_settings, "generator-config.yml: holds no settings"),
    (_broken_settings, "generator-config.yml: is not YAML"),
    (_name_without_use, "nothing is named Chosen; is Gone gone?"),
    (_no_room, "File exists"),
    (_other_generator, "openapi-python-client 9.0.29.1 is needed, 0.29.1 is installed"),
    (_other_template, "stopped: ValueError: template: expected"),
]


@pytest.mark.parametrize(("spoil", "says"), COULD_NOT_RUN)
def test_what_cannot_run_says_why_in_one_line_and_changes_nothing(
    spoil: Callable[[Path], None], says: str, copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    spoil(copy)
    before = contents(copy)
    assert regenerate.main([], copy) == 2
    error = capsys.readouterr().err
    assert error.startswith("regenerate.py: nothing was replaced: ")
    assert says in error
    assert error.count("\n") == 1
    assert contents(copy) == before

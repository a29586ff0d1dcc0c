"""The command prints one line for an error that prevents the run, and changes no file."""

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


def _web_page(copy: Path) -> None:
    (copy / "openapi.yaml").write_text("<html></html>\n")


def _swagger(copy: Path) -> None:
    (copy / "openapi.yaml").write_text("swagger: '2.0'\npaths: {}\n")


def _invalid_structure(copy: Path) -> None:
    replace(
        copy / "openapi.yaml", "required:\n                - modelId\n                - name", "required: modelId"
    )


def _no_version(copy: Path) -> None:
    replace(copy / "constraints.txt", "ruff==", "rough==")


def _other_ruff(copy: Path) -> None:
    replace(copy / "constraints.txt", "ruff==", "ruff==9.")


def _no_templates(copy: Path) -> None:
    (copy / "scripts/openapi/generation/templates").rename(copy / "scripts/elsewhere")


def _empty_settings(copy: Path) -> None:
    (copy / "generator-config.yml").write_text("")


def _broken_settings(copy: Path) -> None:
    (copy / "generator-config.yml").write_text("a: [")


def _unused_override(copy: Path) -> None:
    with (copy / "generator-config.yml").open("a") as settings:
        settings.write("class_overrides: {Gone: {class_name: Chosen, module_name: chosen}}\n")


def _file_in_place_of_a_folder(copy: Path) -> None:
    (copy / "overlay/omni_drafts/mock/openapi.json").unlink()
    (copy / "overlay/omni_drafts/mock").rmdir()
    (copy / "overlay/omni_drafts/mock").touch()


def _other_generator(copy: Path) -> None:
    replace(copy / "constraints.txt", "openapi-python-client==", "openapi-python-client==9.")


def _other_template(copy: Path) -> None:
    replace(copy / "scripts/openapi/generation/templates/client.py.jinja", "token: str", "secret: str")


COULD_NOT_RUN: list[tuple[Callable[[Path], None], str]] = [
    (_unknown_setting, "generator-config.yml: the generator has no setting `literal_enmus`"),
    (_no_description, "openapi.yaml: cannot be read: No such file"),
    (_broken_yaml, "openapi.yaml: line "),
    (_web_page, "openapi.yaml: a web page (HTML)"),
    (_swagger, "openapi.yaml: a Swagger 2.0 description"),
    (_invalid_structure, "requestBody/content/application~1json/schema/required: a string, must be an array"),
    (_no_version, "constraints.txt: ruff has no version"),
    (_other_ruff, ", must be 9."),
    (_no_templates, "scripts/openapi/generation/templates: has no templates"),
    (_empty_settings, "generator-config.yml: not an object of settings"),
    (_broken_settings, "generator-config.yml: not YAML"),
    (_unused_override, "no class is Chosen; remove its override `Gone`"),
    (_file_in_place_of_a_folder, "File exists"),
    (_other_generator, "openapi-python-client is 0.29.1, must be 9.0.29.1"),
    (_other_template, "failed: ValueError: template: expected"),
]


@pytest.mark.parametrize(("spoil", "message"), COULD_NOT_RUN)
def test_regenerate_that_cannot_run_prints_one_line_and_changes_no_file(
    spoil: Callable[[Path], None], message: str, copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    spoil(copy)
    before = contents(copy)
    assert regenerate.main([], copy) == 2
    error = capsys.readouterr().err
    assert error.startswith("regenerate.py: nothing was replaced: ")
    assert message in error
    assert error.count("\n") == 1
    assert contents(copy) == before

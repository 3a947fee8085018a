"""What import-linter cannot see of the house."""

import ast
import re
import tomllib
from pathlib import Path

import pytest
from django.apps import apps
from django.urls import URLPattern, get_resolver

from tests.support.desk.addresses import patterns

HOME = Path(__file__).resolve().parent.parent.parent
#: The wings from the ground up: imports and relations between records only point to earlier ones.
WINGS = [
    "languages", "database", "file_formats", "parties", "agreements", "activities", "search", "import_export",
    "website", "staff", "demo_data", "config", "benchmarks",
]  # fmt: skip
WITH_MODELS = ["parties", "agreements", "activities"]
FORBIDDEN_NAMES = {"core", "common", "utils", "helpers", "services", "managers", "misc"}
#: Words that named a module or a template once and told nobody what was in it.
RIDDLES = {
    "carried", "chronicle", "everything", "given_back", "glance", "guards", "held", "life", "remembered", "second_look",
    "seen", "shelved_list", "taking_in", "told", "watched",
}  # fmt: skip
OURS = [
    path
    for folder in (*WINGS, "templates", "static/website", "static/staff")
    for path in sorted((HOME / folder).rglob("*.*"))
    if path.suffix in {".py", ".html", ".css", ".js"} and "migrations" not in path.parts
]

PAGES = [*sorted(HOME.glob("*.md")), *sorted((HOME / "docs").rglob("*.md"))]
#: What pages name and only a running registry has.
MADE_LATER = {"files/"}


def modules(wing: str) -> list[Path]:
    return [path for path in sorted((HOME / wing).rglob("*.py")) if "migrations" not in path.parts]


def test_relations_between_records_point_down_only():
    for wing in WITH_MODELS:
        for model in apps.get_app_config(wing).get_models():
            for field in model._meta.get_fields():
                if field.is_relation and not field.auto_created and field.related_model is not None:
                    target = field.related_model._meta.app_label
                    if target in WINGS:
                        assert WINGS.index(target) <= WINGS.index(wing), field


def test_relations_named_by_strings_point_down_only():
    for wing in WINGS:
        for path in modules(wing):
            for target in re.findall(r'"(parties|agreements|activities)\.[A-Z]\w+"', path.read_text(encoding="utf-8")):
                assert WINGS.index(target) <= WINGS.index(wing), path


def test_imports_inside_functions_point_down_only():
    for wing in WINGS:
        for path in modules(wing):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                target = (node.module or "") if isinstance(node, ast.ImportFrom) else ""
                top = target.split(".")[0]
                if top in WINGS:
                    assert WINGS.index(top) <= WINGS.index(wing), (path, target)


def test_no_folder_holds_more_than_twelve_modules():
    folders = {path.parent for wing in (*WINGS, "tests") for path in modules(wing)}
    assert len(folders) > 50
    for folder in folders:
        names = [path.name for path in folder.glob("*.py") if path.name not in {"__init__.py", "conftest.py"}]
        assert len(names) <= 12, folder


def test_no_two_public_classes_share_a_name():
    """But for the commands, which Django finds by that name."""
    homes: dict[str, list[str]] = {}
    for wing in WINGS:
        for path in modules(wing):
            for node in ast.parse(path.read_text(encoding="utf-8")).body:
                if isinstance(node, ast.ClassDef) and not node.name.startswith("_") and node.name != "Command":
                    homes.setdefault(node.name, []).append(str(path.relative_to(HOME)))
    assert len(homes) > 300
    assert {name: where for name, where in homes.items() if len(where) > 1} == {}


def test_tests_import_nothing_from_other_tests():
    for path in modules("tests"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("tests."):
                assert node.module.startswith("tests.support"), (path, node.module)


def test_names_of_tests_are_short_sentences():
    for path in modules("tests"):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                assert len(node.name) < 80, (path, node.name)


def test_templates_and_static_files_lie_with_the_wing_that_shows_them():
    """`admin` holds what overrides Django's own."""
    assert {path.name for path in (HOME / "templates").iterdir() if path.is_dir()} == {"website", "staff", "admin"}
    assert {path.name for path in (HOME / "static").iterdir()} == {"website", "staff", "img", "vendor"}


@pytest.mark.parametrize("path", OURS, ids=lambda path: str(path.relative_to(HOME)))
def test_a_file_has_at_most_400_lines_and_a_telling_name(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 400
    assert not {path.stem, *path.relative_to(HOME).parts} & (FORBIDDEN_NAMES | RIDDLES)


def test_every_address_of_the_site_has_a_name_and_is_no_regular_expression():
    for pattern, namespace in patterns(get_resolver()):
        if namespace == "admin" or not isinstance(pattern, URLPattern):
            continue
        assert pattern.name, pattern
        assert type(pattern.pattern).__name__ == "RoutePattern", pattern


def test_every_template_is_used():
    texts = {path: path.read_text(encoding="utf-8") for path in OURS if path.suffix in {".py", ".html"}}
    by_django = {"400.html", "403.html", "404.html", "500.html", "503.html"}
    for path in (HOME / "templates").rglob("*.html"):
        name = str(path.relative_to(HOME / "templates"))
        if name in by_django or name.startswith("admin/"):
            continue
        assert any(name in text for other, text in texts.items() if other != path), name


def test_own_admin_templates_override_or_are_used():
    import django.contrib.admin  # noqa: PLC0415 only its folder is wanted

    theirs = Path(django.contrib.admin.__file__).parent / "templates"
    packages = Path(django.contrib.admin.__file__).parents[3]
    texts = [path.read_text(encoding="utf-8") for path in OURS]
    for path in (HOME / "templates" / "admin").rglob("*.html"):
        name = str(path.relative_to(HOME / "templates"))
        overrides = (theirs / name).exists() or any(packages.glob(f"*/templates/{name}"))
        by_model = re.fullmatch(r"admin/\w+/\w+/(change_form|change_list)(_object_tools)?\.html", name)
        assert overrides or by_model or any(name in text for text in texts), name


def test_no_file_names_another_host_to_load_from():
    loading = re.compile(r"""(?:src|href|url\()\s*=?\s*["']?(?:https?:)?//""")
    for path in OURS:
        if path.suffix in {".html", ".css", ".js"}:
            for line in path.read_text(encoding="utf-8").splitlines():
                if loading.search(line):
                    assert "<a " in line or "canonical" in line or "license" in line, (path, line)


def test_each_dependency_has_its_reason_on_the_line_above():
    lines = (HOME / "pyproject.toml").read_text(encoding="utf-8").splitlines()
    declared = [number for number, line in enumerate(lines) if re.match(r'\s+"[a-z0-9\[\]-]+>=', line)]
    assert len(declared) > 20
    for number in declared:
        assert lines[number - 1].strip().startswith("# "), lines[number]


def test_lock_files_carry_hashes_and_no_index_address():
    for lock in (HOME / "requirements").glob("*.txt"):
        text = lock.read_text(encoding="utf-8")
        assert "--hash=sha256:" in text
        assert "://" not in text


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(HOME)))
def test_files_and_folders_that_a_page_of_prose_names_exist(page):
    for name in re.findall(
        r"`([\w./-]+\.(?:py|html|jinja|css|js|toml|md|yaml|json|txt|po|example)|(?:[\w-]+/)+)`", prose(page)
    ):
        assert name in MADE_LATER or (HOME / name).exists(), name


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(HOME)))
def test_lines_of_prose_are_shorter_than_140_characters(page):
    long = [line for line in prose(page).splitlines() if len(line) >= 140 and not line.startswith(("|", "!["))]
    assert not long


def test_the_recipes_and_the_map_name_files():
    for page in ("CONTRIBUTING.md", "docs/architecture.md"):
        assert len(set(re.findall(r"`[\w./-]+/[\w.-]+\.py`", prose(HOME / page)))) > 10, page


def test_no_paragraph_about_the_architecture_names_over_five_modules():
    for paragraph in prose(HOME / "docs" / "architecture.md").split("\n\n"):
        assert len(set(re.findall(r"`([\w./-]+\.py)`", paragraph))) <= 5, paragraph


def test_the_recipe_for_a_filter_touches_at_most_five_files():
    recipe = prose(HOME / "CONTRIBUTING.md").split("## A filter\n")[1].split("\n\n")[0]
    assert len(set(re.findall(r"`([\w./-]+\.(?:py|md))`", recipe))) <= 5


def test_the_version_is_the_newest_one_of_the_changelog_with_its_day():
    version = tomllib.loads((HOME / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    newest = next(line for line in prose(HOME / "CHANGELOG.md").splitlines() if line.startswith("## "))
    assert re.fullmatch(rf"## {re.escape(version)} — \d{{4}}-\d\d-\d\d", newest)


def prose(page: Path) -> str:
    """What people wrote and read as text: without blocks of code, and without what a program wrote into the page."""
    text = page.read_text(encoding="utf-8")
    return re.sub(r"^```.*?^```$|^<!-- results.*?^<!-- end of results", "", text, flags=re.MULTILINE | re.DOTALL)

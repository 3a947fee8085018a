"""The name of a release: as it is called, else by its commit, else by its content; alike on every machine."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from config.release import commit_of, content_of, release

GIT = shutil.which("git")


@pytest.fixture
def home(tmp_path):
    return made(tmp_path / "registry")


def made(home: Path) -> Path:
    """A small project with code, a template and a test, outside of any repository."""
    for name, text in (
        ("agreements/__init__.py", ""),
        ("agreements/rules/status.py", "IN_FORCE = 1\n"),
        ("templates/website/base.html", "<html>"),
        ("tests/__init__.py", ""),
        ("registry.sqlite3", "rows"),
    ):
        path = home / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return home


def git(home: Path, *words: str) -> str:
    who = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull, "HOME": str(home)}
    for role in ("AUTHOR", "COMMITTER"):
        who |= {f"GIT_{role}_NAME": "Dana", f"GIT_{role}_EMAIL": "dana@registry.example"}
    asked = subprocess.run([GIT, *words], cwd=home, env=who, check=True, capture_output=True, text=True)
    return asked.stdout.strip()


@pytest.fixture
def checkout(home):
    git(home, "init", "--quiet", "--initial-branch=main")
    git(home, "add", "--all")
    git(home, "commit", "--quiet", "--message=First")
    return home


needs_git = pytest.mark.skipif(GIT is None, reason="needs git")


def test_the_name_that_is_given_counts_before_everything(home, tmp_path):
    other = made(tmp_path / "other")
    (other / "templates/website/base.html").write_text("<html lang>", encoding="utf-8")
    assert release(home, "2026.12") == release(other, "2026.12") != release(home, "2026.13")
    assert release(home, "2026.12", is_worked_in=True) == release(home, "2026.12")


@pytest.mark.parametrize("name", ["2026.12", 'a "quoted"\r\nname', "жаңа"])
def test_a_release_is_short_and_fit_for_a_header(home, name):
    assert len(release(home, name)) == 12
    assert release(home, name).isalnum()


@needs_git
def test_checkouts_of_one_commit_have_one_name_whenever_they_were_made(checkout, tmp_path):
    clone = tmp_path / "clone"
    git(checkout, "clone", "--quiet", str(checkout), str(clone))
    os.utime(clone / "templates/website/base.html", (0, 0))
    assert commit_of(clone) == commit_of(checkout) == git(checkout, "rev-parse", "HEAD")
    assert release(clone) == release(checkout)
    git(clone, "commit", "--quiet", "--allow-empty", "--message=Second")
    assert release(clone) != release(checkout)


@needs_git
def test_the_commit_is_read_from_packed_references_detached_heads_and_worktrees(checkout, tmp_path):
    commit = git(checkout, "rev-parse", "HEAD")
    git(checkout, "worktree", "add", "--quiet", "-b", "branch/of-its-own", str(tmp_path / "worktree"))
    git(checkout, "pack-refs", "--all")
    assert commit_of(checkout) == commit_of(tmp_path / "worktree") == commit
    git(checkout, "checkout", "--quiet", "--detach")
    assert commit_of(checkout) == commit


@needs_git
def test_a_checkout_that_is_worked_in_is_named_by_its_content(checkout):
    before = release(checkout, is_worked_in=True)
    (checkout / "templates/website/base.html").write_text("<html lang>", encoding="utf-8")
    assert release(checkout, is_worked_in=True) != before


@pytest.mark.parametrize("git_file", ["", "gitdir: /nowhere", "\x00"])
def test_what_is_no_readable_checkout_is_named_by_its_content(home, git_file):
    if git_file:
        (home / ".git").write_text(git_file, encoding="utf-8")
    assert commit_of(home) is None
    before = release(home)
    (home / "agreements/rules/status.py").write_text("IN_FORCE = 2\n", encoding="utf-8")
    assert release(home) != before


def test_a_reference_that_is_not_there_is_no_commit(home):
    (home / ".git").mkdir()
    (home / ".git/HEAD").write_text("ref: refs/heads/main\n", encoding="utf-8")
    assert commit_of(home) is None


def test_the_content_is_that_of_code_and_templates_alone(home, tmp_path):
    before = content_of(home)
    (home / "agreements/__pycache__").mkdir()
    for name in ("agreements/__pycache__/status.pyc", "tests/test_status.py", "registry.sqlite3"):
        (home / name).write_text("something else", encoding="utf-8")
    os.utime(home / "agreements/rules/status.py", (0, 0))
    assert content_of(home) == before == content_of(made(tmp_path / "elsewhere"))
    (home / "templates/website/base.html").rename(home / "templates/home.html")
    assert content_of(home) != before

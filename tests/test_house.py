"""The house itself: rooms, imports, sizes and names are kept by tests, not by memory."""

import ast
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ROOMS = ("app.py", "survey", "reports")
FIXED = {"app.py", "survey", "questionnaires", "reports", "tests", "requirements.txt", "README.md"}
HEAVY = {"pandas", "numpy", "scipy", "matplotlib", "weasyprint"}
ALLOWED = FIXED | {
    "run",
    "LICENSE",
    "CHANGELOG.md",
    "SECURITY.md",
    "requirements-dev.txt",
    "requirements-scale.txt",
    "docs",
}


def tracked() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return [ROOT / name for name in listed.stdout.splitlines() if (ROOT / name).is_file()]


def product_code() -> list[Path]:
    return [p for p in tracked() if p.suffix == ".py" and p.relative_to(ROOT).parts[0] in ROOMS]


def test_the_top_level_holds_what_was_agreed_and_nothing_else():
    names = {p.relative_to(ROOT).parts[0] for p in tracked()}
    assert {name for name in names if not name.startswith(".")} == ALLOWED


def run_tool(*command: str) -> None:
    done = subprocess.run(
        [str(Path(sys.executable).parent / command[0]), *command[1:]],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]


def test_imports_go_one_way():
    run_tool("lint-imports", "--config", ".importlinter", "--no-cache")


def test_the_linter_has_nothing_to_say():
    run_tool("ruff", "check", ".")


def test_the_code_is_formatted():
    run_tool("ruff", "format", "--check", ".")


def test_the_types_hold():
    run_tool("mypy")


def loaded_by(statement: str, instance: Path) -> set[str]:
    code = f"import sys, json\n{statement}\nprint(json.dumps(sorted(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False,
        env={**os.environ, "PLUMBLINE_INSTANCE": str(instance)},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return set(json.loads(done.stdout.splitlines()[-1]))


def test_a_web_process_loads_no_pandas_matplotlib_or_weasyprint(tmp_path):
    assert HEAVY.isdisjoint(loaded_by("import app; app.create_app()", tmp_path))


def test_a_worker_loads_none_of_these_and_no_web_either(tmp_path):
    """Its hands do; see reports.hands."""
    loaded = loaded_by("import app; app.open_workshop(app.current_settings(), app.TASKS)", tmp_path)
    assert (HEAVY | {"flask", "alembic"}).isdisjoint(loaded)


def test_each_hand_loads_what_it_is_for(tmp_path):
    assert "weasyprint" not in loaded_by("import reports.working_out", tmp_path)
    assert {"pandas", "numpy", "matplotlib"}.isdisjoint(loaded_by("import reports.press", tmp_path))


def test_a_worker_loads_nothing_that_signs_people_in(tmp_path):
    assert {"flask_security", "limits", "argon2"}.isdisjoint(loaded_by("import app", tmp_path))


def functions(path: Path) -> list[tuple[str, int]]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [
        (node.name, (node.end_lineno or 0) - node.lineno + 1)
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]


def test_a_function_fits_on_a_screen():
    lengths = [(n, f"{p.relative_to(ROOT)}:{f}") for p in product_code() for f, n in functions(p)]
    assert [place for n, place in lengths if n > 60] == []
    ordered = sorted(n for n, _ in lengths)
    assert ordered[int(len(ordered) * 0.95)] <= 40


def test_a_module_is_about_one_thing():
    too_long = {str(p.relative_to(ROOT)): n for p in product_code()
                if (n := len(p.read_text(encoding="utf-8").splitlines())) > 320}  # fmt: skip
    assert too_long == {}


def test_no_room_is_for_odds_and_ends():
    odd = re.compile(r"(utils?|helpers?|common|misc|managers?|services?)(\.py)?$")
    assert [p for p in product_code() if any(odd.fullmatch(part) for part in p.parts)] == []


def shipped_ids() -> set[str]:
    found: set[str] = set()
    for path in (ROOT / "questionnaires/leadership").glob("*.yaml"):
        text = path.read_text(encoding="utf-8")
        found |= set(re.findall(r"^\s*-?\s*id:\s*([a-z][a-z0-9_]*)\s*$", text, re.M))
    return found


def strings(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    constants = [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)]
    return {value for value in constants if isinstance(value, str)}


@pytest.mark.parametrize("path", product_code(), ids=lambda p: str(p.relative_to(ROOT)))
def test_no_skill_responsibility_or_group_stands_in_code(path):
    # a kind of group, a table, a room, the shipped folder, a visitor's role; and the demo is about
    # the shipped one
    also_words_of_ours = {"self", "people", "reports", "leadership", "manager"}
    if path.parent.name == "demo":
        return
    assert strings(path) & (shipped_ids() - also_words_of_ours) == set()


def test_no_registry_and_no_machine_is_named():
    named = re.compile(r"(pypi|pythonhosted|npmjs|debian)\.(org|com|net)|/(work|tmp)/", re.I)
    written = {".py", ".txt", ".in", ".md", ".yaml", ".json", ".css", ".js", ".html", ""}
    texts = [p for p in tracked() if p.suffix in written and p != Path(__file__)]
    assert [str(p) for p in texts if named.search(p.read_text(errors="replace"))] == []

"""`check` on the command line: what an author sees."""

import shutil
import subprocess
import sys
from pathlib import Path

from click.testing import CliRunner

from survey.commands import COMMANDS, check

TESTS = Path(__file__).parents[1]
TINY = TESTS / "questionnaires" / "tiny"


def test_it_praises_a_good_folder_in_one_line():
    result = CliRunner().invoke(check, [str(TINY)])
    assert result.exit_code == 0
    assert result.output.startswith("tiny: all is well with 2 skills, 2 responsibilities, 5 items")
    assert result.output.count("\n") == 1


def test_it_prints_every_problem_on_a_line_and_exits_with_one(tmp_path: Path):
    (tmp_path / "instrument.yaml").write_text("id: a\nid: b\n: c\n")
    result = CliRunner().invoke(check, [str(tmp_path)])
    assert result.exit_code == 1
    assert (
        "instrument.yaml:2:1: key 'id' is already in line 1; keep one of the two" in result.output
    )


def test_a_folder_that_is_not_there_is_a_clear_sentence(tmp_path: Path):
    result = CliRunner().invoke(check, [str(tmp_path / "nowhere")])
    assert result.exit_code == 1
    assert "there is no folder here" in result.output
    assert "Traceback" not in result.output


def test_it_is_registered():
    assert check in COMMANDS


def test_checking_needs_no_flask_no_pandas_and_no_database():
    code = (
        "import sys; import survey.commands; "
        "heavy = {'flask', 'pandas', 'sqlalchemy', 'matplotlib', 'weasyprint'} & set(sys.modules); "
        "sys.exit(str(heavy) if heavy else 0)"
    )
    root = TESTS.parent
    assert subprocess.run([sys.executable, "-c", code], cwd=root, check=False).returncode == 0


def test_it_judges_the_wording_when_asked_and_takes_a_reason(tmp_path: Path):
    folder = Path(shutil.copytree(TINY, tmp_path / "tiny"))
    file = folder / "acting.yaml"
    words = file.read_text(encoding="utf-8").replace("Begins with the aim.", "Aims and begins.")
    file.write_text(words, encoding="utf-8")
    result = CliRunner().invoke(check, ["--lint", str(folder)])
    assert result.exit_code == 1
    assert "acting.yaml:12:18: double_barrelled: two things in one statement" in result.output
    accepted = words.replace(
        "  - id: act_aim", "  # accepted double_barrelled: tried\n  - id: act_aim"
    ).replace("  - id: act_aim", "  # accepted drifted: tried\n  - id: act_aim")
    file.write_text(accepted, encoding="utf-8")
    result = CliRunner().invoke(check, ["--lint", str(folder)])
    assert result.exit_code == 0, result.output
    assert "(accepted: tried)" in result.output

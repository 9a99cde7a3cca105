"""The commands as they are typed: what they say, and what they refuse."""

import sqlite3
from contextlib import closing

import pytest
from click.testing import CliRunner

from survey import jobs
from survey.errors import BadInput, NotNow
from survey.rights import commands
from survey.workshop import at_work, open_workshop


@pytest.fixture
def run(settings, db):
    """Type a command; raises what its user would be told in a sentence."""

    def typed(command, *words):
        done = CliRunner().invoke(
            command, words, obj=lambda: open_workshop(settings, [jobs.TASKS], immediate=True)
        )
        if done.exception and not isinstance(done.exception, SystemExit):
            raise done.exception
        return done.exit_code, done.output

    return typed


def test_a_copy_is_not_brought_back_under_a_running_server(run, settings, firm, tmp_path):
    assert run(commands.back_up, str(tmp_path / "copy"))[0] == 0
    with at_work(settings), at_work(settings), pytest.raises(NotNow, match="running"):
        run(commands.restore, "--replace", str(tmp_path / "copy"))
    code, said = run(commands.restore, "--replace", str(tmp_path / "copy"))
    assert (code, said.strip().split("\n")[-1]) == (0, "Restored.")


def test_a_copy_goes_only_into_a_folder_that_is_there(run, tmp_path):
    with pytest.raises(BadInput, match="no such folder"):
        run(commands.back_up, str(tmp_path / "nowhere" / "copy"))


def test_half_a_copy_is_refused(run, firm, tmp_path):
    run(commands.back_up, str(tmp_path / "copy"))
    half = (tmp_path / "copy").read_bytes()
    (tmp_path / "half").write_bytes(half[: len(half) // 8192 * 4096])
    with pytest.raises(BadInput, match="not a whole copy"):
        run(commands.restore, "--replace", str(tmp_path / "half"))


def test_a_copy_of_a_newer_version_is_refused_in_a_sentence(run, firm, tmp_path):
    run(commands.back_up, str(tmp_path / "copy"))
    with closing(sqlite3.connect(tmp_path / "copy")) as copy:
        copy.execute("UPDATE alembic_version SET version_num = '9999'")
        copy.commit()
    with pytest.raises(BadInput, match="newer version"):
        run(commands.restore, "--replace", str(tmp_path / "copy"))


def test_mail_to_others_about_the_erased_goes_from_the_folder(run, settings, firm, bob):
    settings.outbox.mkdir(parents=True, exist_ok=True)
    named, other = (settings.outbox / f"{n * 32}.eml" for n in "ab")
    named.write_text("To: cora@hall.example\n\nReady to be looked at: Bob Zwiebel\n")
    other.write_text("To: cora@hall.example\n\nReady to be looked at: Alice\n")
    code, said = run(commands.erase, "bob.zwiebel@hallsons.example")
    assert (code, named.exists(), other.exists()) == (0, False, True), said


@pytest.mark.parametrize("word", ["", "  ", "al"])
def test_nobody_looks_for_what_stands_everywhere(run, word):
    with pytest.raises(BadInput, match="3 letters"):
        run(commands.scan, word)


def test_the_file_with_all_about_a_person_is_for_its_reader_alone(run, firm, bob, tmp_path):
    file = tmp_path / "bob.zip"
    code, said = run(commands.person, "bob.zwiebel@hallsons.example", "--zip", str(file))
    assert (code, file.stat().st_mode & 0o077) == (0, 0)
    assert str(file) in said

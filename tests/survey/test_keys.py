"""Key files."""

import stat
from concurrent.futures import ThreadPoolExecutor

import pytest

from survey import keys
from survey.errors import BadInput


def test_keys_are_made_once_and_for_the_service_alone(tmp_path):
    first = keys.load(tmp_path / "keys")
    assert keys.load(tmp_path / "keys") == first
    assert len(first.session) == len(first.link) == 32
    assert first.session != first.link
    modes = {p.name: stat.S_IMODE(p.stat().st_mode) for p in (tmp_path / "keys").iterdir()}
    assert modes == {"session.key": 0o600, "link.key": 0o600, "record.key": 0o600}
    assert stat.S_IMODE((tmp_path / "keys").stat().st_mode) == 0o700


def test_processes_that_start_together_agree_on_the_keys(tmp_path):
    with ThreadPoolExecutor(16) as pool:
        found = list(pool.map(lambda _: keys.load(tmp_path / "keys"), range(64)))
    assert all(each == found[0] for each in found)
    assert len(list((tmp_path / "keys").iterdir())) == 3


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604, 0o660])
def test_it_refuses_a_key_that_others_can_read_and_says_the_cure(tmp_path, mode):
    keys.load(tmp_path)
    (tmp_path / "link.key").chmod(mode)
    with pytest.raises(BadInput, match=r"link\.key: others can read this key.*chmod 600"):
        keys.load(tmp_path)


@pytest.mark.parametrize("content", ["", "not hex", "ab" * 31, "ü"])
def test_it_refuses_a_damaged_key(tmp_path, content):
    keys.load(tmp_path)
    (tmp_path / "session.key").write_text(content)
    with pytest.raises(BadInput, match="damaged"):
        keys.load(tmp_path)


def test_keys_do_not_show_themselves(tmp_path):
    found = keys.load(tmp_path)
    assert found.link.hex() not in repr(found)
    assert repr(found.link) not in repr(found)

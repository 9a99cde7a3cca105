"""A questionnaire travels as a ZIP; a ZIP that means harm costs little and brings nothing in."""

import io
import time
import zipfile
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from survey.errors import BadInput
from survey.questionnaire.packing import MAX_PACKED, pack, unpack
from tests.survey.questionnaire.edit.folders import LEADERSHIP, TINY


def zipped(*entries, compression=zipfile.ZIP_DEFLATED):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as packed:
        for name, data in entries:
            packed.writestr(name, data)
    return out.getvalue()


@pytest.mark.parametrize("files", [LEADERSHIP, TINY])
def test_what_is_packed_comes_out_again_byte_for_byte(files):
    assert unpack(pack(files)) == files
    assert pack(dict(reversed(files.items()))) == pack(files)


def test_a_folder_within_the_zip_and_other_files_are_no_hindrance():
    entries = [(f"leadership/{name}", data) for name, data in LEADERSHIP.items()]
    more = [("leadership/README.md", b"x"), ("__MACOSX/leadership/._a.yaml", b"x"),
            ("leadership/.hidden.yaml", b"x"), ("leadership/", b"")]  # fmt: skip
    assert unpack(zipped(*entries, *more)) == LEADERSHIP


def bomb():
    return zipped(("instrument.yaml", b"\0" * 50_000_000))


def link():
    entry = zipfile.ZipInfo("instrument.yaml")
    entry.external_attr = 0o120777 << 16
    return zipped((entry, b"/etc/passwd"))


def encrypted():
    data = bytearray(zipped(("a.yaml", b"a: b")))
    data[data.index(b"PK\x01\x02") + 8] |= 1
    data[6] |= 1
    return bytes(data)


def twice():
    with pytest.warns(UserWarning, match="Duplicate"):
        return zipped(("a.yaml", b"a"), ("a.yaml", b"b"))


@pytest.mark.parametrize(
    ("hostile", "said"),
    [
        (bomb, "more than"),
        (lambda: zipped(*((f"{n}.yaml", b"") for n in range(41))), "more than 40 YAML"),
        (lambda: zipped(*((f"{n}.txt", b"") for n in range(300))), "more than 200"),
        (lambda: b"PK" + b"\0" * MAX_PACKED, "more than"),
        (lambda: zipped(("../a.yaml", b"a")), "leads out"),
        (lambda: zipped(("a/../../b.txt", b"a")), "leads out"),
        (lambda: zipped(("/etc/a.yaml", b"a")), "leads out"),
        (lambda: zipped(("C:\\a.yaml", b"a")), "leads out"),
        (lambda: zipped(("..\\a.yaml", b"a")), "leads out"),
        (link, "links are not taken"),
        (encrypted, "encrypted"),
        (lambda: zipped(("a.yaml", b"a" * 99), compression=zipfile.ZIP_LZMA), "unusual"),
        (twice, "two files"),
        (lambda: zipped(("a/a.yaml", b"a"), ("b/b.yaml", b"b")), "several folders"),
        (lambda: zipped(("a.txt", b"a")), "no YAML"),
        (lambda: b"", "not a ZIP"),
        (lambda: b"not a zip", "not a ZIP"),
        (lambda: zipped(("a.yaml", b"a" * 5000))[:-40], "not a ZIP"),
    ],
)
def test_a_hostile_zip_is_refused_with_a_reason(hostile, said):
    data = hostile()
    begun = time.process_time()
    with pytest.raises(BadInput, match=said):
        unpack(data)
    assert time.process_time() - begun < 3


@settings(max_examples=150, deadline=None)
@given(at=st.integers(0, 20_000), garbage=st.binary(min_size=1, max_size=8))
def test_a_damaged_zip_is_refused_or_read_and_nothing_else(at, garbage):
    data = bytearray(pack(TINY))
    at %= len(data)
    data[at : at + len(garbage)] = garbage
    with suppress(BadInput):
        unpack(bytes(data))

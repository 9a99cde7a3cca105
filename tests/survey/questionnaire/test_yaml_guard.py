"""Hostile YAML costs little time and never raises anything."""

import json
import shutil
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from survey.questionnaire import document
from survey.questionnaire.guard import MAX_BYTES, MAX_DEPTH, MAX_NODES
from survey.questionnaire.loader import find_problems
from survey.questionnaire.problems import Message, Problem, Remarks
from tests.survey.questionnaire.wrong_cases import DATA

SLOWEST = 3.0
"""Seconds of work that any payload may take, from bytes to problems; other work does not count."""


def problems_of(data: bytes) -> list[Problem]:
    remarks = Remarks("hostile.yaml")
    document.read(data, remarks)
    return remarks.listed()


def merge_bomb(levels: int) -> str:
    lines = ["a0: &a0 {x: 1}"]
    for n in range(1, levels + 1):
        lines.append(f"a{n}: &a{n}\n  <<: [*a{n - 1}, *a{n - 1}]")
    return "\n".join(lines)


def alias_bomb(levels: int) -> str:
    lines = ["a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol]"]
    for n in range(1, levels + 1):
        lines.append(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]")
    return "\n".join(lines)


PAYLOADS = {
    "merge bomb": (merge_bomb(21), Message.MERGE_KEY),
    "alias bomb": (alias_bomb(9), Message.ALIAS),
    "alias to itself": ("a: &a [*a]", Message.ALIAS),
    "50 000 brackets": ("[" * 50_000, Message.TOO_DEEP),
    "50 000 brackets on lines": ("[\n" * 50_000, Message.TOO_DEEP),
    "50 000 braces": ("{" * 50_000, Message.TOO_DEEP),
    "50 000 dashes": ("- " * 50_000, Message.TOO_DEEP),
    "50 000 questions": ("? " * 50_000, Message.TOO_DEEP),
    "stairs": ("".join(" " * n + "a:\n" for n in range(700)), Message.TOO_DEEP),
    "python object": ("a: !!python/object/apply:os.system ['id']", Message.TAG),
    "python name": ("a: !!python/name:os.system", Message.TAG),
    "python module": ("!!python/module:os", Message.TAG),
    "local tag": ("a: !include /etc/passwd", Message.TAG),
    "binary": ("a: !!binary R0lGODlhDAAMAIQAAP", Message.TAG),
    "nul": ("a: b\0c", Message.FORBIDDEN_CHARACTER),
    "escaped nul": ('a: "b\\0c"', Message.FORBIDDEN_CHARACTER),
    "escaped surrogate": ('a: "\\ud800"', Message.FORBIDDEN_CHARACTER),
    "terminal escape": ("a: \x1b[2J", Message.FORBIDDEN_CHARACTER),
    "direction override": ("a: \u202etxt.exe", Message.FORBIDDEN_CHARACTER),
    "noncharacter": ("a: \U0001ffff", Message.FORBIDDEN_CHARACTER),
    "byte order mark inside": ("a: b\ufeffc", Message.FORBIDDEN_CHARACTER),
    "only control characters": ("\x01\n" * 100_000, Message.FORBIDDEN_CHARACTER),
    "control characters at the end": ("\n" * 200_000 + "\x01" * 200, Message.FORBIDDEN_CHARACTER),
    "code point too large": ('a: "\\UFFFFFFFF"', Message.SYNTAX),
    "version too large": ("%YAML " + "1" * 5000 + ".1\n--- a", Message.SYNTAX),
    "tag directive": ("%TAG ! tag:x,2000:\n--- a", Message.DIRECTIVE),
    "many documents": ("---\na\n" * 20_000, Message.SECOND_DOCUMENT),
    "many anchors": ("- &a b\n" * 20_001, Message.ANCHOR),
    "many tags": ("- !!str b\n" * 20_000, Message.TAG),
    "many aliases": ("- *a\n" * 20_001, Message.ALIAS),
    "many duplicate keys": ("a: 1\n" * 9_000, Message.DUPLICATE_KEY),
    "20 001 values": ("- a\n" * MAX_NODES, Message.TOO_MANY_NODES),
    "20 001 values in one line": ("[" + "a," * MAX_NODES + "]", Message.TOO_MANY_NODES),
    "a large file": ("a: " + "b" * MAX_BYTES, Message.FILE_TOO_LARGE),
    "an open quote": ('a: "' + "b " * 100_000, Message.SYNTAX),
    "an open bracket": ("a: [" + "b, " * 9_000, Message.SYNTAX),
}


@pytest.mark.parametrize(("payload", "message"), PAYLOADS.values(), ids=PAYLOADS)
def test_it_refuses_a_hostile_file_at_once(payload: str, message: Message):
    begun = time.process_time()
    problems = problems_of(payload.encode())
    assert time.process_time() - begun < SLOWEST
    assert message in {problem.name for problem in problems}


@pytest.mark.parametrize(
    "data",
    [
        "a: b".encode("utf-16"),
        "a: b".encode("utf-16-le"),
        "a: b".encode("utf-32"),
        "a: ü".encode("latin-1"),
        b"a: \xed\xa0\x80",  # a surrogate in UTF-8's clothes
        b"a: \xc0\x80",  # NUL, one byte too long
        b"\xff" * 1000,
    ],
)
def test_it_refuses_what_is_not_utf8(data: bytes):
    names = {problem.name for problem in problems_of(data)}
    assert names & {Message.NOT_UTF8, Message.FORBIDDEN_CHARACTER}


def test_it_says_where_the_encoding_breaks():
    (problem,) = problems_of("a: gut\nb: über".encode("latin-1"))
    assert (problem.line, problem.column) == (2, 4)


def test_a_byte_order_mark_at_the_start_is_fine():
    assert problems_of("\ufeffa: b".encode()) == []


@pytest.mark.parametrize(
    "fine",
    [
        "[" * MAX_DEPTH + "]" * MAX_DEPTH,
        "- a\n" * (MAX_NODES - 1),
        "a: " + "b" * (MAX_BYTES - 3),
        "a: b\r\nc: d\re: f\n",
        "--- \na: 'b'\n...\n",
    ],
)
def test_what_is_just_within_the_limits_passes(fine: str):
    begun = time.process_time()
    assert problems_of(fine.encode()) == []
    assert time.process_time() - begun < SLOWEST


def test_only_whole_numbers_true_false_and_null_are_not_text():
    plain = document.read(
        b"[1, -3, 0, true, false, null, ~, , 012, +1, 1_000, 0x1F, 1e3, .5, 1:30, no, Yes, True,"
        b" NULL, 2026-01-01, .inf, 12345678901234567890, 'true', \"1\"]".replace(b" , ", b" "),
        Remarks("a.yaml"),
    )
    assert plain is not None
    assert plain.plain == [
        1, -3, 0, True, False, None, None, "012", "+1", "1_000", "0x1F", "1e3", ".5", "1:30",
        "no", "Yes", "True", "NULL", "2026-01-01", ".inf", "12345678901234567890", "true", "1",
    ]  # fmt: skip


def test_keys_are_always_text():
    found = document.read(b"no: a\n1: b\nnull: c\n", Remarks("a.yaml"))
    assert found is not None
    assert list(found.plain) == ["no", "1", "null"]


def test_hostile_files_in_a_folder_are_refused_at_once(folder):
    for name, (payload, _) in PAYLOADS.items():
        begun = time.process_time()
        (folder / "acting.yaml").write_bytes(payload.encode())
        assert find_problems(folder), name
        assert time.process_time() - begun < SLOWEST, name


def test_ten_thousand_unknown_keys_are_refused_at_once(folder):
    keys = "".join(f"responsibilitie{n}: 1\n" for n in range(9_999))
    (folder / "acting.yaml").write_text(keys, encoding="utf-8")
    begun = time.process_time()
    assert find_problems(folder)
    assert time.process_time() - begun < SLOWEST


SCRAPS = st.sampled_from(
    [*"[]{}:,-?!&*|>%@`'\"#\n \t\\~<=.", "a", "0", "- ", ": ", "? ", "---\n", "...\n", "\r", "\x85",
     "<<", "!!str ", "&a ", "*a", "%YAML 1.1\n", "\ufeff", "\\x41", "\\U0001F600", "id", "items",
     "true", "ü", "\0", "  "]
)  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(st.one_of(st.text(), st.lists(SCRAPS, max_size=60).map("".join)))
def test_any_text_gives_problems_or_values_and_nothing_else(text: str):
    problems_of(text.encode("utf-8", errors="surrogatepass"))


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_give_problems_or_values_and_nothing_else(data: bytes):
    problems_of(data)


plain_values = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                ["id", "items", "name", "en", "core", "scale", "labels", "x", "", "by_language"]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=20,
)


@settings(max_examples=200, deadline=None)
@given(top=plain_values, instrument=plain_values)
def test_any_values_in_the_files_give_problems_and_nothing_else(top, instrument, tmp_path_factory):
    folder = tmp_path_factory.mktemp("any")
    (folder / "instrument.yaml").write_text(json.dumps(instrument), encoding="utf-8")
    (folder / "acting.yaml").write_text(json.dumps(top), encoding="utf-8")
    assert find_problems(folder)


@settings(max_examples=200, deadline=None)
@given(
    where=st.sampled_from(["instrument.yaml", "listening.yaml", "acting.yaml"]),
    at=st.floats(0, 1),
    cut=st.integers(0, 40),
    scraps=st.lists(SCRAPS, max_size=4).map("".join),
)
def test_a_good_file_with_a_slip_gives_problems_and_nothing_else(
    where, at, cut, scraps, tmp_path_factory
):
    folder = tmp_path_factory.mktemp("slip") / "tiny"
    shutil.copytree(DATA / "tiny", folder)
    text = (folder / where).read_text(encoding="utf-8")
    begin = int(at * len(text))
    (folder / where).write_text(text[:begin] + scraps + text[begin + cut :], encoding="utf-8")
    find_problems(folder)

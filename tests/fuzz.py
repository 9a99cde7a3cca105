"""`./run fuzz [SECONDS]`: a campaign of bad questionnaires; prints what was tried and what became
of it.

Guided by coverage where atheris is installed (it has wheels for some machines only), by hypothesis
elsewhere. A crash is whatever ends in anything but a questionnaire or a list of problems, or takes
longer than three seconds; its input is kept in a file.
"""

import os
import random
import sys
import tempfile
import time
from collections import Counter
from contextlib import nullcontext, suppress
from pathlib import Path

from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

try:
    import atheris

    watched = atheris.instrument_imports(include=["survey", "ruamel"])
except ImportError:
    atheris, watched = None, nullcontext()
with watched:
    from survey.errors import BadInput, NotNow
    from survey.questionnaire import canonical, loader, packing
    from survey.questionnaire.edit import operations
    from survey.questionnaire.lint.linting import lint

QUESTIONNAIRES = Path(__file__).parent / "questionnaires"
SLOWEST = 3.0
"""Seconds that one input may take."""
SCRAPS = [
    *(c.encode() for c in "[]{}:,-?!&*|>%@`'\"#\n \t\\~<=.0aü\x85\u202e\ufeff"),
    b"- ", b": ", b"? ", b"---\n", b"...\n", b"\r\n", b"<<: ", b"!!python/name:os.system ",
    b"&a ", b"*a", b"%YAML 1.1\n", b'"\\ud800"', b'"\\0"', b"\xff\xfe", b"\xed\xa0\x80", b"No",
    b"1:30", b"012", b"id: validate\n", b"id: __class__\n", b"{subject.__class__}", b"{{ 7*7 }}",
    b"<script>", b"=cmd()", b"items:\n", b"  - id: act_aim\n", b"  ", b"core: true\n", b"type: x\n",
]  # fmt: skip


def files_of(name: str) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted((QUESTIONNAIRES / name).glob("*.yaml"))}


TINY, UGLY = files_of("tiny"), files_of("ugly")
STARTS = [(base, name) for base in (TINY, UGLY) for name in base]


def judge(start: int, data: bytes) -> str:
    """Put `data` into a questionnaire in the place of one file. What became of it.

    "accepted" ones are also stored, read back, edited, judged and packed.
    """
    base, name = STARTS[start % len(STARTS)]
    files = {**base, name: data}
    if data.startswith(b"PK"):
        try:
            files = packing.unpack(data)
        except BadInput:
            return "refused"
    problems = loader.problems_of(files)
    if problems:
        assert all(str(problem).isprintable() for problem in problems)
        return "refused"
    found = loader.of_files(files)
    assert canonical.from_json(canonical.to_json(found)).version == found.version
    lint(files)
    item = found.skills[0].items[0].id
    with suppress(NotNow):
        edited = operations.reword(files, item, found.instrument.languages[0], "I do: this.")
        assert loader.of_files(edited).skills[0].items[0].id == item
    assert packing.unpack(packing.pack(files)) == files
    return "accepted"


class Campaign:
    """Counts what came of each input, and keeps those that crash."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.slowest = 0.0
        self.crashes = Path(tempfile.mkdtemp(prefix="plumbline-fuzz-"))

    def run(self, start: int, data: bytes) -> None:
        begun = time.process_time()
        try:
            outcome = judge(start, data)
        except Exception as error:  # noqa: BLE001 - any at all is what we look for
            outcome = "crashed"
            kept = self.crashes / f"{self.counts['crashed']}.{start % len(STARTS)}.yaml"
            kept.write_bytes(data)
            print(f"  {type(error).__name__}: {error!s:.200} ({kept})")
        took = time.process_time() - begun
        self.slowest = max(self.slowest, took)
        self.counts["executions"] += 1
        self.counts[outcome] += 1
        self.counts["too slow"] += took > SLOWEST

    @property
    def failed(self) -> int:
        """The exit code."""
        return int(bool(self.counts["crashed"] or self.counts["too slow"]))

    def told(self) -> str:
        sorts = ("executions", "refused", "accepted", "crashed", "too slow")
        numbers = ", ".join(f"{self.counts[sort]} {sort}" for sort in sorts)
        return f"{numbers}; the slowest took {self.slowest:.2f} s"


def mutated(dice: random.Random) -> tuple[int, bytes]:
    """A good file with a few slips: passages cut, doubled, moved, and scraps put in."""
    start = dice.randrange(len(STARTS))
    base, name = STARTS[start]
    data = packing.pack(base) if dice.random() < 0.05 else base[name]
    for _ in range(dice.choice((0, 1, 1, 1, 2, 3, 8))):
        at, other = (dice.randrange(len(data) + 1) for _ in range(2))
        length = dice.choice((0, 1, 3, 10, 80))
        match dice.randrange(4):
            case 0:
                data = data[:at] + data[at + length :]
            case 1:
                data = data[:at] + dice.choice(SCRAPS) * dice.choice((1, 1, 1, 40)) + data[at:]
            case 2:
                data = data[:at] + data[other : other + length] + data[at:]
            case _:
                data = data[:at] + dice.choice(SCRAPS) + data[at + length :]
    return start, data


def by_hypothesis(campaign: Campaign, until: float) -> None:
    round_ = 0
    while time.monotonic() < until:
        round_ += 1

        @seed(round_)
        @settings(
            max_examples=200, deadline=None, database=None, suppress_health_check=list(HealthCheck)
        )
        @given(st.integers(0, 2**64), st.binary(max_size=200), st.integers(0, 3))
        def tried(number: int, raw: bytes, which: int) -> None:
            dice = random.Random(number)
            if time.monotonic() < until:
                campaign.run(*((dice.randrange(9), raw) if which == 0 else mutated(dice)))

        tried()


def by_coverage(campaign: Campaign, until: float) -> None:
    corpus = Path(tempfile.mkdtemp(prefix="plumbline-corpus-"))
    for number, (base, name) in enumerate(STARTS):
        (corpus / str(number)).write_bytes(bytes([number]) + base[name])
    words = corpus.with_suffix(".dict")
    words.write_text("".join(f'"{_escaped(scrap)}"\n' for scrap in SCRAPS))

    def one(data: bytes) -> None:
        campaign.run(data[0] if data else 0, data[1:])
        if time.monotonic() > until:  # libFuzzer would end the process without a word
            print(campaign.told(), flush=True)
            os._exit(campaign.failed)

    told = ["-max_len=8192", f"-dict={words}", "-verbosity=0",
            f"-artifact_prefix={campaign.crashes}/"]  # fmt: skip
    atheris.Setup([sys.argv[0], *told, str(corpus)], one)
    atheris.Fuzz()


def _escaped(scrap: bytes) -> str:
    return "".join(f"\\x{byte:02x}" for byte in scrap)


def main(seconds: int) -> int:
    campaign = Campaign()
    if atheris:
        print(f"fuzzing for {seconds} s by atheris", flush=True)
        by_coverage(campaign, time.monotonic() + seconds)
    print(f"fuzzing for {seconds} s by hypothesis (atheris is not installed)", flush=True)
    by_hypothesis(campaign, time.monotonic() + seconds)
    print(campaign.told())
    return campaign.failed


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 60))

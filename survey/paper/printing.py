"""What is to be printed: a specimen of a questionnaire, or one form for each printed slip.

A paper's code is its slip's. What was made is sealed with a key that is made from the link key,
since the database may know no code (decision 8).
"""

import json
import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace

from survey import links
from survey.answers.sheet import blank_sheet
from survey.errors import BadInput, NotFound
from survey.keys import Keys
from survey.mailing import filling
from survey.paper.form import Asking
from survey.paper.keying import asking_of
from survey.paper.page import SIZES, Handing, Paper, Size
from survey.questionnaire import loader
from survey.questionnaire.model import Questionnaire
from survey.raters import slips
from survey.store import invitations, lists, questionnaires
from survey.store.database import Tx
from survey.store.papers import Job

KEPT = 24 * 3600  # seconds
SPECIMEN_FROM = 3  # numbers of a group appear from so many on, where no round says another number


@dataclass(frozen=True)
class Wish:
    """Which form is wanted, for whom."""

    group: str
    language: str
    size: Size = "A4"
    form: str = ""
    """Of a specimen; a round has its own."""
    number: str = ""
    """Of a specimen: a publication's number, or "draft"."""
    readers: str = ""
    """Who reads the report, in a sentence."""

    def to_json(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> "Wish":
        return cls(**json.loads(text))


@dataclass(frozen=True)
class House:
    """Who prints, and where codes are typed."""

    product: str
    base_url: str
    keys: Keys


def specimen(asked: Questionnaire, wish: Wish, product: str) -> Paper:
    """A form without a code. Raises BadInput: no such form, group, language or size."""
    instrument = asked.instrument
    for what, wanted, there in (
        ("form", wish.form, [one.id for one in instrument.forms]),
        ("group", wish.group, [one.id for one in instrument.groups]),
        ("language", wish.language, instrument.languages),
        ("size", wish.size, SIZES),
    ):
        if wanted not in there:
            raise BadInput(f"{wanted!r} is none of: {', '.join(there)}", what)
    asking = Asking(asked, wish.form, wish.group, wish.language, filling.speech(wish.language))
    promise = filling.promise(asked, wish.group, SPECIMEN_FROM, wish.language)
    return Paper(asking, product, (promise,), size=wish.size)


def papers_of(tx: Tx, house: House, job: Job, now: float) -> list[Paper]:
    """The forms of this job; those of slips in a new order each time, which tells nothing of who
    got which. Raises NotFound, Problems, RoundClosed, BadInput."""
    wish = Wish.from_json(job.wish)
    if job.participation is None:
        asked = loader.of_files(_files(tx, job.questionnaire or "", wish.number))
        return [specimen(asked, wish, house.product)]
    rows = slips_of(tx, job.participation, wish.group)
    secrets.SystemRandom().shuffle(rows)
    return [_of_slip(tx, house, wish, row, now) for row in rows]


def slips_of(tx: Tx, participation: str, group: str) -> list[lists.Row]:
    """Those that stand on the list, used or not."""
    rows = lists.of(tx, participation)
    return [row for row in rows if row.slip and row.group == group and not row.taken_off]


def _of_slip(tx: Tx, house: House, wish: Wish, row: lists.Row, now: float) -> Paper:
    """For the group that the list shows: where a slip was moved, the one of before would tell that
    it was sent (decision 15)."""
    found = replace(invitations.get(tx, row.invitation), group=row.group)
    sheet = blank_sheet(tx, found, now)
    round_, language = sheet.round, wish.language
    promise = filling.promise(sheet.questionnaire, wish.group, round_.threshold, language)
    handing = Handing(
        slips.code(house.keys, row.invitation),
        f"{house.base_url}/code",
        filling.day(round_.closes_on, language),
    )
    told = tuple(one for one in (promise, wish.readers) if one)
    return Paper(asking_of(tx, sheet, language), house.product, told, handing, wish.size)


def _files(tx: Tx, questionnaire: str, number: str) -> Mapping[str, bytes]:
    if number == "draft":
        return questionnaires.get(tx, questionnaire).files
    for one in questionnaires.published(tx, questionnaire):
        if str(one.number) == number:
            return one.files
    raise NotFound("no such version")


def seal(keys: Keys, paper: str, printed: bytes) -> bytes:
    """As the database may keep it."""
    return links.seal(_key(keys, paper), paper, printed)


def opened(keys: Keys, paper: str, sealed: bytes) -> bytes:
    """What `seal` was given. Raises CannotOpen."""
    return links.open_(_key(keys, paper), paper, sealed)


def _key(keys: Keys, paper: str) -> str:
    return links.secret(keys.link, f"paper {paper}", 1, "slip")

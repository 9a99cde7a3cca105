"""The odd cases: each a report that is looked at, and that test_gallery.py asks.

`./run gallery [NAME …] [-o FOLDER]` prints them as PDF and PNG, with all pages on one sheet.
"""

import argparse
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pypdfium2
from PIL import Image, ImageDraw, ImageFont

from reports import build, drawing, press
from reports.case import Case
from reports.fonts import FOLDER as FONTS
from reports.variant import Variant
from reports.words import TRANSLATIONS
from survey.translations import compile_new
from tests.reports import worded
from tests.reports.cases import ALONE, FEW, MANY, alike, answers, case
from tests.reports.pages import Pages

LOOK, SMALL = 1.4, 0.26
"""Pixels a point, of a page to look at and of one on the sheet of all."""


@dataclass(frozen=True)
class Odd:
    make: Callable[[], Case]
    promise: str
    """What such a report owes its reader beside what each does; test_gallery.py asks for it."""


@dataclass
class Shown(Pages):
    case: Case = None
    """What it was printed from."""


def shown(name: str) -> Shown:
    made = GALLERY[name].make()
    report = build.build(made)
    data = press.printed(report, drawing.drawn(report), made.words)
    return Shown(report, data, Variant(), case=made)


GALLERY = {
    "self-only": Odd(
        lambda: case([answers(ALONE)]),
        "Speaks of no other people's numbers, and says how to ask others.",
    ),
    "four-raters": Odd(
        lambda: case([answers(FEW)]),
        "Draws no bands and no bars, and says why.",
    ),
    "sixty-raters": Odd(
        lambda: case(
            [answers({"self": 1, "manager": 1, "peers": 22, "reports": 26, "others": 11})]
        ),
        "Names all sixty, says how narrow their bands are, and keeps most of its bars.",
    ),
    "all-fives": Odd(
        lambda: case([alike(MANY, 5)]),
        "Has no list of the lowest, no exact five of a group, and says that all is alike.",
    ),
    "all-ones": Odd(
        lambda: case([alike(MANY, 1)]),
        "Has no list of the highest, and speaks of no strength that nobody sees.",
    ),
    "all-others-alone": Odd(
        lambda: case([answers({"self": 1, "peers": 2, "reports": 2, "others": 2})]),
        "Shows one average of all others and no second line of the same people, and says of each "
        "group with whom it is counted.",
    ),
    "hidden-group": Odd(
        lambda: case([answers({"self": 1, "manager": 3, "peers": 2})]),
        "Names the group that is too small, with its reason, and puts it in no number.",
    ),
    "no-self-rating": Odd(
        lambda: case([answers({**MANY, "self": 0})]),
        "Has no sign of you, no gap and no page of views, and says why.",
    ),
    "unseen-statement": Odd(
        lambda: case([unseen(answers(MANY), at=3)]),
        "Leaves the statement standing, with its reason and without a number of the others.",
    ),
    "two-line-managers": Odd(
        lambda: case([answers({"self": 1, "manager": 2, "peers": 4, "reports": 5})]),
        "Says that the line managers are two people, wherever it says how many.",
    ),
    "extended-form": Odd(
        lambda: case([answers(MANY, 50)], form_id="extended"),
        "Has ten statements of each skill on one page.",
    ),
    "two-hundred-comments": Odd(
        worded.two_hundred,
        "Prints each once, and whole, the two of 4,000 characters too.",
    ),
    "names-of-eighty": Odd(
        worded.eighty,
        "Keeps names below the motif, on one line of the footer and out of the columns.",
    ),
    "names-in-other-scripts": Odd(
        worded.scripts, "Has each name in its script, and pictograms in words."
    ),
    "words-like-code": Odd(worded.code, "Prints what looks like code as it was written."),
    "arabic": Odd(
        worded.in_arabic, "Is in Arabic all through, from right to left, with books in English."
    ),
    "arabic-in-part": Odd(
        lambda: worded.spoken("ar", "ليلى الأنصاري", worded.MIXED, coach="سارة المنصور"),
        "Has the scale in its order, and English where the questionnaire has no Arabic.",
    ),
    "german-in-part": Odd(
        worded.in_part,
        "Says in German over how many statements it compares, on one page.",
    ),
}


def unseen(rows, at):
    """The same answers, but nobody other than oneself could answer the statement `at`."""
    others = {
        group: [[*row[:at], 0, *row[at + 1 :]] for row in told] for group, told in rows.items()
    }
    return others | {"self": rows["self"]}


def pictures(data, scale):
    return [page.render(scale=scale).to_pil() for page in pypdfium2.PdfDocument(data)]


def sheet_of_all(printed):
    """All pages, a row for each case below its name."""
    rows = {name: pictures(data, SMALL) for name, data in printed.items()}
    wide, tall = (max(p.size[at] for ps in rows.values() for p in ps) + 6 for at in (0, 1))
    longest = max(len(ps) for ps in rows.values())
    sheet = Image.new("RGB", (wide * longest, (tall + 20) * len(rows)), "#5b6570")
    pen = ImageDraw.Draw(sheet)
    face = ImageFont.truetype(str(FONTS / "PlumbSans-Semibold.ttf"), 14)
    for row, (name, pages) in enumerate(rows.items()):
        top = row * (tall + 20)
        pen.text((4, top), f"{name}: {GALLERY[name].promise}", fill="white", font=face)
        for at, picture in enumerate(pages):
            sheet.paste(picture, (at * wide, top + 20))
    return sheet


def main(asked=None):
    default = Path(tempfile.gettempdir()) / "plumbline-gallery"
    parser = argparse.ArgumentParser(prog="./run gallery", description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(GALLERY))
    parser.add_argument("-o", "--out", type=Path, default=default, metavar="FOLDER")
    wanted = parser.parse_args(asked)
    if unknown := sorted(set(wanted.names) - set(GALLERY)):
        parser.error(f"no such case: {', '.join(unknown)}; there are {', '.join(GALLERY)}")
    wanted.out.mkdir(parents=True, exist_ok=True)
    compile_new(TRANSLATIONS)
    printed = {}
    for name in wanted.names or GALLERY:
        printed[name] = shown(name).data
        (wanted.out / f"{name}.pdf").write_bytes(printed[name])
        for number, picture in enumerate(pictures(printed[name], LOOK), 1):
            picture.save(wanted.out / f"{name}-{number:02}.png")
        print(wanted.out / f"{name}.pdf", flush=True)
    sheet_of_all(printed).save(wanted.out / "all.png")
    print(wanted.out / "all.png")


if __name__ == "__main__":
    main()

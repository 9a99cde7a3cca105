"""Each odd case, printed once: the rules of every report, and the promise of its own."""

import logging
import re
from collections import defaultdict

import pytest

from reports import pdf
from reports.words import TRANSLATIONS, Words
from survey.cells import COMBINED
from survey.questionnaire.text import SUBJECT
from survey.translations import compile_new
from tests.reports import pages, worded
from tests.reports.cases import arabic_texts, in_arabic, shipped, texts
from tests.reports.criteria import verdicts
from tests.reports.gallery import GALLERY, shown

NUMBER = re.compile(r"[−+]?\d[.,]\d|\d")
LATIN, ARABIC = re.compile(r"[A-Za-zÀ-ÿ]{2,}"), re.compile(r"[\u0600-\u06ff]")
PROMISES = {}


@pytest.fixture(scope="module", autouse=True)
def catalogues():
    compile_new(TRANSLATIONS)


@pytest.fixture(scope="module", autouse=True)
def plainly():
    """What took the plain way through WeasyPrint: none does."""
    told, watch = [], logging.Handler()
    watch.emit = told.append
    pdf.LOG.addHandler(watch)
    yield
    pdf.LOG.removeHandler(watch)
    assert told == []


def promise(name):
    """Marks what keeps the promise of this case."""

    def keep(kept):
        PROMISES[name] = kept
        return kept

    return keep


# --- what each owes -----------------------------------------------------------------------------


def no_group_without_numbers_has_one(made):
    """Groups that are hidden, or counted with another, stand by their name alone."""
    now, case = made.case.now, made.case
    quiet = [case.group_name(g.id) for g in now.groups if g.state in ("hidden", "combined")]
    assert not set(quiet) & {entry.name for entry in made.report.legend}
    together = [case.cell_name(cell.id) for cell in now.cells if cell.id == COMBINED]
    said = "\n".join(made.texts)
    for name in together:
        said = said.replace(name, "")
    for name in quiet:
        assert not re.search(rf"{re.escape(name)}\W{{0,3}}\d[.,]\d", said), name


def the_number_of_people_stands_beside_their_numbers(made):
    case, n_ = made.case, made.case.words.n_
    if case.is_self:
        return
    by_section = {section.id: section for section in made.report.sections}
    columns = {c["name"]: c["n"] for c in by_section["five_skills"].content["columns"]}
    for cell in case.lines:
        assert columns[case.cell_name(cell.id)] == n_("%(n)s rater", "%(n)s raters", cell.n)
    everyone = n_("%(n)s rater", "%(n)s raters", sum(cell.n for cell in case.now.cells))
    glance = next(t for t in made.texts if by_section["at_a_glance"].title in t[:200])
    assert everyone in glance


def number_of(text):
    found = NUMBER.search(text)
    return round(float(found[0].replace("−", "-").replace(",", ".")) * 10) if found else None


def rows(thing):
    """Whatever stands beside a difference."""
    if isinstance(thing, dict):
        yield thing
        for value in thing.values():
            yield from rows(value)
    elif isinstance(thing, list | tuple):
        for value in thing:
            yield from rows(value)


def differences_are_those_of_the_numbers_beside_them(made):
    for section in made.report.sections:
        for row in rows(dict(section.content)):
            for one, other, gap in (("you", "all", "gap"), ("now", "before", "change")):
                if {one, other, gap} <= row.keys() and number_of(row[gap]) is not None:
                    assert number_of(row[one]) - number_of(row[other]) == number_of(row[gap]), row


def it_passes_no_verdict(made):
    own = [part for s in made.report.sections if s.id != "comments" for part in
           (*texts(dict(s.content)), *(finding.text for finding in s.lead))]  # fmt: skip
    assert not verdicts(" ".join(own), made.case.words.language)


def nothing_was_left_unsaid_by_the_program(made):
    if "{{" in made.case.subject:
        return  # so somebody is called
    for text in made.texts:
        assert not re.search(r"\b(nan|None|inf|Undefined)\b(?!:)|%\(|\{\{|\{subject\}", text), text


RULES = (
    pages.it_has_no_fault_of_pdf_ua,
    pages.its_fonts_are_ours,
    pages.its_contents_name_what_is_there_and_where,
    pages.each_section_has_a_sheet_and_no_more,
    pages.no_ink_lies_outside_its_margins,
    pages.two_thirds_of_a_page_are_used_or_left_for_notes,
    no_group_without_numbers_has_one,
    the_number_of_people_stands_beside_their_numbers,
    differences_are_those_of_the_numbers_beside_them,
    it_passes_no_verdict,
    nothing_was_left_unsaid_by_the_program,
)


@pytest.mark.parametrize("name", GALLERY)
def test_an_odd_case_keeps_the_rules_and_its_promise(name, subtests):
    made = shown(name)
    for rule in (*RULES, PROMISES[name]):
        with subtests.test(rule.__name__):
            rule(made)


# --- what some owe beside -----------------------------------------------------------------------


def section(made, name):
    return next(section for section in made.report.sections if section.id == name)


def words_of(made, name):
    """What a page says."""
    found = section(made, name)
    return " ".join([*(finding.text for finding in found.lead), *texts(dict(found.content))])


def ids(made):
    return {section.id for section in made.report.sections}


@promise("self-only")
def it_speaks_of_no_other_peoples_numbers(made):
    said = " ".join(made.texts)
    for word in ("All others", "Line manager", "Direct reports", "raters"):
        assert word not in said
    assert section(made, "own_glance").content["ask"]


@promise("four-raters")
def it_draws_no_bands_and_no_bars_and_says_why(made):
    assert not made.case.now.has_bands
    assert all(not row["counts"] for s in made.report.sections if s.id == "skill"
               for row in s.content["rows"])  # fmt: skip
    assert "fewer than 8" in " ".join(made.texts)


@promise("sixty-raters")
def it_names_all_sixty_and_says_how_narrow_their_bands_are(made):
    assert "60 people" in made.texts[0]
    assert "hardly wider than the disc" in words_of(made, "five_skills")
    bars = [row["counts"] for s in made.report.sections if s.id == "skill"
            for row in s.content["rows"]]  # fmt: skip
    assert sum(map(bool, bars)) > len(bars) / 2


@promise("all-fives")
def it_has_no_lowest_and_no_exact_five_of_a_group(made):
    assert not section(made, "highest_lowest").content["lowest"]
    assert "close together" in words_of(made, "highest_lowest")
    assert section(made, "highest_lowest").title == "Which statements matter to you"
    leads = [s.lead[0].text for s in made.report.sections if s.id == "skill"]
    assert len(leads) == len(set(leads))
    assert "no soft band is drawn" in words_of(made, "who_responded")
    for row in section(made, "five_skills").content["rows"]:
        own, *others = row["values"]
        assert own == "5.0"
        assert all(value.endswith("or more") or value == "5.0" for value in others)


@promise("all-ones")
def it_has_no_highest_and_no_strength_that_nobody_sees(made):
    assert not section(made, "highest_lowest").content["highest"]
    assert not section(made, "at_a_glance").content["strengths"]["rows"]


@promise("all-others-alone")
def it_says_of_each_group_with_whom_it_is_counted(made):
    rows = {row["name"]: row["shown"] for row in section(made, "who_responded").content["rows"]}
    for name in ("Peers", "Direct reports", "Customers and partners"):
        assert rows[name].startswith("Counted together with")
    assert [c["name"] for c in section(made, "five_skills").content["columns"]] == [
        "You",
        "All others",
    ]
    assert {entry.name for entry in made.report.legend} == {"You", "All others"}
    assert "Combined" not in " ".join(made.texts)


@promise("hidden-group")
def it_names_the_group_that_is_too_small(made):
    assert "Peers: too few to show" in " ".join(made.texts)
    rows = {row["name"]: row for row in section(made, "who_responded").content["rows"]}
    assert rows["Peers"]["shown"].startswith("No: fewer than 3 answered")
    assert made.case.now.n == 3


@promise("no-self-rating")
def it_has_no_sign_of_you_and_says_why(made):
    assert "views" not in ids(made)
    assert "self" not in {entry.id for entry in made.report.legend}
    assert "You did not rate yourself" in words_of(made, "who_responded")
    said = " ".join(made.texts)
    assert not re.search(r"\bGap\b", said)
    assert "A gap says" not in said


@promise("unseen-statement")
def it_leaves_the_statement_standing_without_a_number(made):
    unseen = [row for s in made.report.sections if s.id == "skill" for row in s.content["rows"]
              if row["all"] == "–"]  # fmt: skip
    assert [(row["you"], row["gap"]) for row in unseen] == [("4", "–")]
    page = next(text for text in made.texts if unseen[0]["statement"] in text and "talk" in text)
    assert "too few people could answer this" in page
    assert "24 statements" in " ".join(made.texts)


@promise("two-line-managers")
def it_says_that_the_line_managers_are_two(made):
    assert "2 people" in words_of(made, "how_to_read")
    assert "even where it is one person" not in words_of(made, "who_responded")


@promise("extended-form")
def it_has_ten_statements_of_each_skill_on_one_page(made):
    skills = [s for s in made.report.sections if s.id == "skill"]
    assert [len(s.content["rows"]) for s in skills] == [10] * 5
    assert len(made.texts) == len(made.report.sections)


def running(text):
    """Without blanks, which print puts where it breaks a line; there, PDFium marks a hyphen."""
    return re.sub(r"\s", "", text.replace("\x02", "-"))


@promise("two-hundred-comments")
def it_prints_each_comment_once_and_whole(made):
    said = " ".join(made.texts)
    assert all(said.count(f"({n})") == 1 for n in range(200))
    whole = running(said).count(running(worded.SENTENCE))
    assert 0 <= worded.LONG.count(worded.SENTENCE) - whole <= 1, "a page may end within one"
    assert sum(map(len, re.findall("x{9,}", running(said)))) == 4000


@promise("names-of-eighty")
def it_keeps_long_names_in_their_place(made):
    assert {len(name) for name in (worded.NAME, worded.ROLE, worded.COACH, worded.TITLE)} == {80}
    for name in (worded.NAME, worded.ROLE, worded.COACH, worded.TITLE):
        assert running(name) in running(made.texts[0])
    wide, tall = made.sheets[0][1].size
    above = made.sheets[0][1].crop((0, int(tall * 0.55), int(wide * 0.2), int(tall * 0.79)))
    assert above.getextrema()[1] < 120, "words stand beside the motif"
    assert f"Confidential. For {worded.NAME}." in made.texts[-1]
    assert "Two rounds before" in made.texts[ids_in_order(made).index("change")]


def ids_in_order(made):
    return [section.id for section in made.report.sections]


@promise("names-in-other-scripts")
def it_has_each_name_in_its_script(made):
    said = " ".join(made.texts)
    for words in ("欧阳明珠", "英語でも大丈夫です", "[rocket]", "[party popper]"):
        assert words in said
    assert "\u2068ليلى الأنصاري\u2069" in made.report.meta["footer"]


@promise("words-like-code")
def it_prints_what_looks_like_code_as_it_was_written(made):
    said = running("".join(made.texts))
    assert running(made.case.subject) in said
    for text in worded.CODE:
        assert running(text) in said


@promise("arabic")
def it_is_in_arabic_all_through(made):
    assert "asked_in" not in made.report.meta
    books = [f"{b['title']} {b['by']}" for b in section(made, "ideas").content["books"]]
    version = made.case.questionnaire.version
    ours = ["ISBN", made.case.product, version[:12], version]  # printed as its first letters
    latin = LATIN.findall(" ".join([*books, *worded.SAID["ar"], *ours]))
    assert set(LATIN.findall(" ".join(made.texts))) <= set(latin)
    for one in made.report.sections:
        alts = [figure.alt for figure in one.figures]
        said = [*texts(dict(one.content)), *(finding.text for finding in one.lead), *alts]
        for text in (text for text in said if ARABIC.search(text)):
            assert not re.search("[,;?“”„]", text), text


@promise("arabic-in-part")
def it_has_the_scale_in_its_order_and_english_for_what_is_not_arabic(made):
    assert made.report.meta["asked_in"] == "en"
    points = section(made, "how_to_read").content["scale"]
    places = [points.index(label.by_language["en"].replace(" ", "\u00a0"))
              for label in made.case.questionnaire.instrument.scale.labels]  # fmt: skip
    assert places == sorted(places)
    assert len(made.data) < 225_000


@promise("german-in-part")
def it_is_in_german_and_says_over_how_many_statements_it_compares(made):
    said = " ".join(made.texts)
    assert "Eingeladen" in said
    assert "Geantwortet" in said
    rows = section(made, "change").content["rows"]
    assert {row["part"] != "" for row in rows} == {True, False}
    assert len(made.texts) == len(made.report.sections)


def test_the_arabic_texts_are_those_of_the_questionnaire_and_no_others():
    asked, said = defaultdict(lambda: "نص"), arabic_texts()
    in_arabic(shipped(), asked)
    assert said.keys() == asked.keys()
    assert all((SUBJECT in text) == (SUBJECT in english) for english, text in said.items())


def test_each_case_has_a_promise_that_something_asks_for():
    assert set(PROMISES) == set(GALLERY)
    assert all(one.promise.endswith(".") for one in GALLERY.values())


def test_the_rules_know_a_number_that_does_not_add_up():
    assert number_of("4.9 or more") - number_of("5") == number_of("−0.1")
    assert number_of("–") is None
    assert Words("en").value(None) == "–"

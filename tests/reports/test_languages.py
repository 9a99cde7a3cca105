"""A report in German, one in Arabic: every word, every number, from the right side."""

import io
import re
import shutil
import subprocess
import unicodedata

import page as validation
import pypdf
import pytest
from babel.messages.pofile import read_po
from hypothesis import given, settings
from hypothesis import strategies as st

from reports import build, drawing, finishing, html, pdf, press
from reports.charts import kinds as charts
from reports.charts import strip
from reports.comments import Comment
from reports.leaves import words_of
from reports.model import Figure
from reports.web.portfolio import STATES
from reports.words import TRANSLATIONS, Words
from survey.translations import compile_new
from tests.reports.cases import MANY, answers, case, texts
from tests.reports.pages import fonts, ours

PLACES = re.compile(r"%\((\w+)\)s")
COMMENTS = (
    "Explains things well. 3.5 of 5!",
    "شرح الأهداف بوضوح، ويستخدم PowerPoint كثيرًا.",
    "她总是耐心倾听团队的意见。",
    "그녀는 항상 팀의 의견을 경청합니다.",
    "Она всегда слушает. Εξηγεί καθαρά.",
    "הוא מקשיב היטב.",
    "Great energy \U0001f389 ქართული",
)


@pytest.fixture(scope="module", autouse=True)
def catalogues():
    compile_new(TRANSLATIONS)


def catalogue(language):
    with (TRANSLATIONS / language / "LC_MESSAGES" / "messages.po").open("rb") as file:
        return read_po(file, locale=language)


def made(language):
    said = [Comment("peers", "keep", text) for text in COMMENTS]
    words = Words(language)
    rounds = [answers(MANY, seed=3, lean=0.5), answers(MANY, seed=4, lean=0.6)]
    return build.build(case(rounds, words=words, comments=said, coach="Cora Weiß"))


def printed(language):
    report = made(language)
    return press.printed(report, drawing.drawn(report), Words(language))


@pytest.fixture(scope="module")
def german():
    return printed("de")


@pytest.fixture(scope="module")
def arabic():
    return printed("ar")


@pytest.mark.parametrize(("language", "forms"), [("de", 2), ("ar", 6)])
def test_every_message_is_translated_with_its_places_and_plurals(language, forms):
    with (TRANSLATIONS / "messages.pot").open("rb") as file:
        source = {message.id for message in read_po(file) if message.id}
    there = {message.id: message for message in catalogue(language) if message.id}
    assert set(there) == source
    for key, message in there.items():
        if isinstance(key, str):
            assert message.string, key
            assert set(PLACES.findall(message.string)) == set(PLACES.findall(key)), key
            continue
        assert len(message.string) == forms
        needed = set(PLACES.findall(key[1]))
        for form in message.string:
            assert form, key
            # A form for one number alone may say it as a word: "two people".
            assert needed - {"n", "num"} <= set(PLACES.findall(form)) <= needed, form
        assert set(PLACES.findall(message.string[-1])) == needed, key


@pytest.mark.parametrize("language", ["de", "ar"])
def test_how_far_a_round_is_stands_in_the_coachs_own_language(language):
    said = catalogue(language)
    for state in STATES.values():
        assert said.get(str(state)).string not in ("", str(state))


@pytest.mark.parametrize(
    ("n", "said"),
    [(1, "شخص واحد"), (2, "شخصان"), (3, "3 أشخاص"), (11, "11 شخصًا"), (100, "100 شخص")],
)
def test_arabic_counts_as_arabic_does(n, said):
    assert Words("ar").n_("%(n)s person", "%(n)s people", n) == said


def test_signs_stand_before_their_numbers_from_either_side():
    assert Words("de").signed(-0.6) == "−0,6"
    assert Words("ar").signed(-0.6) == "\u200e−0.6"
    assert Words("ar").one(3.25) == "3.3"


def test_a_name_that_runs_the_other_way_is_kept_apart_in_a_sentence():
    english, arabic = Words("en"), Words("ar")
    said = english._("Confidential. For %(name)s.", name="عمر")
    assert said == "Confidential. For \u2068عمر\u2069."
    assert english._("Confidential. For %(name)s.", name="Mara") == "Confidential. For Mara."
    assert "\u2068Mara\u2069" in arabic._("Confidential. For %(name)s.", name="Mara")
    assert english.isolated("\u202egnirts") == "\u2068\u202egnirts\u2069"


@pytest.mark.parametrize(("language", "decimal"), [("de", ","), ("ar", ".")])
def test_every_printed_number_has_the_decimal_sign_of_its_language(language, decimal):
    report = made(language)
    other = {",": ".", ".": ","}[decimal]
    shown = [one for section in report.sections if section.id != "comments"
             for one in texts(dict(section.content))]  # fmt: skip
    shown += [
        label
        for figure in html.figures(report).values()
        if figure.kind not in html.BACKGROUNDS
        for label in re.findall(r">([^<>]+)</text>", charts.draw(figure))
    ]
    numbers = [one for one in shown if re.search(rf"\d[{decimal}]\d", one)]
    assert len(numbers) > 60
    assert not [one for one in shown if re.search(rf"\d[{other}]\d", one)]


def test_both_are_valid_pdf_ua_in_their_language_and_in_our_fonts_alone(german, arabic):
    for data, language, title in (
        (german, "de", "Entwicklungsbericht"),
        (arabic, "ar", "تقرير التطوير"),
    ):
        assert validation.validate_pdf_bytes(data, profile="ua1").failures == []
        reader = pypdf.PdfReader(io.BytesIO(data))
        assert reader.trailer["/Root"]["/Lang"] == language
        assert reader.metadata.title.startswith(title)
        assert reader.outline[0].title == title
        assert ours(fonts(reader))
        assert 17 <= len(reader.pages) <= 21


def test_german_comes_out_with_its_own_quotes_dates_and_comments(german):
    reader = pypdf.PdfReader(io.BytesIO(german))
    whole = "\n".join(sheet.extract_text() for sheet in reader.pages)
    assert "5. Oktober 2026" in whole
    assert "„Deutlich“ heißt" in whole
    assert "Vertraulich. Für Mara Lindqvist und Cora Weiß." in whole
    for said in ("她总是耐心倾听", "그녀는", "Она всегда слушает", "[party popper]", "[…]"):
        assert said in whole


UNSEEN = dict.fromkeys([*range(0x200C, 0x2010), *range(0x202A, 0x202F), *range(0x2066, 0x206A)])
ARABIC = re.compile("[\u0621-\u065f\u0670-\u06d3]+")


def plain(text):
    """As one would search for it: a blank between words, and no signs for direction."""
    return " ".join(unicodedata.normalize("NFC", text.translate(UNSEEN)).split())


def by_browser(data):
    return "\n".join(words_of(data).pages)


def by_desktop(data):
    """What poppler reads, where it is installed."""
    poppler = shutil.which("pdftotext")
    if not poppler:
        return by_browser(data)
    done = subprocess.run([poppler, "-", "-"], input=data, capture_output=True, check=True)
    return done.stdout.decode()


def by_pypdf(data):
    return "\n".join(sheet.extract_text() for sheet in pypdf.PdfReader(io.BytesIO(data)).pages)


@pytest.fixture(scope="module", params=[by_browser, by_desktop, by_pypdf])
def read(request, arabic):
    """The Arabic report as several programs read it."""
    return plain(request.param(arabic))


def test_arabic_reads_back_word_by_word_with_its_marks(read):
    sections = made("ar").sections
    said = [lead.text for section in sections for lead in section.lead]
    said += [text for section in sections for text in texts(dict(section.content))]
    words = set(ARABIC.findall(plain(" ".join(said))))
    assert len(words) > 400
    lost = words - set(ARABIC.findall(read))
    assert len(lost) < len(words) / 100  # where cells touch, or English stands in the same line
    assert "\u034f" not in read  # a piece of a letter


def test_sentences_names_and_comments_of_an_arabic_report_are_found(read):
    for said in (
        "ربما تفعلون ذلك حيث لا يرونه",
        "لا أحكام ولا درجات",
        "كثيرًا",
        "Cora Weiß",
        "Εξηγεί καθαρά",
        "她总是耐心倾听团队的意见",
        "그녀는 항상 팀의 의견을 경청합니다",
        "מקשיב",
    ):
        assert said in read


def test_without_knowing_what_glyphs_say_arabic_would_not_read_back(monkeypatch):
    text = "تشرح الأهداف بوضوح، كثيرًا ومسبقًا، وتقيّم سرًّا."
    body = f"<!doctype html><html lang=ar dir=rtl><title>x</title><h1>x</h1><p>{text}"
    assert plain(text) in plain(by_browser(pdf.write(body, {})))
    monkeypatch.setattr(finishing, "_said_by", lambda _: {})
    assert plain(text) not in plain(by_browser(pdf.write(body, {})))


def test_no_arabic_letter_stands_off_its_line():
    marked = "شُكرًا لكُم، قليلًا أو كثيرًا: مُدَرِّب يُقيّم سرًّا، ولا يُعلَن أبدًا."
    made = pdf.write(f"<!doctype html><html lang=ar dir=rtl><title>x</title><p>{marked}", {})
    page = pypdf.PdfReader(io.BytesIO(made)).pages[0]
    assert b" Ts" not in page.get_contents().get_data()


def test_a_report_with_every_script_in_its_comments_is_no_large_file(german, arabic):
    assert len(arabic) < 240_000
    assert len(german) < 235_000


def scale(rtl):
    axis = {"min": 1, "max": 5, "labels": ["a", "b", "c", "d", "e"]}
    return {**axis, "rtl": True} if rtl else axis


@pytest.mark.parametrize("value", [1, 2.5, 5])
def test_in_arabic_the_scale_runs_from_the_right(value):
    left, right = strip.Line(scale(rtl=False)), strip.Line(scale(rtl=True))
    assert right.x(value) == pytest.approx(left.width - left.x(value))


def test_an_arabic_chart_is_the_mirror_of_the_other():
    def words_at(language):
        drawn = charts.draw(html.figures(made(language))["profile"])
        wide = float(re.search(r'viewBox="0 0 ([\d.]+)', drawn)[1])
        found = re.findall(r'<text x="([\d.]+)"[^>]*>(?:\u2067)?([1-5])(?:\u2069)?</text>', drawn)
        return wide, {number: float(x) for x, number in found[:5]}

    wide, english = words_at("en")
    same, arabic = words_at("ar")
    assert same == wide
    assert english["1"] < english["5"]
    assert arabic["1"] > arabic["5"]


def test_bars_of_an_arabic_distribution_begin_at_the_right():
    def first_bar(rtl):
        bins = [{"first": 1, "last": 1, "count": 3}, {"first": 5, "last": 5, "count": 9}]
        data = {"scale": scale(rtl), "bins": bins}
        drawn = charts.draw(Figure("d", "distribution", "", data))
        return float(re.search(r'<rect x="([\d.]+)"', drawn)[1])

    assert first_bar(rtl=True) > first_bar(rtl=False)


def test_what_the_questionnaire_has_in_english_only_says_so():
    page = html.render(made("ar"), words=Words("ar"))
    assert '<html lang="ar" dir="rtl">' in page
    assert 'lang="en" dir="ltr">Uses data to decide where to spend money on quality.' in page
    assert html.render(made("en"), words=Words("en")).count("<span lang=") == 0


@pytest.mark.parametrize(
    ("text", "side"),
    [
        ("Good!", "ltr"),
        ("(1) ممتاز", "rtl"),
        ("12 3", "ltr"),
        ("\u2068Peers\u2069: ممتاز", "rtl"),
        ("הוא x", "rtl"),
    ],
)
def test_a_comment_runs_as_its_first_letter_does(text, side):
    assert html.direction(text) == side


@settings(max_examples=25, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=40))
def test_whatever_somebody_writes_is_printed_in_our_fonts(text):
    body = html._environment().from_string(
        "<!doctype html><html lang=en><title>{{ t }}</title><h1>{{ t }}</h1><p class=quote>{{ t }}"
        '<p class=field><input title=x value="{{ t }}">'
    )
    made = pdf.write(body.render(t=text), {})
    assert ours(fonts(pypdf.PdfReader(io.BytesIO(made))))

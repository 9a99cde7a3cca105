"""Cases full of other people's words: many, long, in any script, in any language, like code."""

import random
from dataclasses import replace
from datetime import date

from reports import prepare
from reports.case import LastGoal
from reports.comments import Comment
from reports.scoring.form import ScoringForm
from reports.scoring.scores import score
from reports.since import Then
from reports.words import Words
from survey.growth.follow_up import Named, Said, Share
from tests.reports.cases import MANY, answers, arabic, case, sheets_of, shipped

NAME = "Wilhelmina-Alexandrina Featherstonehaugh-Cholmondeley van der Meulen-Oppenheimer"
ROLE = "Stellvertretende Hauptabteilungsleiterin Qualitätsmanagementsystementwicklung EU"
COACH = "Maximiliane Hohenzollern-Sigmaringen-Schwarzenbergische zu Thurn und Taxis-Jones"
TITLE = "Leadership feedback for everybody in operations, quality and engineering in 2026"
SENTENCE = "She asked what stood in the way, and came back with an answer. "
LONG = (SENTENCE * 70)[:4000]
CODE = (
    "{{ 7*7 }} {% for x in y %} %(name)s %s {name} {subject}",
    "$x^2$ and $\\frac{1}{2}$ cost $5, not $6",
    "<script>alert(1)</script><b>bold</b> &amp; <!-- c --> ]]>",
    "=HYPERLINK('x') ${HOME} #{x} <%= y %> \\N{DASH} \\u0041 `code`",
)
SAID = {
    "en": ("Explains things well.", "Please ask us earlier, and say why.", "Listens."),
    "de": (
        "Erklärt sehr verständlich und bleibt ruhig, wenn Pläne sich ändern.",
        "Qualitätsmanagementsystemdokumentationsänderungen betreffen uns alle.",
        "„Fragt nach“ – auch wenn es unbequem ist.",
    ),
    "ar": (
        "تشرح الأهداف بوضوح، وتعطي مثالًا من خط الإنتاج 3 (المناوبة الليلية).",
        "أرجو أن تسألنا قبل تغيير الخطة لا بعده، وأن تعرض شرائح PowerPoint أقل.",
        "«لماذا حدث ذلك؟» هو سؤالها الأول دائمًا – وهذا يساعدنا.",
        "انخفضت المرتجعات بنسبة 12% منذ أن راجعت معنا ISO 9001 (الإصدار 2015).",
    ),
}
MIXED = ("تشرح الأهداف بوضوح.", "أرجو أن تذكر PowerPoint أقل.", "She helps (نعم).")
TOLD = (Named("manager", "more"),)


def told(texts):
    """Comments by one group after another, on one question after the other."""
    by = [group for group, count in MANY.items() for _ in range(count) if group != "self"]
    return [
        Comment(by[n % len(by)], ("keep", "different")[n // len(by) % 2], text)
        for n, text in enumerate(texts)
    ]


def of(name, *rounds, texts=SAID["en"] * 4, **more):
    rounds = rounds or (answers(MANY, seed=3, lean=0.5),)
    return replace(case(rounds, comments=told(texts), **more), subject=name)


def two_hundred():
    """And two of 4,000 characters, one of them without a blank."""
    chance = random.Random(1)
    several = [" ".join(chance.choices(SAID["en"], k=chance.randint(1, 6))) for _ in range(200)]
    texts = [f"{text} ({n})" for n, text in enumerate(several)]
    return of("Mara Lindqvist", texts=[*texts, LONG, "x" * 4000])


def eighty():
    rounds = [answers(MANY, seed=seed, lean=0.5) for seed in (3, 4, 5)]
    made = of(NAME, *rounds, role=ROLE, coach=COACH, round_title=TITLE)
    return replace(made, round_before=TITLE, round_first=TITLE)


def scripts():
    texts = ("عمل جيد 100% (نعم).", "英語でも大丈夫です。", "Great 🎉 👩🏽‍💻 ❤️", "הוא מקשיב 3.5")
    return of("ليلى الأنصاري", texts=texts, role="Head 🚀 of Assembly", coach="欧阳明珠")


def code():
    name = "<script>Mara</script> $x_1^2$ %(name)s {{ 7*7 }}"
    return of(name, texts=CODE * 3, role="$\\alpha$ <b>R</b>", coach="{{ c }} %s", round_title="%d")


def spoken(language, name, said=(), **more):
    """A second round in this language."""
    rounds = [answers(MANY, seed=3, lean=0.5), answers(MANY, seed=4, lean=0.6)]
    invited = {"manager": 1, "peers": 5, "reports": 7, "others": 4}
    texts, words = (said or SAID[language]) * 4, Words(language)
    return of(name, *rounds, texts=texts, words=words, invited=invited, **more)


def in_arabic():
    """All in Arabic, the questionnaire too, with a guess and a goal of the round before."""
    asked = arabic()
    said = Said(shares=(Share(("less", "same"), 5), Share(("more",), 6)))
    goal, words = "أن أسأل الفريق قبل تغيير الخطة", "في اجتماعين من كل ثلاثة"
    plan = LastGoal("skill:x", goal, date(2026, 9, 1), "on_way", words, said, TOLD)
    more = {"coach": "سارة المنصور", "role": "مديرة الجودة", "round_title": "خريف 2026"}
    more |= {"last_plan": [plan], "guess": {skill.id: 3 for skill in asked.skills}}
    made = spoken("ar", "ليلى الأنصاري", questionnaire=asked, **more)
    return replace(made, round_before="ربيع 2026")


def in_part():
    """In German, after two rounds in which four statements were others."""
    asked = shipped()
    form = ScoringForm.of(asked, "standard")
    same = frozenset(form.items) - {form.items[at] for at in (0, 7, 13, 14)}
    then = []
    for seed, title in ((4, "Frühjahr 2026"), (5, "Herbst 2025")):
        scores = score(sheets_of([answers(MANY, seed=seed)], form), form)
        then.append(Then(prepare.newest(scores, form, "mara"), same, title))
    more = {"coach": "Cora Weiß", "role": "Werksleiter", "round_title": "Herbst 2026"}
    return spoken("de", "Jürgen Größler", then=then, **more)

"""The whole way with instruments that share no id with the shipped one (decision 4).

`renamed`: the shipped words, every id another one. `tiny`: two skills, seven answers, two
languages. `grown`: the shipped one after "How to add" in the README for authors.
"""

import csv
import io
import json
import re
import shutil
from pathlib import Path

import click
import pypdf
import pytest
from click.testing import CliRunner
from ruamel.yaml import YAML

import app as plumbline
import reports.commands
import survey.commands
from survey.questionnaire.loader import load
from tests.answering import answers, to_the_check_page
from tests.client import Visitor
from tests.web_app import ROOT
from tests.whole_house import open_house

SHIPPED = ROOT / "questionnaires" / "leadership"
NAME = "Alice Moreau"
IDS = ("id", "responsibility")
LISTS_OF_IDS = ("hard_to_see_for", "skills")


def renamed(value, key=""):
    """Everything that is an id with another name, the rest as it stands."""
    if isinstance(value, dict):
        return {key: renamed(inner, key) for key, inner in value.items()}
    if isinstance(value, list):
        inside = IDS[0] if key in LISTS_OF_IDS else ""
        return [renamed(inner, inside) for inner in value]
    return f"qx_{value}" if key in IDS else value


def make_renamed(folder: Path) -> None:
    folder.mkdir()
    for file in SHIPPED.glob("*.yaml"):
        plain = renamed(YAML(typ="safe").load(file.read_text(encoding="utf-8")))
        name = file.name if file.stem == "instrument" else f"qx_{file.name}"
        (folder / name).write_text(json.dumps(plain), encoding="utf-8")


def make_tiny(folder: Path) -> None:
    shutil.copytree(ROOT / "tests" / "questionnaires" / "tiny", folder)


def make_grown(folder: Path) -> None:
    shutil.copytree(SHIPPED, folder)
    readme = (ROOT / "questionnaires" / "README.md").read_text(encoding="utf-8")
    group = re.findall(r"```yaml\n(.*?)```", readme, re.DOTALL)[-1]
    instrument = (folder / "instrument.yaml").read_text(encoding="utf-8")
    instrument = instrument.replace("\nskills:\n", f"{group}\nskills:\n")
    instrument = instrument.replace("  - relationships\n", "  - relationships\n  - negotiation\n")
    (folder / "instrument.yaml").write_text(instrument, encoding="utf-8")
    skill = (folder / "communication.yaml").read_text(encoding="utf-8").replace("comm_", "nego_")
    skill = skill.replace("id: communication", "id: negotiation")
    skill = re.sub(r"(?m)^(name|short):\n.*\n.*", r"\1: { en: Negotiating, de: Verhandeln }", skill)
    (folder / "negotiation.yaml").write_text(skill, encoding="utf-8")


MAKERS = {"renamed": make_renamed, "tiny": make_tiny, "grown": make_grown}


@pytest.fixture(scope="module", params=MAKERS)
def folder(request, tmp_path_factory):
    made = tmp_path_factory.mktemp("questionnaires") / request.param
    MAKERS[request.param](made)
    return made


@pytest.fixture
def run(folder, monkeypatch):
    monkeypatch.setenv("PLUMBLINE_QUESTIONNAIRES", str(folder))
    group = click.Group(commands=[*reports.commands.COMMANDS, *survey.commands.COMMANDS])

    def run(*arguments):
        done = CliRunner().invoke(group, list(map(str, arguments)))
        assert done.exit_code == 0, done.output
        return done.output

    return run


@pytest.fixture
def colleagues(folder, tmp_path):
    """responses.csv and comments.csv of two rounds: everybody rates everything."""
    questionnaire = load(folder)
    forms = questionnaire.instrument.forms
    scale, items = questionnaire.instrument.scale, questionnaire.items(forms[-1].id)
    questions = [*questionnaire.instrument.open_questions, *questionnaire.skills]
    with (
        (tmp_path / "responses.csv").open("w", newline="") as responses,
        (tmp_path / "comments.csv").open("w", newline="") as comments,
    ):
        rows, said = csv.writer(responses), csv.writer(comments)
        rows.writerow(["round", "rater_id", "group", "item_id", "value"])
        said.writerow(["round", "group", "question", "text"])
        for number in (1, 2):
            for group in questionnaire.instrument.groups:
                many = 5 if group.kind == "anonymous" else 1
                for rater in range(many):
                    for at, item in enumerate(items):
                        value = scale.values[(at * 7 + rater * 3 + number) % len(scale.values)]
                        rows.writerow([number, f"{group.id}{rater}", group.id, item.id, value])
                said.writerows([number, group.id, each.id, "Listens first"] for each in questions)
    return tmp_path


def words_of(pdf: bytes) -> str:
    pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def assert_it_is_this_instruments(text: str, folder: Path) -> None:
    questionnaire = load(folder)
    for skill in questionnaire.skills:
        assert skill.name.to("en") in text
    for responsibility in questionnaire.instrument.responsibilities:
        assert responsibility.name.to("en") in text
    assert "qx_" not in text, "an id where a name should stand"


def test_check_finds_nothing_wrong(run, folder):
    questionnaire = load(folder)
    assert f"{len(questionnaire.skills)} skills" in run("check", folder)


def test_a_self_assessment_goes_the_whole_way(folder, tmp_path):
    house = open_house(tmp_path, PLUMBLINE_QUESTIONNAIRES=str(folder))
    alice = Visitor(house.app)
    page = alice.submit(alice.get("/"), {"name": NAME})
    written = {area.get("name"): "Listens first" for area in page.all("textarea")}
    page = alice.submit(page, answers(page) | written | {"go": "next"})
    thanks = alice.submit(to_the_check_page(alice, page), {"name": NAME})
    address = thanks.links()["See your report"]
    assert_it_is_this_instruments(alice.get(address).text, folder)
    pdf = alice.client.get(f"{address}/report.pdf")
    assert pdf.mimetype == "application/pdf"
    text = words_of(pdf.data)
    assert NAME in text
    assert_it_is_this_instruments(text, folder)
    house.shop.close()


def test_answers_in_a_file_are_scored(run, folder, colleagues):
    run("score", colleagues / "responses.csv", "--json", colleagues / "out.json")
    scored = json.loads((colleagues / "out.json").read_text())
    ids = {skill.id for skill in load(folder).skills}
    for number in ("1", "2"):
        assert ids <= set(re.findall(r"\w+", json.dumps(scored["rounds"][number])))
    shipped = {skill.id for skill in load(SHIPPED).skills} - ids
    assert not shipped & set(re.findall(r"\w+", json.dumps(scored)))


def test_answers_in_a_file_become_a_report(run, folder, colleagues):
    out = colleagues / "alice.pdf"
    run("report", colleagues / "responses.csv", "--comments", colleagues / "comments.csv",
        "--subject", NAME, "--pdf", out)  # fmt: skip
    text = words_of(out.read_bytes())
    assert_it_is_this_instruments(text, folder)
    for part in (NAME, "Who responded", "Listens first", "Since last time"):
        assert part in text
    for group in load(folder).instrument.groups:
        assert group.name.to("en") in text


def test_the_demo_is_still_that_of_the_shipped_one(folder, tmp_path):
    told = {"PLUMBLINE_DEMO": "1", "PLUMBLINE_QUESTIONNAIRES": str(folder)}
    house = open_house(tmp_path, **told)
    plumbline.make_demo(house.shop)
    page = Visitor(house.app).get("/")
    assert "Mara Lindqvist" in page.text
    house.shop.close()


def test_a_questionnaire_with_problems_is_refused_by_the_commands_too(tmp_path, monkeypatch):
    monkeypatch.setenv("PLUMBLINE_QUESTIONNAIRES", str(tmp_path))
    group = click.Group(commands=reports.commands.COMMANDS)
    done = CliRunner().invoke(group, ["score", "answers.csv", "--json", str(tmp_path / "out")])
    assert done.exit_code == 1
    assert "there is no instrument.yaml in this folder" in done.output

"""Ada writes questionnaires: by form, by text, with others beside her, and publishes."""

import csv
import io
import json
import time
import zipfile

import pytest

from survey.authoring import editing, publishing
from survey.importing import spreadsheet
from survey.questionnaire import loader, packing
from survey.questionnaire.edit import operations
from survey.questionnaire.edit.fields import put
from survey.questionnaire.edit.rewriting import meaning
from survey.store import accounts, authors, questionnaires, rounds
from tests.client import Page, Visitor, filled, text_of
from tests.programme import programme, signed_in
from tests.store_factories import TODAY
from tests.survey.questionnaire.edit.folders import LEADERSHIP


@pytest.fixture
def firm(world):
    return programme(world.db, world.shop.keys)


@pytest.fixture
def ada(world, firm) -> Visitor:
    return signed_in(world.app, world.db, firm.ada)


@pytest.fixture
def ben(world, firm) -> Visitor:
    """Another admin of the same firm."""
    with world.db.write() as tx:
        made = accounts.add(tx, "Ben", "ben@hallsons.example")
        accounts.join(tx, made, firm.organisation, "admin")
    return signed_in(world.app, world.db, made)


@pytest.fixture
def draft(world, firm) -> str:
    """A draft of the shipped questionnaire; its id."""
    with world.db.write() as tx:
        return publishing.begin(tx, firm.organisation, "leadership", LEADERSHIP, firm.ada)


def files(world, draft):
    with world.db.read() as tx:
        return dict(questionnaires.get(tx, draft).files)


def send(visitor: Visitor, page: Page, fields=(), status=200, go="save") -> Page:
    """The form of a draft, by one of its buttons."""
    return visitor.submit(page, {**dict(fields), "go": go}, status, form_of(page))


def form_of(page: Page) -> int:
    return next(n for n, one in enumerate(page.all("form")) if one.get("class") == "draft")


def skill_page(visitor, draft, skill="communication") -> Page:
    return visitor.get(f"/questionnaires/{draft}/skills/{skill}")


def items(world, draft, skill="communication"):
    name = f"{skill}.yaml"
    return [one["id"] for one in meaning(name, files(world, draft)[name])["items"]]


def value(page: Page, name: str) -> str:
    return filled(page.all("form")[form_of(page)])[name]


WORDS = "items.comm_visi_1.self.en"


def test_ada_begins_a_draft_from_a_ready_one(world, ada, firm):
    page = ada.get(f"/admin/{firm.organisation}/questionnaires")
    begun = ada.submit(page, {"ready": "service_team", "name": "our_team"}, form=1)
    assert begun.h1 == "Leading a service team"
    listed = ada.get(f"/admin/{firm.organisation}/questionnaires")
    assert "our_team" in listed.text
    assert "Draft" in listed.text
    again = ada.submit(listed, {"ready": "service_team", "name": "our_team"}, 422, form=1)
    assert "There is a questionnaire our_team already" in again.text


def test_new_words_change_only_their_line(world, ada, draft):
    page = send(ada, skill_page(ada, draft), {WORDS: "I say what quality we want."})
    assert "Saved." in page.text
    changed = files(world, draft)
    assert {n for n in changed if changed[n] != LEADERSHIP[n]} == {"communication.yaml"}
    was, now = (one["communication.yaml"].decode().splitlines() for one in (LEADERSHIP, changed))
    assert [line for line in now if line not in was] == ["    self: I say what quality we want."]


def test_saving_without_a_change_is_no_new_revision(world, ada, draft):
    send(ada, skill_page(ada, draft))
    with world.db.read() as tx:
        assert questionnaires.get(tx, draft).revision == 1


@pytest.mark.parametrize(
    ("go", "first"),
    [
        ("down:items.comm_visi_1", ["comm_cult_1", "comm_visi_1"]),
        ("up:items.comm_cult_1", ["comm_cult_1", "comm_visi_1"]),
        ("retire:comm_visi_1", ["comm_cult_1", "comm_reso_1"]),
    ],
)
def test_a_button_moves_or_retires_an_item_and_saves_what_was_typed(world, ada, draft, go, first):
    send(ada, skill_page(ada, draft), {"items.comm_reso_1.self.en": "I tell them what is there."},
         go=go)  # fmt: skip
    assert items(world, draft)[:2] == first
    assert b"I tell them what is there." in files(world, draft)["communication.yaml"]


def test_an_item_goes_to_another_cell(world, ada, draft):
    send(ada, skill_page(ada, draft), {"items.comm_visi_1.cell": "relationships/people"})
    assert "comm_visi_1" not in items(world, draft)
    assert items(world, draft, "relationships")[-1] == "comm_visi_1"
    page = ada.get(f"/questionnaires/{draft}/")
    row = next(one for one in page.all("tr") if "Communicating" in text_of(one))
    assert [text_of(cell) for cell in row.findall("td")] == ["1", "2", "2", "2", "2"]


def test_a_new_item_gets_an_id_that_nobody_had(world, ada, draft):
    new = {"new.items.self.en": "I ask what came of it.",
           "new.items.other.en": "Asks what came of it.",
           "new.items.responsibility": "vision", "new.items.core": "no"}  # fmt: skip
    page = send(ada, skill_page(ada, draft), new, go="add:items")
    assert items(world, draft)[-1] == "communication_1"
    assert value(page, "items.communication_1.other.en") == "Asks what came of it."


def test_the_form_changes_groups_columns_and_questions(world, ada, team):
    page = ada.get(f"/questionnaires/{team}/")
    both = {"new.groups.name.en": "Suppliers", "new.groups.rater.en": "a supplier",
            "instrument.groups.lead.recommended": "2"}  # fmt: skip
    page = send(ada, page, both, go="add:groups")
    assert value(page, "instrument.groups.suppliers.name.de") == "Suppliers"
    assert value(page, "instrument.groups.lead.recommended") == "2"
    page = send(ada, page, go="up:instrument.groups.suppliers")
    page = send(ada, page, go="drop:instrument.groups.partners")
    top = meaning("instrument.yaml", files(world, team)["instrument.yaml"])
    assert [one["id"] for one in top["groups"]] == ["self", "lead", "team", "suppliers"]
    asked = {"new.first_questions.self.en": "Since when?", "new.first_questions.other.en": "Since?",
             "new.first_questions.type": "choice",
             "new.first_questions.options": "One year\nMore"}  # fmt: skip
    page = send(ada, page, asked, go="add:first_questions")
    page = send(ada, page, {"new.instrument.first_questions.since.options.name.en": "Ten years"},
                go="add:instrument.first_questions.since.options")  # fmt: skip
    page = send(ada, page, go="drop:instrument.open_questions.keep")
    page = send(ada, page, {"to.instrument.responsibilities.flow": "team"},
                go="drop:instrument.responsibilities.flow")  # fmt: skip
    made = loader.of_files(files(world, team)).instrument
    options = [one.name.to("en") for one in made.first_questions[-1].options]
    assert options == ["One year", "More", "Ten years"]
    assert [one.id for one in made.responsibilities] == ["users", "team"]
    assert [one.id for one in made.open_questions] == ["matters", "afar"]


@pytest.mark.parametrize(
    ("fields", "go", "told"),
    [
        ({"new.groups.name.en": "Suppliers"}, "add:groups", "fill in all that belongs to it"),
        ({"new.open_questions.self.en": "a", "new.open_questions.other.en": "b",
          "new.open_questions.type": "choice"}, "add:open_questions", "at least two options"),
        ({"instrument.groups.lead.minimum": "few"}, "save", "few is not a whole number"),
        ({"instrument.open_questions.keep.show_if": "x ~ y"}, "save", "x ~ y is not a condition"),
        ({"new_language": "x"}, "language", "x is not a language code"),
    ],
)  # fmt: skip
def test_what_the_form_cannot_do_is_told_and_what_was_typed_stays(ada, team, fields, go, told):
    page = send(ada, ada.get(f"/questionnaires/{team}/"), fields, 422, go)
    assert told in page.text
    name, words = next(iter(fields.items()))
    assert value(page, name) == words


def test_who_is_asked_is_ticked(world, ada, team):
    page = skill_page(ada, team, "care")
    names = [one["id"] for one in meaning("care.yaml", files(world, team)["care.yaml"])["items"]]
    ticks = {f"items.{names[0]}.only_for": ["", "self", "lead"]}
    send(ada, page, ticks)
    assert b"only_for: [self, lead]" in files(world, team)["care.yaml"]
    send(ada, skill_page(ada, team, "care"), {f"items.{names[0]}.only_for": ""})
    assert b"only_for: [self, lead]" not in files(world, team)["care.yaml"]


def test_an_idea_goes_by_its_number_only_while_it_is_the_same_one(world, ada, ben, draft):
    hers, his = skill_page(ada, draft), skill_page(ben, draft)
    send(ada, hers, go="drop:communication.ideas.0")
    page = send(ben, his, go="drop:communication.ideas.0", status=422)
    assert "Somebody else has changed this list" in page.text


@pytest.mark.parametrize(
    "go",
    ["up:instrument.title", "drop:x", "drop:instrument", "add:x", "up:items.nobody", "down:"],
)
def test_a_button_about_nothing_is_told_and_changes_nothing(world, ada, draft, go):
    page = send(ada, ada.get(f"/questionnaires/{draft}/"), go=go, status=409)
    assert "not there any more" in page.text
    assert files(world, draft) == LEADERSHIP


@pytest.mark.parametrize("written", ["new.items.self.en", "new.items.other.en"])
def test_a_new_item_needs_words_for_both_who_answer(world, ada, draft, written):
    before = items(world, draft)
    page = skill_page(ada, draft)
    page = send(ada, page, {written: "Asks what came of it."}, go="add:items", status=422)
    assert "for the person assessed and for those who rate" in page.text
    assert items(world, draft) == before


def test_two_who_change_different_words_are_told_and_both_are_kept(world, ada, ben, draft):
    hers, his = skill_page(ada, draft), skill_page(ben, draft)
    send(ada, hers, {WORDS: "I say what quality we want."})
    page = send(ben, his, {"items.comm_cult_1.self.en": "I talk about quality."})
    assert "Somebody else has saved meanwhile" in page.text
    text = files(world, draft)["communication.yaml"]
    assert b"I say what quality we want." in text
    assert b"self: I talk about quality.\n" in text


@pytest.mark.parametrize(("pick", "kept"), [("mine", b"Bens words."), ("theirs", b"Adas words.")])
def test_two_who_change_the_same_words_see_both_and_choose(world, ada, ben, draft, pick, kept):
    hers, his = skill_page(ada, draft), skill_page(ben, draft)
    send(ada, hers, {WORDS: "Adas words."})
    also = {WORDS: "Bens words.", "items.comm_cult_1.self.en": "Bens other words."}
    both = send(ben, his, also, 409)
    assert "Adas words." in both.html
    assert "Bens words." in both.html
    assert b"Bens" not in files(world, draft)["communication.yaml"]
    send(ben, both, {f"pick.{WORDS}": pick})
    text = files(world, draft)["communication.yaml"]
    assert kept in text
    assert b"Bens other words." in text
    assert (b"Adas words." in text) == (pick == "theirs")


def test_words_for_an_item_that_is_gone_are_shown_to_be_copied(world, ada, ben, draft):
    his = skill_page(ben, draft)
    send(ada, skill_page(ada, draft), go="retire:comm_visi_1")
    assert "Bens words." in send(ben, his, {WORDS: "Bens words."}, 409).html


def test_a_problem_stands_beside_the_item(ada, draft):
    page = send(ada, skill_page(ada, draft), {WORDS: ""})
    block = page.one("fieldset", id="items.comm_visi_1")
    assert "is empty" in text_of(block)
    assert "1 problem" in page.text


def test_a_doubt_is_accepted_with_a_reason_that_stays_in_the_file(world, ada, draft):
    page = send(ada, skill_page(ada, draft), {WORDS: "I plan and check the goals for quality."})
    block = page.one("fieldset", id="items.comm_visi_1")
    assert "Two things in one statement" in text_of(block)
    reason = {"reason.double_barrelled.items.comm_visi_1": "they always come together"}
    page = send(ada, page, reason)
    assert "Accepted: they always come together" in page.text
    text = files(world, draft)["communication.yaml"]
    assert b"# accepted double_barrelled: they always come together" in text


def test_texts_that_cannot_be_saved_stay_on_the_page(ada, draft):
    page = send(ada, skill_page(ada, draft), {WORDS: "Kept on the page"}, 409, go="up:nobody")
    assert value(page, WORDS) == "Kept on the page"


def test_labels_languages_and_skills_are_changed_by_the_form(world, ada, draft):
    page = ada.get(f"/questionnaires/{draft}/")
    page = send(ada, page, {"instrument.scale.labels.0.en": "Never"})
    page = send(ada, page, {"new_language": "de"}, go="language")
    page = send(ada, page, {"instrument.title.de": "Führung"})
    page = send(ada, page, {"new_skill": "patience", "like": "communication"}, go="new_skill")
    assert "stands here twice" in ada.get(f"/questionnaires/{draft}/skills/patience").text
    page = send(ada, page, go="drop_skill:patience")
    now = loader.of_files(files(world, draft))
    assert now.instrument.scale.labels[0].to("en") == "Never"
    assert now.instrument.title.to("de") == "Führung"
    page = send(ada, page, go="language:de")
    now = loader.of_files(files(world, draft))
    assert (now.instrument.languages, "patience" in now.instrument.skills) == (("en",), False)
    refused = send(ada, page, {"new_language": "xx!"}, 422, go="language")
    assert "xx! is not a language code" in refused.text


def test_a_draft_that_cannot_be_read_is_mended_in_the_text(world, ada, draft):
    page = ada.get(f"/questionnaires/{draft}/text?file=communication.yaml")
    broken = value(page, "text") + "\nbroken: [1\n"
    page = ada.submit(page, {"text": broken}, form=form_of(page))
    assert "communication.yaml:" in page.text
    assert "this is not correct YAML" in page.text
    form = skill_page(ada, draft)
    assert "cannot be shown as a form now" in form.text
    page = ada.get(f"/questionnaires/{draft}/text?file=communication.yaml")
    whole = value(page, "text").replace("\nbroken: [1\n", "")
    page = ada.submit(page, {"text": whole}, form=form_of(page))
    assert "No problems." in page.text
    assert "Communication" in skill_page(ada, draft).text


def test_the_text_comes_back_byte_for_byte(world, ada, draft):
    page = ada.get(f"/questionnaires/{draft}/text?file=communication.yaml")
    text = value(page, "text").replace("I explain the goals", "I say the goals")
    ada.submit(page, {"text": text.replace("\n", "\r\n")}, form=form_of(page))
    changed = files(world, draft)["communication.yaml"]
    assert (
        changed.replace(b"I say the goals", b"I explain the goals")
        == (LEADERSHIP["communication.yaml"])
    )


def test_two_texts_at_once_are_shown_beside_each_other(world, ada, ben, draft):
    address = f"/questionnaires/{draft}/text?file=communication.yaml"
    hers, his = ada.get(address), ben.get(address)
    ada.submit(hers, {"text": value(hers, "text") + "# Ada\n"}, form=form_of(hers))
    both = ben.submit(his, {"text": value(his, "text") + "# Ben\n"}, 409, form_of(his))
    assert "# Ada" in both.html
    ben.submit(both, {"pick.text": "mine"}, form=form_of(both))
    assert files(world, draft)["communication.yaml"].endswith(b"# Ben\n")


def test_texts_that_two_changed_in_other_lines_are_put_together(world, ada, ben, draft):
    address = f"/questionnaires/{draft}/text?file=communication.yaml"
    hers, his = ada.get(address), ben.get(address)
    changed = value(hers, "text").replace("in plain words.", "clearly.", 1)
    ada.submit(hers, {"text": changed}, form=form_of(hers))
    page = ben.submit(his, {"text": value(his, "text") + "# Ben\n"}, form=form_of(his))
    assert "Somebody else has saved meanwhile" in page.text
    text = files(world, draft)["communication.yaml"]
    assert (b"clearly." in text, b"# Ben" in text) == (True, True)


def test_a_second_author_is_told_who_is_at_work_and_when_they_saved(world, firm, ada, ben, draft):
    page = skill_page(ada, draft)
    send(ada, page, {WORDS: "I say what quality we want."})
    with world.db.write() as tx:
        assert [one.name for one in authors.of(tx, draft) if one.saved] == ["Ada"]
        authors.note(tx, draft, firm.ada, int(time.time()) - 125, saved=True)
    assert "Ada saved this 2 minutes ago and may still be at it." in skill_page(ben, draft).text
    assert "Ada saved" not in skill_page(ada, draft).text
    here(ada, page)
    told = here(ben, skill_page(ben, draft)).json
    assert told["told"] == ["Ada is editing this, last saved 2 minutes ago."]
    assert told["revision"] == 2
    assert here(ada, page).json["told"] == ["Ben has this open, too, and has saved nothing yet."]
    with world.db.write() as tx:
        authors.note(tx, draft, firm.ada, int(time.time()) - 3600, saved=True)
    assert "Ada" not in str(here(ben, skill_page(ben, draft)).json["told"])


def here(visitor, page):
    place = page.one("p", id="company")
    headers = {"X-CSRFToken": place.get("data-token")}
    return visitor.client.post(place.get("data-here"), headers=headers)


def autosave(visitor, page, text, **more):
    form = page.all("form")[form_of(page)]
    seen = json.loads(page.field("seen"))["text"]
    headers = {"X-CSRFToken": page.field("csrf_token")}
    body = {"text": text, "seen": seen} | more
    return visitor.client.post(form.get("data-save"), json=body, headers=headers)


def test_the_editor_saves_by_itself_and_is_told_the_problems(world, ada, ben, draft):
    page = ada.get(f"/questionnaires/{draft}/text?file=communication.yaml")
    text = value(page, "text")
    told = autosave(ada, page, text.replace("core: true", "cor: true", 1)).json
    assert (told["right"], told["problems"][0]["cure"]) == (False, "did you mean 'core'?")
    line = text[: text.index("core: true")].count("\n") + 1
    assert told["problems"][0]["line"] == line
    assert b"cor: true" in files(world, draft)["communication.yaml"]
    late = autosave(ben, page, text + "# Ben")
    assert late.status_code == 400  # another one's token
    his = ben.get(f"/questionnaires/{draft}/text?file=communication.yaml")
    autosave(ada, page, text, seen=told["seen"])
    assert autosave(ben, his, value(his, "text") + "# Ben").json == {"clash": True}


def test_the_preview_is_the_raters_page_and_cannot_be_sent(ada, draft):
    page = ada.get(f"/questionnaires/{draft}/preview/communication?group=self")
    assert "I explain the goals for quality" in page.text
    assert page.one("button").get("disabled") is not None
    assert "frame-ancestors 'self'" in page.response.headers["Content-Security-Policy"]
    frame = ada.get(f"/questionnaires/{draft}/preview?page=communication&width=phone").one("iframe")
    assert frame.get("class") == "phone"
    other = ada.get(frame.get("src"))
    assert "Explains the goals for quality" in other.text


def test_each_group_previews_what_it_is_asked(ada, team):
    address = f"/questionnaires/{team}/preview/care?form=full&group="
    asked = {group: "work every month" in ada.get(address + group).text
             for group in ("self", "team", "lead")}  # fmt: skip
    assert asked == {"self": True, "team": True, "lead": False}


def test_a_draft_that_is_broken_shows_how_it_was_before(ada, draft):
    send(ada, skill_page(ada, draft), {WORDS: "I say what quality we want."})
    page = ada.get(f"/questionnaires/{draft}/text?file=communication.yaml")
    ada.submit(page, {"text": "id: [1"}, form=form_of(page))
    page = ada.get(f"/questionnaires/{draft}/preview?page=communication&group=self")
    assert "This is how it was before" in page.text
    assert page.one("iframe").get("class") == "desktop stale"
    assert "I say what quality we want." in ada.get(page.one("iframe").get("src")).text


def published(visitor, draft, **fields) -> Page:
    page = visitor.get(f"/questionnaires/{draft}/publish")
    return visitor.submit(page, {"note": "First", "go": "publish"} | fields, form=form_of(page))


def test_publishing_needs_a_note_and_says_what_changes_and_follows(world, ada, firm, draft):
    page = published(ada, draft)
    assert "Published as version 1" in page.text
    with world.db.write() as tx:
        version = questionnaires.published(tx, draft)[0].version
        rounds.add(tx, "Winter", version=version, form="standard", threshold=3, opened_on=TODAY,
                   closes_on=None, organisation=firm.organisation, state="open")  # fmt: skip
    send(ada, skill_page(ada, draft), {WORDS: "I say what quality we want."})
    page = ada.get(f"/questionnaires/{draft}/publish")
    assert "1 item reworded" in page.text
    assert "Round Winter keeps version 1." in page.text
    assert "change since last time will not be shown for 1 item" in page.text
    assert "I say what quality we want." in text_of(page.all("ins")[0])
    refused = ada.submit(page, {"note": " ", "go": "publish"}, 422, form_of(page))
    assert "say in a note" in refused.text
    looked = ada.submit(page, {"same": "comm_visi_1", "go": "look"}, form=form_of(page))
    assert "will not be shown" not in looked.text
    published(ada, draft, note="Plainer", same="comm_visi_1")
    with world.db.read() as tx:
        last = questionnaires.published(tx, draft)[-1]
    assert (last.number, last.note, last.declared.items) == (2, "Plainer", {"comm_visi_1"})


def test_a_draft_with_problems_or_of_yesterday_is_not_published(world, ada, ben, draft):
    old = ben.get(f"/questionnaires/{draft}/publish")
    send(ada, skill_page(ada, draft), {WORDS: "I say what quality we want."})
    late = ben.submit(old, {"note": "Mine", "go": "publish"}, 409, form_of(old))
    assert "look once more" in late.text
    send(ada, skill_page(ada, draft), {WORDS: ""})
    page = ada.get(f"/questionnaires/{draft}/publish")
    assert "Before it can be published" in page.text
    assert not page.all("textarea", name="note")


def test_rolling_back_publishes_the_old_one_anew(world, ada, draft):
    published(ada, draft)
    send(ada, skill_page(ada, draft), {WORDS: "I say what quality we want."})
    published(ada, draft, note="Second")
    page = ada.get(f"/questionnaires/{draft}/versions/1")
    form = next(n for n, f in enumerate(page.all("form")) if f.get("action").endswith("/1"))
    page = ada.submit(page, {"note": "It was better"}, form=form)
    assert "Version 1 is published anew as version 3" in page.text
    assert files(world, draft) == LEADERSHIP


def test_a_questionnaire_leaves_and_comes_back_as_a_zip(world, ada, firm, draft):
    packed = ada.client.get(f"/questionnaires/{draft}/export/draft.zip").data
    assert packing.unpack(packed) == LEADERSHIP
    page = ada.get(f"/admin/{firm.organisation}/questionnaires")
    renamed = operations.change(LEADERSHIP, "instrument.yaml", _named("another"))
    for data, status, told in [
        (packing.pack(renamed), 200, "Leadership in quality management"),
        (packed, 422, "There is a questionnaire leadership already"),
        (b"PK no zip", 422, "not a ZIP"),
    ]:
        answer = ada.client.post(
            f"/admin/{firm.organisation}/questionnaires/import",
            data={"csrf_token": page.field("csrf_token"), "file": (io.BytesIO(data), "q.zip")},
            follow_redirects=True,
        )
        assert answer.status_code == status
        assert told in answer.get_data(as_text=True)


def _named(name):
    return {**meaning("instrument.yaml", LEADERSHIP["instrument.yaml"]), "id": name}


def test_what_authors_write_is_shown_and_never_run(ada, draft):
    wild = "<script>alert(1)</script> {{ 7 * 7 }} ${7*7}"
    page = send(ada, skill_page(ada, draft), {"communication.why.en": wild})
    assert value(page, "communication.why.en") == wild
    assert "<script>alert" not in page.html
    assert "braces are only for {subject}" in page.text


def test_a_new_round_can_ask_a_published_version(world, ada, firm):
    with world.db.write() as tx:
        ready = operations.change(LEADERSHIP, "instrument.yaml", _named("ours"))
        ready = put(ready, "instrument.title.en", "Our own")
        ours = publishing.begin(tx, firm.organisation, "ours", ready, firm.ada)
    published(ada, ours)
    page = ada.get(f"/admin/{firm.organisation}/rounds/new")
    option = next(one for one in page.all("option") if text_of(one) == "Our own, version 1")
    page = ada.get(f"/admin/{firm.organisation}/rounds/new?version={option.get('value')}")
    last = len(page.all("form")) - 1
    ada.submit(page, {"title": "Ours 2026", "closes_on": "2099-01-01"}, form=last)
    with world.db.read() as tx:
        made = next(r for r in rounds.of_organisation(tx, firm.organisation) if r.number == 2)
    assert (made.title, made.version) == ("Ours 2026", option.get("value"))
    again = ada.get(f"/rounds/{made.id}/clone")
    assert again.status == 200


@pytest.fixture
def team(world, firm) -> str:
    """A draft in English and German."""
    files = loader.bytes_of(editing.READY / "service_team")
    with world.db.write() as tx:
        return publishing.begin(tx, firm.organisation, "service_team", files, firm.ada)


def desk(visitor, team) -> Page:
    return visitor.get(f"/questionnaires/{team}/translations?language=de")


def test_a_changed_original_waits_on_the_desk_and_stops_publishing_in_its_language(ada, team):
    assert "All texts are translated" in desk(ada, team).text
    page = ada.get(f"/questionnaires/{team}/skills/care")
    send(ada, page, {"items.care_users.self.en": "I take the team to people who use the service."})
    page = ada.get(f"/questionnaires/{team}/publish")
    assert "1 text is missing, or its original has changed" in page.text
    assert "in English only" in page.text
    page = ada.submit(page, {"note": "Why", "go": "publish"}, 200, form_of(page))
    assert "Published as version 1" in page.text
    assert "left out: German" in page.text
    assert "Left out, since" in ada.get(f"/questionnaires/{team}/versions/1").text
    page = desk(ada, team)
    assert "I take the team to people" in page.text
    page = send(ada, page, {"items.care_users.self.de": "Ich bringe das Team zu den Menschen."})
    assert "All texts are translated" in page.text
    page = published(ada, team)
    assert "Published as version 2" in page.text
    assert text_of(page.all("tr")[1].findall("td")[2]) == "English, German"


def test_a_translation_may_be_right_as_it_is(ada, team):
    page = ada.get(f"/questionnaires/{team}/skills/care")
    send(ada, page, {"items.care_users.self.en": "I bring people who use the service in."})
    page = send(ada, desk(ada, team), {"right": "items.care_users.self"})
    assert "All texts are translated" in page.text


def test_a_table_goes_to_the_translator_and_comes_back(world, ada, ben, team):
    page = ada.get(f"/questionnaires/{team}/skills/care")
    formula = '=HYPERLINK("x") is what I say.'
    send(ada, page, {"items.care_users.self.en": formula})
    table = ada.client.get(f"/questionnaires/{team}/translations.xlsx?language=de").data
    with zipfile.ZipFile(io.BytesIO(table)) as packed:
        assert b"<f>" not in packed.read("xl/worksheets/sheet1.xml")
    rows = [list(row) for row in spreadsheet.read(table, "de.xlsx").rows]
    by_place = {row[0]: row for row in rows}
    row = by_place["items.care_users.self"]
    assert (row[1], row[3]) == (formula, "original changed")
    row[2] = "Ich sage es so."
    by_place["items.care_team.self"][2] = "Vom Übersetzer."
    page = ben.get(f"/questionnaires/{team}/skills/care")
    send(ben, page, {"items.care_team.self.de": "Von Ben."})
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    answer = ada.client.post(
        f"/questionnaires/{team}/translations.xlsx?language=de",
        data={"csrf_token": desk(ada, team).field("csrf_token"),
              "file": (io.BytesIO(out.getvalue().encode()), "de.csv")},
    )  # fmt: skip
    both = Page(answer)
    assert answer.status_code == 409
    assert "Von Ben." in both.html
    page = send(ada, both, {"pick.items.care_team.self.de": "theirs"})
    assert "All texts are translated" in page.text
    text = files(world, team)["care.yaml"].decode()
    assert "Ich sage es so." in text
    assert "Von Ben." in text


def press(visitor, page, label) -> Page:
    """The form that is this one button."""
    for form, element in enumerate(page.all("form")):
        if any(text_of(button).startswith(label) for button in element.iter("button")):
            return visitor.submit(page, {}, form=form)
    raise AssertionError(f"no button {label!r}")


def test_a_colleague_comments_by_a_link_and_changes_nothing(world, ada, draft):
    page = press(ada, ada.get(f"/questionnaires/{draft}/comments"), "Show the link")
    link = page.one("input", id="link").get("value").removeprefix("http://localhost")
    dora = Visitor(world.app)
    page = press(dora, dora.get(link), "Look at the draft")
    assert page.h1 == "Leadership in quality management"
    seen = dora.get(page.one("iframe").get("src"))
    assert "Explains the goals for quality" in seen.text
    wrong = dora.submit(page, {"name": "Dora", "text": " "}, 422, form_of(page))
    assert "Write what you think" in wrong.text
    said = {"name": "Dora", "place": "comm_visi_1", "text": "<b>Too long</b>, I think."}
    page = dora.submit(page, said, form=form_of(page))
    assert "Your comment is with the authors" in page.text
    assert "<b>Too long" not in page.html
    page = ada.get(f"/questionnaires/{draft}/comments")
    assert "Too long" in page.text
    assert "“Explains the goals for quality in plain words.”" in page.text
    page = press(ada, page, "Done")
    assert "No comments are open" in page.text
    assert files(world, draft) == LEADERSHIP
    for room in ("", "text", "comments", "publish", "export/draft.zip"):
        assert dora.client.get(f"/questionnaires/{draft}/{room}").status_code in {303, 404}


def test_an_ended_link_opens_nothing_and_the_next_one_is_another(world, ada, draft):
    page = press(ada, ada.get(f"/questionnaires/{draft}/comments"), "Show the link")
    link = page.one("input", id="link").get("value").removeprefix("http://localhost")
    dora = Visitor(world.app)
    press(dora, dora.get(link), "Look at the draft")
    page = press(ada, page, "End the link")
    assert dora.client.get(f"/review/{draft}").status_code == 404
    dora.get(link, 404)
    page = press(ada, page, "Show the link")
    assert link not in page.one("input", id="link").get("value")


@pytest.mark.parametrize(
    "text",
    [
        "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nd: [*c, *c]\n" * 50,
        "[" * 20000,
        "id: !!python/object/apply:os.system [ls]",
        "id: no\nid: 1:30\ntitle: '{{ config }}'\n",
        "x: y\n" * 60000,
        "\ufeffid: \u202e{subject.__class__}",
    ],
)
def test_bad_text_is_kept_and_told_about_within_three_seconds(world, ada, draft, text):
    page = ada.get(f"/questionnaires/{draft}/text?file=communication.yaml")
    began = time.process_time()  # else it would depend on what else the machine does
    told = autosave(ada, page, text).json
    assert time.process_time() - began < 3
    assert not told["right"]
    shown = ada.get(f"/questionnaires/{draft}/text?file=communication.yaml")
    assert "communication.yaml:" in shown.text
    assert ada.get(f"/questionnaires/{draft}/skills/communication").status == 200


def test_text_that_cannot_be_kept_is_refused_in_words(world, ada, draft):
    page = ada.get(f"/questionnaires/{draft}/text?file=communication.yaml")
    answer = autosave(ada, page, "id: a\0b")
    assert answer.status_code == 422
    assert "could not use" in answer.json["message"]
    assert files(world, draft) == LEADERSHIP

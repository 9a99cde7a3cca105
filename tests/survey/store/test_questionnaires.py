"""Drafts and publications of questionnaires: the same promises on both engines."""

import re
from datetime import date

import pytest

from survey.authoring import publishing, speaking
from survey.errors import BadInput, NotFound, NotNow, Stale
from survey.questionnaire.compare.comparable import Declared
from survey.questionnaire.edit import operations
from survey.questionnaire.edit.fields import fields, put
from survey.questionnaire.edit.written import files_of
from survey.questionnaire.loader import of_files, problems_of
from survey.questionnaire.problems import Problems
from survey.store import (
    accounts,
    authors,
    copies,
    erasing,
    log,
    organisations,
    questionnaires,
    review_notes,
    rounds,
    versions,
)
from tests.survey.questionnaire.edit.folders import FOLDERS, LEADERSHIP, TINY, UGLY

TODAY = date(2026, 11, 23)


@pytest.fixture
def hall(db):
    with db.write() as tx:
        return organisations.add(tx, "Hall & Sons", "Europe/Berlin", "en")


@pytest.fixture
def ada(db, hall):
    """Ada the admin."""
    with db.write() as tx:
        account = accounts.add(tx, "Ada", "ada@hall.example")
        accounts.join(tx, account, hall, "admin")
    return account


@pytest.fixture
def tiny(db, hall, ada):
    """The tiny questionnaire, published once."""
    with db.write() as tx:
        id_ = publishing.begin(tx, hall, "tiny", TINY, ada)
        publishing.publish(tx, id_, 1, note="The first.", today=TODAY, account=ada)
    return id_


def save(tx, id_, files, account=None):
    revision = questionnaires.get(tx, id_).revision
    return publishing.save(tx, id_, files, revision, account)


def places(files):
    return {one.place for one in fields(files).values()}


def publish(db, id_, files, **more):
    with db.write() as tx:
        revision = save(tx, id_, files)
        for language in operations.languages(files)[1:]:  # the translator has looked
            speaking.say_translated(tx, id_, language, places(files))
        return publishing.publish(tx, id_, revision, note="Why.", today=TODAY, **more)


REWORDED = operations.reword(TINY, "act_aim", "en", "I start with the aim.")


class QuestionnairesContract:
    def test_a_draft_comes_back_byte_for_byte(self, db, hall, ada):
        with db.write() as tx:
            for number, files in enumerate(FOLDERS.values()):
                id_ = publishing.begin(tx, hall, f"one_{number}", files, ada)
                assert questionnaires.get(tx, id_).files == files
            assert len(questionnaires.of(tx, hall)) == len(FOLDERS)
            assert questionnaires.of(tx, "another") == []

    def test_two_who_write_at_once_are_told(self, db, tiny, ada):
        with db.write() as tx:
            seen = questionnaires.get(tx, tiny).revision
            assert publishing.save(tx, tiny, REWORDED, seen, ada) == seen + 1
            with pytest.raises(Stale):
                publishing.save(tx, tiny, UGLY, seen, None)
            assert questionnaires.get(tx, tiny).files == REWORDED

    def test_a_name_serves_once_in_an_organisation(self, db, hall, tiny):
        with db.write() as tx, pytest.raises(NotNow):
            publishing.begin(tx, hall, "tiny", TINY)
        with db.write() as tx, pytest.raises(Stale):
            questionnaires.add(tx, hall, "tiny", TINY)

    def test_a_draft_may_be_wrong_and_is_then_not_published(self, db, tiny):
        with db.write() as tx:
            revision = save(tx, tiny, {**TINY, "acting.yaml": b"id: [1"})
            assert [p.file for p in publishing.step(tx, tiny).problems] == ["acting.yaml"]
            with pytest.raises(Problems):
                publishing.publish(tx, tiny, revision, note="Why.", today=TODAY)

    @pytest.mark.parametrize(
        "files",
        [{"a.yaml": b"\xff"}, {"a.yaml": b"a\0"}, {"a.yaml": b"a" * 3_000_000},
         {f"{n}.yaml": b"" for n in range(41)}],
    )  # fmt: skip
    def test_what_is_no_text_or_too_much_is_not_kept(self, db, hall, files):
        with db.write() as tx, pytest.raises(BadInput):
            publishing.begin(tx, hall, "more", files)

    def test_what_was_published_stays_when_its_author_is_erased(self, db, hall, tiny, ada):
        with db.read() as tx:
            before = questionnaires.get(tx, tiny), questionnaires.published(tx, tiny)
        with db.write() as tx:
            erasing.account(tx, ada)
            assert (questionnaires.get(tx, tiny), questionnaires.published(tx, tiny)) == before
            assert accounts.get(tx, ada).name == erasing.ERASED
            assert versions.get(tx, before[1][0].version) == of_files(TINY)

    def test_a_copy_of_the_store_holds_it(self, db, tiny, tmp_path):
        copies.save(db, tmp_path / "copy", 0)
        with db.read() as tx:
            before = questionnaires.get(tx, tiny), questionnaires.published(tx, tiny)
        with copies.opened(tmp_path / "copy") as copy:
            copies.put_back(copy, db)
        with db.read() as tx:
            assert (questionnaires.get(tx, tiny), questionnaires.published(tx, tiny)) == before

    def test_a_publication_says_who_when_and_why(self, db, hall, tiny, ada):
        with db.read() as tx:
            (first,) = questionnaires.published(tx, tiny)
            assert (first.number, first.account, first.day, first.note) == (
                1, ada, TODAY, "The first.",
            )  # fmt: skip
            assert first.version == of_files(TINY).version
            assert first.files == TINY
            assert versions.get(tx, first.version) == of_files(TINY)
            (entry,) = log.of_organisation(tx, hall)
            assert (entry.action, entry.account) == ("questionnaire.published", ada)

    @pytest.mark.parametrize(
        ("files", "note", "said"),
        [
            (REWORDED, "  ", "say in a note"),
            (REWORDED, "x" * 1001, "more than 1000"),
            (TINY, "Why.", "Nothing has changed since version 1"),
            (UGLY, "Why.", "must stay tiny"),
        ],
    )
    def test_publishing_needs_a_note_and_a_change(self, db, tiny, files, note, said):
        with db.write() as tx:
            revision = save(tx, tiny, files)
            with pytest.raises(NotNow, match=said):
                publishing.publish(tx, tiny, revision, note=note, today=TODAY)

    def test_only_what_the_publisher_has_seen_is_published(self, db, tiny):
        with db.write() as tx:
            revision = save(tx, tiny, REWORDED)
            save(tx, tiny, put(REWORDED, "instrument.title.en", "Another"))
            with pytest.raises(Stale):
                publishing.publish(tx, tiny, revision, note="Why.", today=TODAY)

    def test_the_step_tells_what_changes_and_which_rounds_keep_what(self, db, hall, tiny):
        with db.write() as tx:
            version = questionnaires.published(tx, tiny)[0].version
            rounds.add(tx, "Autumn 2026", version=version, form="brief", threshold=3,
                       opened_on=TODAY, organisation=hall)  # fmt: skip
            save(tx, tiny, REWORDED)
            step = publishing.step(tx, tiny)
        assert step.number == 2
        assert [str(one) for one in step.words] == ["1 item reworded", "1 language left out"]
        assert [str(one) for one in step.follows] == [
            "change since last time will not be shown for 1 item",
            "1 skill has too few items left to compare: its change will not be shown at all",
        ]
        assert step.keeping == (("Autumn 2026", 1),)
        ((file, *_),) = [[line.file for line in passage] for passage in step.passages]
        assert file == "acting.yaml"
        with db.read() as tx:
            assert not publishing.step(tx, tiny, Declared(frozenset({"act_aim"}))).follows

    def test_rolling_back_publishes_the_old_one_anew(self, db, tiny, ada):
        publish(db, tiny, REWORDED)
        with db.write() as tx:
            with pytest.raises(NotFound):
                publishing.roll_back(tx, tiny, 7, note="Back.", today=TODAY)
            back = publishing.roll_back(tx, tiny, 1, note="Back.", today=TODAY, account=ada)
            assert (back.number, back.files) == (3, TINY)
            assert questionnaires.get(tx, tiny).files == TINY
            assert [one.number for one in questionnaires.published(tx, tiny)] == [1, 2, 3]

    def test_items_are_comparable_as_declared_at_each_step(self, db, tiny):
        one = of_files(TINY).version
        two = publish(db, tiny, REWORDED, declared=Declared(frozenset({"act_aim"}))).version
        three = publish(db, tiny, operations.retire(REWORDED, "hear_more")).version
        fewer = operations.retire(REWORDED, "hear_more")
        other = operations.reword(fewer, "hear_aim", "de", "Ich frage viel.")
        four = publish(db, tiny, other).version
        with db.read() as tx:
            every = {"act_aim", "act_care", "hear_aim", "hear_care"}
            assert publishing.comparable_items(tx, one, one) == every | {"hear_more"}
            assert publishing.comparable_items(tx, one, two) == every | {"hear_more"}
            assert publishing.comparable_items(tx, one, three) == every
            assert publishing.comparable_items(tx, one, four) == every - {"hear_aim"}

    def test_what_meant_the_same_on_the_way_there_means_the_same_on_the_way_back(self, db, tiny):
        both = operations.reword(REWORDED, "hear_aim", "de", "Ich frage viel.")
        two = publish(db, tiny, both, declared=Declared(frozenset({"act_aim"}))).version
        with db.write() as tx:
            three = publishing.roll_back(tx, tiny, 1, note="Back.", today=TODAY).version
            found = publishing.comparable_items(tx, two, three)
        assert "act_aim" in found
        assert "hear_aim" not in found

    def test_versions_that_were_never_published_are_compared_by_their_words(self, db):
        with db.write() as tx:
            for files in (TINY, REWORDED):
                versions.keep(tx, of_files(files))
            found = publishing.comparable_items(
                tx, of_files(TINY).version, of_files(REWORDED).version
            )
        assert found == {"act_care", "hear_aim", "hear_care", "hear_more"}

    def test_a_version_is_found_by_how_it_begins(self, db, tiny):
        version = of_files(TINY).version
        with db.read() as tx:
            assert versions.beginning_with(tx, version[:8]) == [version]
            assert versions.beginning_with(tx, "%") == []
            assert [p.number for p in questionnaires.with_version(tx, version[:8])] == [1]

    def test_a_changed_original_makes_its_translation_stale_until_it_is_looked_at(self, db, tiny):
        with db.write() as tx:
            revision = save(tx, tiny, REWORDED)
            open_ = speaking.untranslated(tx, questionnaires.get(tx, tiny))
            assert [(one.place, one.state) for one in open_["de"]] == [
                ("items.act_aim.self", "stale")
            ]
        with db.write() as tx:
            made = publishing.publish(tx, tiny, revision, note="Why.", today=TODAY)
            assert made.left_out == ("de",)
            assert versions.get(tx, made.version).instrument.languages == ("en",)
            assert questionnaires.published(tx, tiny)[-1] == made
            draft = questionnaires.get(tx, tiny)
            assert operations.languages(draft.files) == ["en", "de"]  # it stays to be worked on
            speaking.say_translated(tx, tiny, "de", {"items.act_aim.self"})
            made = publishing.publish(tx, tiny, draft.revision, note="Why.", today=TODAY)
            assert made.left_out == ()
            assert versions.get(tx, made.version).version == of_files(REWORDED).version

    def test_a_text_that_a_language_has_not_at_all_leaves_only_that_language_out(self, db, tiny):
        text = TINY["acting.yaml"].decode()
        gone = {
            **TINY,
            "acting.yaml": re.sub(r"(?m)^name: .*$", "name: {en: Acting}", text).encode(),
        }
        assert problems_of(gone)
        with db.write() as tx:
            made = publishing.publish(tx, tiny, save(tx, tiny, gone), note="Why.", today=TODAY)
        assert made.left_out == ("de",)

    def test_while_a_draft_is_not_right_the_files_of_before_are_kept(self, db, tiny):
        broken = {**REWORDED, "acting.yaml": b"id: [1"}
        with db.write() as tx:
            save(tx, tiny, REWORDED)
            assert questionnaires.get(tx, tiny).sound is None
            for files in (broken, {**broken, "acting.yaml": b"id: [12"}):
                save(tx, tiny, files)
                assert questionnaires.get(tx, tiny).sound == REWORDED
            save(tx, tiny, TINY)
            assert questionnaires.get(tx, tiny).sound is None

    def test_authors_are_known_while_they_are_there_and_forgotten_after_a_day(self, db, ada, tiny):
        with db.write() as tx:
            ben = accounts.add(tx, "Ben", "ben@hall.example")
            authors.note(tx, tiny, ada, 1000, saved=True)
            authors.note(tx, tiny, ben, 1030)
            authors.note(tx, tiny, ada, 1060)
            found = [(one.name, one.seen, one.saved) for one in authors.of(tx, tiny)]
            assert found == [("Ada", 1060, 1000), ("Ben", 1030, None)]
            authors.note(tx, tiny, ben, 1050 + 24 * 3600)
            assert [one.name for one in authors.of(tx, tiny)] == ["Ben", "Ada"]
            authors.note(tx, tiny, ben, 1061 + 24 * 3600)
            assert [one.name for one in authors.of(tx, tiny)] == ["Ben"]
            erasing.account(tx, ben)
            assert authors.of(tx, tiny) == []

    def test_a_translation_made_with_the_original_or_after_it_is_not_stale(self, db, tiny):
        both = operations.reword(REWORDED, "act_aim", "de", "Ich sage zuerst das Ziel.")
        with db.write() as tx:
            save(tx, tiny, both)
            assert speaking.untranslated(tx, questionnaires.get(tx, tiny)) == {}
            save(tx, tiny, operations.reword(both, "act_aim", "en", "I begin with the aim."))
            # while a file cannot be read, what is known stays
            broken = {**both, "instrument.yaml": b"id: [1"}
            save(tx, tiny, broken)
            later = operations.reword(both, "act_aim", "en", "I begin with the aim.")
            save(tx, tiny, later)
            assert set(speaking.untranslated(tx, questionnaires.get(tx, tiny))) == {"de"}
            save(tx, tiny, operations.reword(later, "act_aim", "de", "Ich fange mit dem Ziel an."))
            assert speaking.untranslated(tx, questionnaires.get(tx, tiny)) == {}

    def test_comments_on_a_draft_come_back_in_order_and_can_be_settled(self, db, tiny):
        with db.write() as tx:
            for text in ("One.", "Two."):
                review_notes.add(tx, tiny, place="", name="Dora", text=text, day=TODAY)
            first, second = review_notes.of(tx, tiny)
            review_notes.settle(tx, tiny, second.id, settled=True)
            review_notes.settle(tx, "another", first.id, settled=True)
            assert [(one.text, one.settled) for one in review_notes.of(tx, tiny)] == [
                ("One.", False),
                ("Two.", True),
            ]

    def test_a_new_language_is_missing_everywhere(self, db, tiny):
        with db.write() as tx:
            save(tx, tiny, operations.add_language(TINY, "fr"))
            open_ = speaking.untranslated(tx, questionnaires.get(tx, tiny))
            assert {one.state for one in open_["fr"]} == {"missing"}
            assert "de" not in open_


class TestSqlite(QuestionnairesContract):
    pass


class TestPostgres(QuestionnairesContract):
    @pytest.fixture
    def db(self, postgres_db):
        postgres_db.migrate()
        return postgres_db


@pytest.mark.parametrize("name", FOLDERS)
def test_a_questionnaire_written_anew_is_the_same_version(name):
    found = of_files(FOLDERS[name])
    assert of_files(files_of(found)).version == found.version


def test_a_shipped_file_written_anew_reads_well():
    text = files_of(of_files(LEADERSHIP))["communication.yaml"].decode()
    assert text.startswith("id: communication\nname: Communicating vision and goals\n")
    assert max(map(len, text.splitlines())) <= 100

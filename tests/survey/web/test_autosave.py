"""What answer.js does behind the page: each answer is on the server at once."""

import json

import pytest

from tests.answering import invitation_of, statements, to_the_check_page


def test_it_saves_one_answer_and_counts_up(mara, first_page):
    name = statements(first_page)[0]
    saved = mara.save(first_page, {name: "4"})
    assert (saved.status_code, saved.json) == (200, {"revision": 1, "told": ""})
    path = f"/answer/{invitation_of(first_page)}/communication"
    assert mara.get(path).checked() == {name: "4"}


def test_the_same_save_twice_is_harmless(mara, first_page):
    name = statements(first_page)[0]
    mara.save(first_page, {name: "4"})
    again = mara.save(first_page, {name: "4"})
    assert again.json == {"revision": 1, "told": ""}


def test_another_tab_is_told_of(mara, first_page):
    first, second = statements(first_page)[:2]
    mara.save(first_page, {first: "4"})
    saved = mara.save(first_page, {second: "1"})
    assert saved.json["revision"] == 2
    assert "another tab" in saved.json["told"]
    path = f"/answer/{invitation_of(first_page)}/communication"
    assert mara.get(path).checked() == {first: "4", second: "1"}


def test_an_emptied_comment_is_taken_back(mara, first_page):
    mara.save(first_page, {"t_communication": "I draw it"})
    mara.save(first_page, {"t_communication": ""}, revision=1)
    page = mara.get(f"/answer/{invitation_of(first_page)}/communication")
    assert not (page.one("textarea").text or "").strip()


@pytest.mark.parametrize(
    "body",
    [
        {},
        [],
        "x",
        {"fields": {}, "revision": "1", "seconds": 1},
        {"fields": {"csrf_token": "x"}, "revision": 0, "seconds": 1},
        {"fields": {"a_nothing": "4"}, "revision": 0, "seconds": 1},
        {"fields": {"a_comm_visi_1": 4}, "revision": 0, "seconds": 1},
        {"fields": {"a_comm_visi_1": "6"}, "revision": 0, "seconds": 1},
        {"fields": {"a_comm_visi_1": "³"}, "revision": 0, "seconds": 1},
        {"fields": {"a_comm_visi_1": "NO"}, "revision": 0, "seconds": 1},
        {"fields": {"a_comm_visi_1": "-1"}, "revision": 0, "seconds": 1},
        {"fields": {"a_comm_visi_1": "4"}, "revision": 0, "seconds": "1"},
        {"fields": {"t_nothing": "words"}, "revision": 0, "seconds": 1},
        {"fields": {"t_communication": "x" * 4001}, "revision": 0, "seconds": 1},
    ],
    ids=lambda body: json.dumps(body)[:50],
)
def test_what_no_page_sends_is_refused_with_words(mara, first_page, body):
    path = f"/answer/{invitation_of(first_page)}/save-answer"
    headers = {"X-CSRFToken": first_page.field("csrf_token")}
    refused = mara.client.post(path, json=body, headers=headers)
    assert refused.status_code == 422
    assert refused.json["message"]
    page = mara.get(f"/answer/{invitation_of(first_page)}/communication")
    assert page.field("revision") == "0"


def test_broken_json_is_a_bad_request(mara, first_page):
    path = f"/answer/{invitation_of(first_page)}/save-answer"
    headers = {"X-CSRFToken": first_page.field("csrf_token")}
    refused = mara.client.post(path, data="{", content_type="application/json", headers=headers)
    assert refused.status_code == 400


def test_it_needs_the_csrf_token(mara, first_page):
    path = f"/answer/{invitation_of(first_page)}/save-answer"
    body = {"fields": {}, "revision": 0, "seconds": 1}
    assert mara.client.post(path, json=body).status_code == 400


def test_sent_answers_are_not_saved_over(mara, first_page):
    mara.submit(to_the_check_page(mara, first_page), {})
    refused = mara.save(first_page, {statements(first_page)[0]: "1"})
    assert refused.status_code == 410
    assert "sent already" in refused.json["message"]


@pytest.mark.parametrize(
    ("what", "body", "status"),
    [
        ("seconds that no float holds", '"seconds": ' + "9" * 400, 200),
        ("less than no time", '"seconds": -' + "9" * 400, 200),
        ("no number", '"seconds": NaN', 200),
        ("a number longer than Python reads", '"seconds": ' + "9" * 5000, 400),
        ("nested deeper than Python reads", '"seconds": ' + "[" * 100_000, 422),
    ],
)
def test_absurd_json_is_no_fault_of_ours(mara, first_page, what, body, status):
    path = f"/answer/{invitation_of(first_page)}/save-answer"
    headers = {"X-CSRFToken": first_page.field("csrf_token")}
    text = '{"fields": {}, "revision": 0, ' + body + "}"
    answer = mara.client.post(path, data=text, content_type="application/json", headers=headers)
    assert answer.status_code == status

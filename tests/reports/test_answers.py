"""Reading answers: what is right is read as it stands, what is wrong is refused with its row."""

from pathlib import Path

import numpy as np
import pytest

from reports import answers
from reports.scoring.scores import score
from survey.errors import BadInput
from tests.factories import questionnaire

GOLDEN = Path(__file__).parent.parent / "golden"
QUESTIONNAIRE = questionnaire()
HEADER = "round,rater_id,group,item_id,value"


@pytest.fixture
def write(tmp_path):
    def write(text, name="responses.csv", encoding="utf-8"):
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
        return path

    return write


def lines(*rows, header=HEADER):
    return "\n".join([header, *rows]) + "\n"


def refusal(path, **more):
    with pytest.raises(BadInput) as refused:
        answers.read(path, QUESTIONNAIRE, **more)
    return str(refused.value)


WRONG = {
    "unknown item": ("1,Bob,peers,comm_visi_9,3", "unknown item 'comm_visi_9' (did you mean"),
    "unknown group": ("1,Bob,peer,comm_visi_1,3", "unknown group 'peer' (did you mean 'peers'?)"),
    "value above": ("1,Bob,peers,comm_visi_1,6", "value out of range: '6'"),
    "value below": ("1,Bob,peers,comm_visi_1,0", "value out of range: '0'"),
    "no whole number": ("1,Bob,peers,comm_visi_1,3.5", "not a whole number: '3.5'"),
    "whole with point": ("1,Bob,peers,comm_visi_1,4.0", "not a whole number: '4.0'"),
    "blank value": ("1,Bob,peers,comm_visi_1, 3", "not a whole number: ' 3'"),
    "small no": ("1,Bob,peers,comm_visi_1,no", "an answer is 1 to 5, NO (not observed), or empty"),
    "other digits": ("1,Bob,peers,comm_visi_1,٣", "not a whole number"),
    "extra field": ("1,Bob,peers,comm_visi_1,3,", "6 fields instead of 5"),
    "missing field": ("1,Bob,peers,comm_visi_1", "4 fields instead of 5"),
    "round": ("one,Bob,peers,comm_visi_1,3", "round is not a whole number: 'one'"),
    "no round": (",Bob,peers,comm_visi_1,3", "round is not a whole number: ''"),
    "nobody": ("1,,peers,comm_visi_1,3", "rater_id is empty"),
    "control character": ("1,B\x0bob,peers,comm_visi_1,3", "rater_id has control characters"),
    "direction override": ("1,B\u202eob,peers,comm_visi_1,3", "rater_id has control characters"),
    "duplicate": ("1,Cora,peers,comm_visi_1,3", "'Cora' answers item 'comm_visi_1' a second time"),
    "same round": ("01,Cora,peers,comm_visi_1,3", "'Cora' answers item 'comm_visi_1' a second"),
    "two groups": ("1,Cora,reports,comm_cult_1,3", "is in group 'reports', but in 'peers' above"),
    "two selves": ("1,Bob,self,comm_visi_1,3", "a second rater in group 'self'"),
}


@pytest.mark.parametrize(("row", "reason"), WRONG.values(), ids=WRONG)
def test_it_refuses_a_wrong_row(write, row, reason):
    path = write(lines("1,Alice,self,comm_visi_1,4", "1,Cora,peers,comm_visi_1,4", row))
    message = refusal(path)
    assert message.startswith("responses.csv, row 4: ")
    assert reason in message
    assert "\n" not in message


WRONG_FILES = {
    "empty": (b"", "responses.csv: the file is empty"),
    "blank": (b"\xef\xbb\xbf\r\n\r\n", "responses.csv: the file is empty"),
    "no rows": (lines(), "there are no answers"),
    "latin-1": (lines("1,Zoë,peers,comm_visi_1,3").encode("latin-1"), "row 2: is not UTF-8"),
    "utf-16": (lines("1,Zoe,peers,comm_visi_1,3").encode("utf-16"), "has NUL bytes"),
    "NUL": (lines("1,Zo\0e,peers,comm_visi_1,3"), "responses.csv, row 2: has NUL bytes"),
    "open quote": (lines('1,"Zoe,peers,comm_visi_1,3'), "responses.csv, line"),
    "quote in the middle": (lines('1,"Zoe"x,peers,comm_visi_1,3'), "responses.csv, line 2"),
    "missing column": (lines("1,Zoe,peers,3", header="round,rater_id,group,value"), "'item_id'"),
    "semicolons": (lines(header=HEADER.replace(",", ";")), "separated by commas"),
    "unknown column": (lines(header=f"Subject,{HEADER}"), "'Subject' (did you mean 'subject'?)"),
    "column twice": (lines(header=f"{HEADER},round"), "column 'round' occurs twice"),
}


@pytest.mark.parametrize(("data", "reason"), WRONG_FILES.values(), ids=WRONG_FILES)
def test_it_refuses_a_wrong_file(write, data, reason):
    assert reason in refusal(write(data))


def test_it_refuses_a_file_that_is_not_there(tmp_path):
    assert "No such file" in refusal(tmp_path / "nowhere.csv")
    assert "directory" in refusal(tmp_path)


def test_it_lists_twenty_problems_at_once_and_counts_the_rest(write):
    rows = [f"1,Bob,peers,comm_visi_1,{n}" for n in range(6, 36)]
    message = refusal(write(lines(*rows))).splitlines()
    assert len(message) == 21
    assert message[0].startswith("responses.csv, row 2: value out of range: '6'")
    assert message[-1].startswith("… and ")


def test_problems_of_all_kinds_come_together_in_order_of_rows(write):
    message = refusal(write(lines("x,Bob,peers,comm_visi_1,3", "1,Bob,pears,comm_visi_2,9")))
    assert [line.split(":")[0] for line in message.splitlines()] == [
        "responses.csv, row 2",
        "responses.csv, row 3",
        "responses.csv, row 3",
    ]


NAMES = [
    "NA",
    "None",
    "nan",
    "NULL",
    "007",
    "7",
    "",
    "1e3",
    "TRUE",
    "#N/A",
    'O\'Neil, "Tip"',
    "Zoë",
]


def test_people_called_na_none_or_007_stay_who_they_are(write):
    people = [name for name in NAMES if name]
    quoted = ['"' + name.replace('"', '""') + '"' for name in people]
    rows = [f"{name},1,{name},peers,comm_visi_1,4" for name in quoted]
    read = answers.read(write(lines(*rows, header=f"subject,{HEADER}")), QUESTIONNAIRE)
    assert read.by_subject
    assert sorted(read.sheets.index.get_level_values("subject")) == sorted(people)
    assert sorted(read.sheets.index.get_level_values("rater")) == sorted(people)
    scores = score(read.sheets, read.form)
    assert sorted(scores.raters.index.get_level_values("rater")) == sorted(people)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_byte_order_marks_and_line_ends_do_not_matter(write, encoding, end):
    text = lines("1,Zoë,peers,comm_visi_1,4", "", "1,Bob,peers,comm_visi_1,NO").replace("\n", end)
    read = answers.read(write(text, encoding=encoding), QUESTIONNAIRE)
    assert read.sheets["comm_visi_1"].tolist() == [4, -1]
    assert read.sheets.index.get_level_values("rater").tolist() == ["Zoë", "Bob"]


def test_blank_lines_count_as_rows_in_messages(write):
    assert "row 4" in refusal(write(lines("", "", "1,Zoë,peers,comm_visi_1,9")))


def test_columns_may_stand_in_any_order(write):
    text = lines("4,comm_visi_1,peers,Bob,1", header="value,item_id,group,rater_id,round")
    read = answers.read(write(text), QUESTIONNAIRE)
    assert read.sheets.index.tolist() == [("", 1, "Bob", "peers")]


def test_an_absent_row_equals_an_empty_value(write):
    empty = [f"1,Bob,peers,{item.id}," for item in QUESTIONNAIRE.items("standard")[1:]]
    one = answers.read(write(lines("1,Bob,peers,comm_visi_1,4", *empty)), QUESTIONNAIRE)
    two = answers.read(write(lines("1,Bob,peers,comm_visi_1,4")), QUESTIONNAIRE)
    assert one.sheets.equals(two.sheets)


def test_without_items_the_answers_tell_the_form(write):
    core, other = "1,Bob,peers,comm_visi_1,4", "1,Bob,peers,comm_visi_2,"
    assert answers.read(write(lines(core)), QUESTIONNAIRE).form_id == "standard"
    assert answers.read(write(lines(core, other)), QUESTIONNAIRE).form_id == "extended"
    wished = answers.read(write(lines(core)), QUESTIONNAIRE, form_id="extended")
    assert len(wished.form.items) == 50
    assert "unknown item 'comm_visi_2'" in refusal(write(lines(other)), form_id="standard")
    assert "there are: standard, extended" in refusal(write(lines(core)), form_id="short")


def test_rounds_are_whole_numbers_of_any_sign(write):
    read = answers.read(write(lines("-2,Bob,peers,comm_visi_1,4")), QUESTIONNAIRE)
    assert read.sheets.index.get_level_values("round").tolist() == [-2]


def test_the_same_rater_may_answer_about_others_and_in_other_rounds(write):
    rows = ["Alice,1,Bob,peers,comm_visi_1,4", "Dana,1,Bob,reports,comm_visi_1,4"]
    rows += ["Alice,2,Bob,others,comm_visi_1,4", "Dana,1,D,self,comm_visi_1,1"]
    rows += ["Alice,1,D,self,comm_visi_1,1"]
    read = answers.read(write(lines(*rows, header=f"subject,{HEADER}")), QUESTIONNAIRE)
    assert len(read.sheets) == 5


class TestItems:
    HEADER = "item_id,skill,responsibility,reverse"

    def test_they_are_the_whole_form_in_order_of_presentation(self, write):
        items = write(lines("b,one,two,1", "a,one,three,0", header=self.HEADER), "items.csv")
        read = answers.read(write(lines("1,Bob,peers,a,4")), QUESTIONNAIRE, items=items)
        assert (read.form.items, read.form.reverse) == (("b", "a"), (True, False))
        assert read.form.scales == ("skill:one", "resp:two", "resp:three")
        assert read.form_id is None

    @pytest.mark.parametrize(
        ("rows", "reason"),
        [
            (["a,one,two,yes"], "row 2: reverse is 0 or 1, not 'yes'"),
            (["a,one,two,0", "a,one,two,0"], "row 3: item 'a' occurs twice"),
            (["a,,two,0"], "row 2: skill is empty"),
            ([], "there are no items"),
        ],
    )
    def test_wrong_ones_are_refused(self, write, rows, reason):
        items = write(lines(*rows, header=self.HEADER), "items.csv")
        assert reason in refusal(write(lines("1,Bob,peers,a,4")), items=items)

    def test_they_exclude_a_form(self, write):
        path = write(lines("1,Bob,peers,a,4"))
        assert "leave out --form" in refusal(path, items=path, form_id="standard")


class TestTimings:
    HEADER = "round,rater_id,group,seconds"
    ANSWERS = lines("1,Bob,peers,comm_visi_1,4", "1,NA,peers,comm_visi_1,4")

    def test_unknown_times_are_unknown(self, write):
        timings = write(lines("1,NA,peers,12.5", header=self.HEADER), "timings.csv")
        read = answers.read(write(self.ANSWERS), QUESTIONNAIRE, timings=timings)
        np.testing.assert_equal(read.seconds.tolist(), [np.nan, 12.5])
        timings = write(lines("1,NA,peers,", header=self.HEADER), "timings.csv")
        read = answers.read(write(self.ANSWERS), QUESTIONNAIRE, timings=timings)
        raters = score(read.sheets, read.form, read.seconds).raters
        assert raters["sec_per_answer"].isna().all()
        assert not raters["fast"].any()

    @pytest.mark.parametrize(
        ("rows", "reason"),
        [
            (["1,Bob,peers,fast"], "row 2: seconds is not a plain number: 'fast'"),
            (["1,Bob,peers,nan"], "row 2: seconds is not a plain number"),
            (["1,Bob,peers,-3"], "row 2: seconds is not a plain number"),
            (["1,Bob,peers,3", "1,Bob,peers,3"], "row 3: a second time for rater 'Bob'"),
            (["1,Eve,peers,3"], "row 2: rater 'Eve' has no responses"),
            (["1,Bob,reports,3"], "row 2: rater 'Bob' has no responses in this group and round"),
            (["1,Bob,pears,3"], "row 2: unknown group 'pears'"),
        ],
    )
    def test_wrong_ones_are_refused(self, write, rows, reason):
        timings = write(lines(*rows, header=self.HEADER), "timings.csv")
        assert f"timings.csv, {reason}" in refusal(write(self.ANSWERS), timings=timings)

    def test_they_need_the_subject_when_the_responses_have_it(self, write):
        path = write(lines("Alice,1,Bob,peers,comm_visi_1,4", header=f"subject,{HEADER}"))
        timings = write(lines("1,Bob,peers,3", header=self.HEADER), "timings.csv")
        assert "timings.csv, row 1: missing column 'subject'" in refusal(path, timings=timings)
        timings = write(lines("Alice,1,Bob,peers,3", header=f"subject,{self.HEADER}"), "t.csv")
        assert "unknown column 'subject'" in refusal(write(self.ANSWERS), timings=timings)


class TestComments:
    HEADER = "round,group,question,text"
    ANSWERS = lines("1,Bob,peers,comm_visi_1,4")

    def test_they_are_kept_as_they_stand(self, write):
        said = ['1,peers,keep,"Says, ""thank you""\nand means it"', "1,peers,communication,NA"]
        comments = write(lines(*said, "1,self,keep, ", header=self.HEADER), "comments.csv")
        read = answers.read(write(self.ANSWERS), QUESTIONNAIRE, comments=comments)
        assert read.comments.to_dict("records") == [
            {"subject": "", "round": 1, "group": "peers", "question": "keep",
             "text": 'Says, "thank you"\nand means it'},
            {"subject": "", "round": 1, "group": "peers", "question": "communication",
             "text": "NA"},
        ]  # fmt: skip

    def test_they_are_cleaned_as_on_the_web(self, write):
        said = [f"1,peers,keep,Lis\x1btens \u202eto{chr(0x300) * 40} us\x85", "1,peers,keep,\u202e"]
        comments = write(lines(*said, header=self.HEADER), "comments.csv")
        read = answers.read(write(self.ANSWERS), QUESTIONNAIRE, comments=comments)
        assert list(read.comments["text"]) == ["Listens t\u00f2\u0300\u0300 us"]

    def test_an_empty_one_of_a_group_without_raters_is_no_comment(self, write):
        comments = write(lines("1,reports,keep,", header=self.HEADER), "comments.csv")
        assert answers.read(write(self.ANSWERS), QUESTIONNAIRE, comments=comments).comments.empty

    def test_who_left_all_statements_empty_may_still_comment(self, write):
        rows = lines("1,Bob,peers,comm_visi_1,4", "1,Cora,reports,comm_visi_1,")
        comments = write(lines("1,reports,keep,Listens", header=self.HEADER), "comments.csv")
        read = answers.read(write(rows), QUESTIONNAIRE, comments=comments)
        assert list(read.comments["group"]) == ["reports"]

    @pytest.mark.parametrize(
        ("row", "reason"),
        [
            (f"1,peers,keep,{'a' * 4001}", "has 4001 characters; shorten it to 4000"),
            (f"1,peers,keep,{'a' * 99_000}", "has 99000 characters; shorten it to 4000"),
            ("1,reports,keep,Because", "nobody in group 'reports' answered in this round"),
            ("1,peers,why,Because", "unknown question 'why'"),
            ("1,pears,keep,Because", "unknown group 'pears'"),
            ("2,peers,keep,Because", "nobody answered in this round"),
            ("1,peers,keep,Be,cause", "5 fields instead of 4"),
        ],
    )
    def test_wrong_ones_are_refused(self, write, row, reason):
        comments = write(lines(row, header=self.HEADER), "comments.csv")
        message = refusal(write(self.ANSWERS), comments=comments)
        assert message.startswith("comments.csv, row 2: ")
        assert reason in message


def test_a_million_distinct_mistakes_are_refused_at_once(write):
    """Suggestions are looked up only for what is shown."""
    rows = [f"1,Bob,peers,comm_visi_{n},3" for n in range(10, 100_000)]
    assert "… and 99970 more problems" in refusal(write(lines(*rows)))

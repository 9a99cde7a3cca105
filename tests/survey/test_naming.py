"""Names stand where somebody looks for them."""

from survey import naming


def test_marks_and_case_do_not_move_a_name():
    names = ["Zoë", "Özil", "anna", "Ärmel", "Oskar", "Ørsted", "Bo", "Łukasz", "Lars"]
    assert sorted(names, key=naming.order) == [
        "anna", "Ärmel", "Bo", "Lars", "Łukasz", "Ørsted", "Oskar", "Özil", "Zoë",
    ]  # fmt: skip


def test_names_that_differ_by_marks_only_keep_one_order():
    assert sorted(["Jose", "José"], key=naming.order) == sorted(["José", "Jose"], key=naming.order)
    assert naming.order("Jose") != naming.order("José")

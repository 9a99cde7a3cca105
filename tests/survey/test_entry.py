"""Names and addresses on their way in."""

import pytest

from survey.entry import check_email, check_name
from survey.errors import BadInput


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("a@example.org", "a@example.org"),
        (" a.b+c@sub.example.org\n", "a.b+c@sub.example.org"),
        ("zoe@bücher.example", "zoe@xn--bcher-kva.example"),
    ],
)
def test_an_address_is_taken(text, address):
    assert check_email(text) == address


@pytest.mark.parametrize(
    "text",
    [
        *("a", "a@", "@b.org", "a@b", "a@@c.org", "a..b@c.org", "a@-c.org", "a@c..org"),
        *("a b@c.org", "a@c.org, b@c.org", "Alice <a@c.org>", "a@c.org(x)", '"a"@c.org'),
        *("a@c.org\nBcc: b@c.org", "a@c.org\0", "zoë@c.org", "\ud800@c.org", "a@\ud800.org"),
        *("x" * 65 + "@c.org", "a@" + "x" * 64 + ".org", "a@" + "x." * 130 + "org"),
    ],
)
def test_what_is_no_address_is_refused(text):
    with pytest.raises(BadInput, match="not an address"):
        check_email(text)


def test_no_address_is_no_address():
    assert check_email(None) is check_email("  ") is None


def test_a_name_is_one_clean_line():
    assert check_name("  Zoe\u0308\r\n\u202eArcher ") == "Zoë Archer"
    assert check_name("NA") == "NA"
    assert check_name("007") == "007"

"""Secrets, seals and receipts."""

import re

import pytest

from survey import links
from survey.errors import BadInput, CannotOpen

KEY = b"k" * 32


def test_a_secret_depends_on_key_invitation_and_issue_and_on_nothing_else():
    secrets = {
        links.secret(key, invitation, issue)
        for key in (KEY, b"j" * 32)
        for invitation in ("bob", "bea")
        for issue in (1, 2)
    }
    assert len(secrets) == 8
    assert links.secret(KEY, "bob", 1) == links.secret(KEY, "bob", 1)
    assert all(re.fullmatch(r"[A-Za-z0-9_-]{43}", secret) for secret in secrets)


def test_the_hash_does_not_tell_the_secret():
    secret = links.secret(KEY, "bob", 1)
    assert secret not in links.hash_of(secret)
    assert re.fullmatch(r"[0-9a-f]{64}", links.hash_of(secret))
    assert links.hash_of("\ud800 not from us") != links.hash_of(secret)


def test_a_draft_opens_with_its_own_link_only():
    secret, other = links.secret(KEY, "bob", 1), links.secret(KEY, "bob", 2)
    sealed = links.seal(secret, "bob", b"4 out of 5")
    assert links.open_(secret, "bob", sealed) == b"4 out of 5"
    assert b"4 out of 5" not in sealed
    for wrong in [
        (other, "bob", sealed),
        (secret, "bea", sealed),
        (secret, "bob", sealed[:-1]),
        (secret, "bob", b""),
        (secret, "bob", b"\0" * 40),
    ]:
        with pytest.raises(CannotOpen):
            links.open_(*wrong)


def test_the_same_draft_never_looks_the_same():
    secret = links.secret(KEY, "bob", 1)
    assert len({links.seal(secret, "bob", b"same") for _ in range(50)}) == 50


def test_receipts_are_long_readable_and_all_different():
    codes = {links.receipt() for _ in range(500)}
    assert len(codes) == 500
    shape = r"[0-9A-HJKMNP-TV-Z]{5}(-[0-9A-HJKMNP-TV-Z]{5,6}){4}"
    assert all(re.fullmatch(shape, code) for code in codes)
    assert 32**26 > 2**128


def test_a_receipt_may_be_typed_as_people_type():
    code = "0123A-BCDEF-GHJKM-NPQRS-TVWXYZ"
    typed = " o123a bcdef-ghjkm npqrs\ttvwxyz\n"
    assert links.receipt_hash(typed) == links.receipt_hash(code)
    assert links.receipt_hash("Ol23A-BCDEF-GHJKM-NPQRS-TVWXYZ") == links.receipt_hash(code)


@pytest.mark.parametrize(
    "wrong", ["", "0123A", "U123A-BCDEF-GHJKM-NPQRS-TVWXYZ", "ß" * 26, "٣" * 26]
)
def test_it_refuses_what_is_no_receipt(wrong):
    with pytest.raises(BadInput):
        links.receipt_hash(wrong)

"""What servers answer, put into few words."""

import pytest

from survey.mailing.bounces import why


@pytest.mark.parametrize(
    ("problem", "kind"),
    [
        ("550 5.1.1 <bob@example.org>: user unknown", "no_such_address"),
        ("550 no such user", "no_such_address"),
        ("554 5.1.2 bad destination", "no_such_address"),
        ("550 5.7.1 rejected as spam", "refused"),
        ("554 rejected", "refused"),
        ("552 5.2.2 over quota", "full"),
        ("452 4.2.2 mailbox full", "full"),
        ("451 4.7.1 greylisted", "waiting"),
        ("421 closing", "waiting"),
        ("[Errno 111] Connection refused", "no_server"),
        ("[Errno -2] Name or service not known", "no_server"),
        ("timed out", "no_server"),
        ("cannot be sent: nobody's address", "no_address"),
        ("cannot be sent: invalid character in name", "unusable"),
        ("strange", "other"),
        ("", "other"),
    ],
)
def test_the_words_fit_the_answer(problem, kind):
    assert why(problem) == kind

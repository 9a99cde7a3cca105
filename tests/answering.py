"""Ways through the questionnaire that several tests take."""

from tests.client import Page, Visitor

ALL = 5


def statements(page: Page) -> list[str]:
    """Names of the page's rating fields, in order."""
    return list(dict.fromkeys(one.get("name", "") for one in page.all("input", type="radio")))


def answers(page: Page, how_many: int = ALL, value: str = "4") -> dict[str, str]:
    return dict.fromkeys(statements(page)[:how_many], value)


def to_the_check_page(visitor: Visitor, page: Page, how_many: int = ALL) -> Page:
    """Answer that many statements of each skill, write nothing, and go on to the check page."""
    while page.h1 != "Check your answers":
        page = visitor.submit(page, answers(page, how_many) | {"go": "next"})
    return page


def invitation_of(page: Page) -> str:
    """Id of the invitation whose step this page is."""
    return page.all("form")[0].get("action", "").split("/")[2]

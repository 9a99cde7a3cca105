"""What every page needs, in one frozen object that `wiring.init_app` puts into the application."""

from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import cast

from flask import current_app

from survey.jobs import MAKE_REPORT, PRINT_PAPERS, SEND_MAIL
from survey.keys import Keys
from survey.questionnaire.model import Questionnaire
from survey.settings import Settings
from survey.store.database import Database
from survey.web.compiled import Compiled
from survey.web.steps import Plan
from survey.workshop import Workshop

EXTENSION = "plumbline"


@dataclass(frozen=True)
class House:
    """The application's parts; `questionnaire` is the one that new self-assessments take."""

    shop: Workshop
    questionnaire: Questionnaire
    pages: dict[Hashable, Compiled] = field(default_factory=dict)
    """Compiled question pages, see `rating.py`: made on first use, the same for everybody."""

    plans: dict[tuple[str, str, bool, str], Plan] = field(default_factory=dict)
    """By version and form, whether goals are asked about, and the rater's group."""

    def plan(
        self, questionnaire: Questionnaire, form: str, goals: bool = False, group: str = ""
    ) -> Plan:
        """The steps of a form of a version, worked out once."""
        key = (questionnaire.version, form, goals, group)
        if key not in self.plans:
            self.plans[key] = Plan(questionnaire, form, goals, group)
        return self.plans[key]

    @property
    def db(self) -> Database:
        return self.shop.db

    @property
    def keys(self) -> Keys:
        return self.shop.keys

    @property
    def settings(self) -> Settings:
        return self.shop.settings

    def make_report(self, report: str) -> None:
        """Somebody waits for it. The store remembers it too, should the queue lose it."""
        self.shop.queue.send(MAKE_REPORT, report)

    def print_papers(self, wanted: str) -> None:
        """Likewise, of paper forms."""
        self.shop.queue.send(PRINT_PAPERS, wanted)

    def send_mail(self, message: str) -> None:
        """Hand over a row of the outbox, after the transaction that wrote it."""
        self.shop.queue.send(SEND_MAIL, message)


def house() -> House:
    """The one of the application that answers this request."""
    return cast(House, current_app.extensions[EXTENSION])

"""The whole application, as `./run` starts it: every room, background tasks at once, the demo."""

from dataclasses import dataclass
from pathlib import Path

from flask import Flask

import app as plumbline
from survey import demo
from survey.settings import from_env
from survey.store import reports
from survey.web.house import house
from survey.workshop import Workshop
from tests.web_app import ROOT


@dataclass
class WholeHouse:
    app: Flask
    shop: Workshop

    def demo_report(self) -> str:
        """Id of the demo's report, made."""
        with self.app.app_context():
            report = demo.load(self.shop.db, self.shop.keys, house().questionnaire)
        if self.state(report) != "done":
            self.shop.queue.send("reports.make", report)
        return report

    def state(self, report: str) -> str:
        with self.shop.db.read() as tx:
            return reports.get(tx, report).state


def open_house(folder: Path, **environment: str) -> WholeHouse:
    told = {"PLUMBLINE_INSTANCE": str(folder), "PLUMBLINE_BASE_URL": "http://localhost"}
    made = plumbline.create_app(from_env(told | environment, ROOT), immediate=True)
    made.config["TESTING"] = True
    with made.app_context():
        return WholeHouse(made, house().shop)

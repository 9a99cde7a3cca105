"""Choosing raters: the manager, staff in their place, whoever approves, and printed slips."""

from flask import Blueprint

bp = Blueprint("nominate", __name__)

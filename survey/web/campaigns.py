"""Rounds as the admin sees them: the board, making and changing rounds, who takes part."""

from flask import Blueprint

bp = Blueprint("campaigns", __name__)

"""Participants and raters from a table: upload, columns, dry run, confirmation."""

from flask import Blueprint

bp = Blueprint("imports", __name__)

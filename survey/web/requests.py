""" "My feedback requests": all that one person is asked, behind a link of its own."""

from flask import Blueprint

bp = Blueprint("requests", __name__)

"""Staff of an organisation: accounts, roles, the log; the first password by a link."""

from flask import Blueprint

bp = Blueprint("people", __name__)

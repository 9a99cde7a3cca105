"""The manager's home: a timeline, the guess, the first read, the plan, thanks."""

from flask import Blueprint

bp = Blueprint("home", __name__)

"""Mail as the admin sees it: texts, preview, what has left and what came back."""

from flask import Blueprint

bp = Blueprint("mails", __name__)

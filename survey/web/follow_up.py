"""Pulses and questions back, as raters answer them."""

from flask import Blueprint

bp = Blueprint("follow_up", __name__)

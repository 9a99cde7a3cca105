"""Names of rows: 128 random bits, so that no id tells an order or can be guessed."""

import secrets


def new_id() -> str:
    """32 hex digits."""
    return secrets.token_hex(16)

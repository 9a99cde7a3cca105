"""A rater's way from the link to the sent form, the receipt and what becomes of it."""

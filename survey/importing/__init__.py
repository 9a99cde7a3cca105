"""A table of people becomes a round: reading, checking, dry run, carrying out."""

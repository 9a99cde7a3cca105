"""People's rights over what is held about them: seen, copied, kept for so long, erased.

signing.py      pure: records of what went, signed; marks of who was erased
retention.py    each day, what has had its day goes
erasing.py      one person goes, with what would go shown first
copying.py      all that is held about one person, to take along
finding.py      the scan: is a text anywhere in the installation
backup.py       a copy of the store, and what a restored one must forget again
commands.py     all this on the command line
"""

"""One pair of files for each section: NAME.py makes its content, NAME.html shows it.

`section(case)` gives a Section, several of them (the skills, a page each), or None: then it is
nowhere, also not in the contents. A new section is a pair of files and one entry in
`reports.build.SECTIONS`.
"""

from reports.model import Section

Made = Section | tuple[Section, ...] | None

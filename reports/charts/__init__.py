"""Pictures. One function a kind (kinds.py); signs and colours come from style.py alone.

Larger pictures use matplotlib (ink.py: Figure objects, never pyplot); strips, distributions and
shares are a few lines of SVG. The same figure gives the same bytes. What is written by hand
(strip.py, narrow.py, style.py) loads no matplotlib: nothing is imported here.
"""

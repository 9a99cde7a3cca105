"""Reads a drawn figure back: where signs stand, which colours are used, what was painted."""

import re
import xml.etree.ElementTree as ET

from reports.charts import ink

SVG = "{http://www.w3.org/2000/svg}"
NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
COMMAND = re.compile(r"([MLCQHVZmlhvz])([^MLCQHVZmlhvz]*)")


def subpaths(d):
    """Lists of points, one a subpath; control points count, H and V are followed."""
    found, here = [], (0.0, 0.0)
    for letter, rest in COMMAND.findall(d):
        values = [float(value) for value in NUMBER.findall(rest)]
        if letter == "M":
            found.append([])
        if letter == "H":
            points = [(value, here[1]) for value in values]
        elif letter == "V":
            points = [(here[0], value) for value in values]
        else:
            points = list(zip(values[::2], values[1::2], strict=True))
        if points:
            found[-1] += points
            here = points[-1]
    return found


def middle(points):
    xs, ys = zip(*points, strict=True)
    return (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2


def element(text, name):
    """Paths of the group or path called `name`."""
    root = ET.fromstring(text)
    for node in root.iter():
        if node.get("class") == f"c-{name}":
            yield from (path.get("d") for path in node.iter(f"{SVG}path"))


def marks(text, name):
    """Middles of everything called `name`, in order of drawing."""
    return [middle(points) for d in element(text, name) for points in subpaths(d)]


def boxes(text, name):
    """(left, top, right, bottom) of everything called `name`."""
    found = []
    for d in element(text, name):
        for points in subpaths(d):
            xs, ys = zip(*points, strict=True)
            found.append((min(xs), min(ys), max(xs), max(ys)))
    return found


def words(text):
    """What is written in the picture."""
    return " · ".join(node.text or "" for node in ET.fromstring(text).iter(f"{SVG}text"))


def colours(text):
    return {
        node.get(name).lower()
        for node in ET.fromstring(text).iter()
        for name in ("fill", "stroke")
        if node.get(name)
    }


def written(group):
    """The ends of every upright text in a group of one look."""
    stem = {"300": ink.LIGHT, "600": ink.SEMIBOLD}.get(group.get("font-weight"), ink.SANS)
    part = {"start": 0, "middle": 0.5, "end": 1}.get(group.get("text-anchor"), 0)
    for node in group.findall(f"{SVG}text"):
        x, y = float(node.get("x")), float(node.get("y"))
        wide = ink.width_of(node.text, float(group.get("font-size")), stem) * 72 / 25.4
        if not node.get("transform"):
            yield from ((x - part * wide, y), (x + (1 - part) * wide, y))


def painted(text):
    """Box round all that is drawn; texts count with their width."""
    root = ET.fromstring(text)
    points = [
        point
        for path in root.iter(f"{SVG}path")
        for part in subpaths(path.get("d"))
        for point in part
    ]
    points += [point for group in root.iter(f"{SVG}g") for point in written(group)]
    for rect in root.iter(f"{SVG}rect"):
        x, y, width, height = (float(rect.get(name)) for name in ("x", "y", "width", "height"))
        points += [(x, y), (x + width, y + height)]
    xs, ys = zip(*points, strict=True)
    return min(xs), min(ys), max(xs), max(ys)

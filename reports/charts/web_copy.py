"""The web's copy of colours and signs. After a change in style.py:

python -m reports.charts.web_copy
"""

from pathlib import Path

from reports.charts.motif import cover
from reports.charts.style import css, sign_files

ROOT = Path(__file__).parents[2]


def files() -> dict[str, str]:
    """Every generated file: path from the top of the house to its text."""
    head = "/* Made from reports/charts/style.py by `python -m reports.charts.web_copy`. */\n"
    static = "survey/web/static"
    signs = {f"{static}/signs/{name}": f"{text}\n" for name, text in sign_files().items()}
    return {
        f"{static}/signs.css": head + css(lambda name: f"signs/{name}"),
        "reports/web/static/cover.svg": cover(),
        "reports/web/static/cover-light.svg": cover("light"),
        "reports/web/static/cover-mirrored.svg": cover(mirrored=True),
        "reports/web/static/cover-light-mirrored.svg": cover("light", mirrored=True),
    } | signs


def main(root: Path = ROOT) -> None:
    """Write them."""
    for name, text in files().items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()

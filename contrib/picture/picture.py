#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""picture.py: a terminal as an SVG, from what demo.sh printed.

    sh contrib/demo.sh | python3 contrib/picture/picture.py \\
        > contrib/picture/weblife.svg

Takes the runs whose titles begin with TITLES from stdin.  What differs from
run to run is left out: the port of the demo's own servers, and the figures.
"""
import re
import sys
import textwrap
from xml.sax.saxutils import escape

TITLES = ("healthy.example.jp: as the provider", "one.example.jp:",
          "behind.example.jp:", "A listed one", "A mailbox full of old mail",
          "One mail program fetches every minute")
COLUMNS = 100
WIDTH, HEIGHT = 7.85, 17          # of a character, at 13 px
MARGIN = 16
COLOURS = {"OK": "#7ec87e", "WARNING": "#e6c15c", "CRITICAL": "#ef7d7d"}
TEXT, FAINT, BACK = "#d8dde3", "#8b95a1", "#1d2127"


def runs(lines):
    """The lines of each run that is wanted, in the order of TITLES."""
    found, title = {}, None
    for line in lines:
        if line.startswith("# "):
            title = next((t for t in TITLES if line[2:].startswith(t)), None)
        elif title and line and not line.startswith("(exit"):
            found.setdefault(title, []).append(line)
    missing = [title for title in TITLES if title not in found]
    if missing:
        sys.exit("picture.py: the demo does not show: " + ", ".join(missing))
    return [found[title] for title in TITLES]


def steady(line):
    line = re.sub(r" -s \S+| -p [0-9]+| --ca-file \S+", "", line) \
        if line.startswith("$ ") else line
    return re.sub(r" \| .*", "", line)


def rows():
    """(text, colour) of each row."""
    for number, run in enumerate(runs(sys.stdin.read().splitlines())):
        if number:
            yield "", TEXT
        for line in map(steady, run):
            words = re.search(r"\b(OK|WARNING|CRITICAL) - ", line)
            colour = COLOURS[words.group(1)] if words else \
                TEXT if line.startswith("$ ") else FAINT
            indent = " " * (len(line) - len(line.lstrip()))
            for row in textwrap.wrap(line, COLUMNS, subsequent_indent=indent,
                                     break_on_hyphens=False):
                yield row, colour


def svg(lines):
    width = int(COLUMNS * WIDTH + 2 * MARGIN)
    height = len(lines) * HEIGHT + 2 * MARGIN
    yield ('<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" '
           'viewBox="0 0 %d %d" role="img" aria-label="The programs at work '
           'in a terminal">' % (width, height, width, height))
    yield '<rect width="100%%" height="100%%" rx="8" fill="%s"/>' % BACK
    yield ('<g font-family="DejaVu Sans Mono, Menlo, Consolas, monospace" '
           'font-size="13">')
    for number, (text, colour) in enumerate(lines):
        if text:
            shown = text.lstrip()
            indent = (len(text) - len(shown)) * WIDTH
            yield '<text x="%g" y="%d" fill="%s">%s</text>' % (
                MARGIN + indent, MARGIN + 12 + number * HEIGHT, colour,
                escape(shown))
    yield "</g></svg>"


print("\n".join(svg(list(rows()))))

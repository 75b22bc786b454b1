"""How the documentation is built: Markdown through Sphinx, warnings are errors."""

import re
from importlib.metadata import version as version_of

from docutils import nodes
from sphinx.application import Sphinx

project = "Sekisho 関所"
author = "The Sekisho authors"
copyright = "2026, The Sekisho authors"
version = release = version_of("sekisho")

extensions = ["myst_parser"]
exclude_patterns = ["_build"]
language = "ja"
nitpicky = True
smartquotes = False  # "--option" stays as it is typed
html_search_language = "ja"

myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3

html_theme = "furo"
html_title = "Sekisho 関所"
html_copy_source = False
html_show_sourcelink = False
html_theme_options = {"top_of_page_buttons": []}

_WIDE = "[\\u3000-\\u30ff\\u3400-\\u9fff\\uff01-\\uff60]"
_BREAK = re.compile(f"(?<={_WIDE})\n(?={_WIDE})")


def join_lines(_: Sphinx, page: nodes.document) -> None:
    """Japanese has no spaces between words: a line break of the source must not become one."""
    for paragraph in page.findall(nodes.paragraph):
        leaves = [*paragraph.findall(nodes.Text)]
        whole, start = _BREAK.sub("\0", "".join(leaves)), 0
        for leaf in leaves:
            joined = whole[start : start + len(leaf)].replace("\0", "")
            start += len(leaf)
            if joined != leaf:
                siblings = leaf.parent.children
                leaf.parent[next(place for place, each in enumerate(siblings) if each is leaf)] = nodes.Text(joined)


def setup(app: Sphinx) -> None:
    """Called by Sphinx."""
    app.connect("doctree-read", join_lines)

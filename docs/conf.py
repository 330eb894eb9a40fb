"""Sphinx builds the documentation with it: ``sphinx-build -W --keep-going docs build/docs``."""

from __future__ import annotations

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
# The notebook's kernel is a process of its own.
os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH"))))

from sphinx.application import Sphinx  # noqa: E402

from quoteattr import __version__  # noqa: E402

project = "quoteattr"
author = "The quoteattr authors"
copyright = author
version = release = __version__

extensions = ["myst_nb", "sphinx.ext.autodoc", "sphinx.ext.napoleon", "sphinx.ext.viewcode"]
# Quotation marks are the subject matter here: they stay as they are written.
smartquotes = False
exclude_patterns = ["**.ipynb_checkpoints"]
myst_enable_extensions = ["deflist"]
myst_heading_anchors = 3
nb_execution_mode = "force"
nb_execution_raise_on_error = True
nb_execution_timeout = 600
# What libraries warn of holds paths of the machine; an error stops the build all the same.
nb_output_stderr = "remove"

autodoc_member_order = "bysource"
autodoc_typehints = "signature"
autodoc_default_options = {"members": True, "show-inheritance": True}
python_use_unqualified_type_names = True

html_theme = "furo"
html_title = f"quoteattr {version}"

# Markdown outside of this folder, which links on GitHub lead to, and the pages that show it here.
OUTSIDE = {
    "../README.md": "index.md",
    "../CONTRIBUTING.md": "contributing.md",
    "../quoteattr/models/README.md": "model-card.md",
    "../training/french/README.md": "training.md",
    "../../training/french/README.md": "training.md",
}


def stay_inside(app: Sphinx, name: str, source: list[str]) -> None:
    for outside, inside in OUTSIDE.items():
        source[0] = source[0].replace(f"]({outside})", f"]({inside})")


def stay_inside_included(app: Sphinx, path: Path, parent: str, content: list[str]) -> None:
    stay_inside(app, parent, content)


def setup(app: Sphinx) -> None:
    app.connect("source-read", stay_inside)
    app.connect("include-read", stay_inside_included)

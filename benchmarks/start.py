"""How long a fresh process takes: to import quoteattr, to print its help, to read one article."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from pathlib import Path

ARTICLE = str(Path(__file__).parent.parent / "fixtures" / "article.txt")
COMMANDS = {
    "python -c pass": ("-c", "pass"),
    "import quoteattr": ("-c", "import quoteattr"),
    "import quoteattr; quoteattr.QuoteParser": ("-c", "import quoteattr; quoteattr.QuoteParser"),
    "quoteattr --help": ("-m", "quoteattr", "--help"),
    "quoteattr extract article.txt": ("-m", "quoteattr", "extract", ARTICLE),
    "quoteattr extract --parser spacy article.txt": (
        *("-m", "quoteattr", "extract", "--parser", "spacy"),
        ARTICLE,
    ),
}


def medians(runs: int = 7) -> dict[str, float]:
    """Seconds by the clock, the median of so many runs; one run before is not counted."""
    taken: dict[str, list[float]] = {name: [] for name in COMMANDS}
    for number in range(runs + 1):
        for name, arguments in COMMANDS.items():
            began = time.perf_counter()
            subprocess.run([sys.executable, *arguments], check=True, stdout=subprocess.DEVNULL)
            if number:
                taken[name].append(time.perf_counter() - began)
    return {name: statistics.median(spent) for name, spent in taken.items()}

"""What runs in a browser: Python's side here, the page's own scripts and style in `assets/`."""

from pathlib import Path

ASSETS = Path(__file__).parent / "assets"

"""Where the repository and its fixtures are, for tests in any folder."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FIXTURES = ROOT / "fixtures"
BULLETINS = FIXTURES / "bulletins"
EXPECTED = FIXTURES / "expected"

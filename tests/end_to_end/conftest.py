"""Names that the end-to-end tests import from here, and a home with versions of a bulletin."""

from pathlib import Path

import pytest

from tests.conftest import TONGBAO, Call, call_tongbao

__all__ = ["TONGBAO", "Call", "call_tongbao"]


@pytest.fixture(scope="session")
def revised(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with 殷都's bulletin and a later version of it, a PDF, a DOCX, a web page, and two corrections."""
    from tests.end_to_end.marts.revising import CORRECTIONS, hand_in

    home = tmp_path_factory.mktemp("revised")
    (home / "sources").mkdir()
    (home / "sources" / "yindu.yml").write_text(CORRECTIONS, encoding="utf-8")
    folder = tmp_path_factory.mktemp("handed_in")
    hand_in(folder)
    result = call_tongbao(home, "run", str(folder))
    assert result.returncode == 0, result.stdout + result.stderr
    return home

"""0: this call did all; 1: it left something undone; what an earlier call left is said and is no matter of this one."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.end_to_end.conftest import Call
from tests.ingest.pages import article
from tests.ingest.server import PublisherServer

SOURCE = """
name: 林州
publisher: 林州市人民政府
region: "410581"
listings: [{{address: "{root}/list", links: {{title: 通报}}}}]
politeness: {{delay_seconds: 0, allow_private: true}}
"""


def test_an_old_quarantine_is_told_and_only_its_own_file_is_left_undone(
    tmp_path: Path, bulletins: list[Path], tongbao: Call
) -> None:
    home, broken, again = tmp_path / "home", tmp_path / "broken.txt", tmp_path / "again.txt"
    broken.write_bytes(b"")
    assert tongbao(home, "run", str(broken)).returncode == 1
    other = tongbao(home, "run", str(bulletins[4]))
    assert other.returncode == 0, other.stderr
    assert "broken.txt: quarantined" in other.stderr
    assert tongbao(home, "run", str(bulletins[4])).returncode == 0
    assert tongbao(home, "run", str(broken)).returncode == 1
    shutil.copy(broken, again)  # the same bytes: nothing is read, and still it isn't done
    assert tongbao(home, "run", str(again)).returncode == 1


def test_a_visit_follows_the_same_rule(tmp_path: Path, tongbao: Call) -> None:
    home = tmp_path / "home"
    (home / "sources").mkdir(parents=True)
    good, dead = (
        f'<li><a href="/{name}.html">{name}期办件通报</a><span>2023-07-10</span></li>' for name in ("1", "2")
    )
    with PublisherServer(robots=None) as server:
        (home / "sources" / "linzhou.yml").write_text(SOURCE.format(root=server.root), encoding="utf-8")
        server.put("/1.html", article("1期办件通报", "全市共受理办件3件，办结3件，按期办结率100%。"))
        server.put("/list", f"<ul>{good}</ul>")
        first = tongbao(home, "sources", "visit", "linzhou")
        assert first.returncode == 0, first.stderr
        server.put("/list", f"<ul>{good}{dead}</ul>")
        second = tongbao(home, "sources", "visit", "linzhou")
    assert second.returncode == 1 and "http_404" in second.stderr

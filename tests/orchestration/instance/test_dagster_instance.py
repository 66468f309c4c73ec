"""The settings of a home's Dagster instance: ours are kept up to date, a person's are left alone."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from pipelines.home.paths import Home
from pipelines.orchestration.instance.dagster_instance import prepare_instance
from tests.conftest import Call
from tests.sql.postgres import programs, running_server


def settings(home: Home) -> dict[str, object]:
    content = yaml.safe_load((home.dagster / "dagster.yaml").read_text(encoding="utf-8"))
    assert isinstance(content, dict)
    return content


def test_settings_that_someone_changed_are_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("DAGSTER_HOME", "TONGBAO_HOME", "TONGBAO_DAGSTER_POSTGRES"):
        monkeypatch.delenv(name, raising=False)
    home = Home(tmp_path)
    prepare_instance(home)
    assert "storage" not in settings(home)
    monkeypatch.setenv("TONGBAO_DAGSTER_POSTGRES", "postgresql://a@b/c")
    prepare_instance(home)
    assert settings(home)["storage"] == {"postgres": {"postgres_url": {"env": "TONGBAO_DAGSTER_POSTGRES"}}}
    path = home.dagster / "dagster.yaml"
    path.write_text(path.read_text(encoding="utf-8") + "# mine\n", encoding="utf-8")
    monkeypatch.delenv("TONGBAO_DAGSTER_POSTGRES")
    prepare_instance(home)
    assert "storage" in settings(home) and path.read_text(encoding="utf-8").endswith("# mine\n")


@pytest.mark.postgres
@pytest.mark.skipif(programs() is None, reason="needs Debian's package postgresql")
def test_runs_are_kept_in_postgresql_where_a_server_says_so(
    tmp_path: Path, bulletins: list[Path], tongbao: Call
) -> None:
    folder = programs()
    assert folder is not None
    with running_server(folder) as server:
        address = f"postgresql://tongbao@/postgres?host={server.folder}&port=5432"
        result = tongbao(
            tmp_path / "home", "run", str(bulletins[3]), settings={"TONGBAO_DAGSTER_POSTGRES": address}
        )
        assert result.returncode == 0, result.stderr
        with server.connect() as connection, connection.cursor() as cursor:
            cursor.execute("select status, count(*) from runs group by status")
            assert cursor.fetchall() == [("SUCCESS", 1)]
            cursor.execute(
                "select count(*) from event_logs where dagster_event_type = 'ASSET_MATERIALIZATION'"
            )
            assert cursor.fetchone()[0] > 30
    assert not list((tmp_path / "home" / "dagster").glob("history/*.db"))

"""The private PostgreSQL server: durable, unseen from outside, and gone afterwards."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import dj_database_url
import psycopg
import pytest

from yichuang.doors.commands import cluster as module
from yichuang.doors.commands.cluster import Cluster, PostgresNotFound, running_cluster

WAITS = """
import sys
from yichuang.doors.commands.cluster import running_cluster
with running_cluster() as cluster:
    print(cluster.postmaster_pid, cluster.folder, flush=True)
    sys.stdin.read()
"""


@pytest.fixture(scope="module")
def _postgresql() -> None:
    try:
        module.find_binaries()
    except PostgresNotFound as missing:
        if "postgresql" in os.environ.get("YICHUANG_REQUIRE", "").split(","):
            pytest.fail(str(missing))
        pytest.skip(str(missing))


@pytest.fixture(scope="module")
def cluster(_postgresql: None) -> Iterator[Cluster]:
    with running_cluster() as running:
        yield running


def show(cluster: Cluster, setting: str) -> str:
    with psycopg.connect(cluster.url) as connection:
        row = connection.execute(f"SHOW {setting}").fetchone()
    assert row is not None
    return str(row[0])


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_acknowledged_writes_are_durable_unless_asked_otherwise(cluster: Cluster) -> None:
    assert [show(cluster, name) for name in module.DURABLE] == ["on", "on", "on"]


def test_nothing_listens_on_a_network(cluster: Cluster) -> None:
    assert show(cluster, "listen_addresses") == ""


def test_django_and_libpq_understand_the_url(cluster: Cluster) -> None:
    entry = dj_database_url.parse(cluster.url)
    assert entry["HOST"] == str(cluster.folder)
    assert entry["ENGINE"] == "django.db.backends.postgresql"
    with psycopg.connect(cluster.url) as connection:
        assert connection.info.dbname == entry["NAME"]


@pytest.mark.usefixtures("_postgresql")
def test_a_url_keeps_capitals_in_the_folder(tmp_path: Path) -> None:
    folder = tmp_path / "A b"
    assert dj_database_url.parse(Cluster(folder).url)["HOST"] == str(folder)


def test_what_was_committed_survives_a_kill(cluster: Cluster) -> None:
    with psycopg.connect(cluster.url) as connection:
        connection.execute("CREATE TABLE kept (n int)")
        connection.execute("INSERT INTO kept VALUES (7)")
    killed = cluster.postmaster_pid
    cluster.kill()
    assert not is_alive(killed)
    cluster.start()
    with psycopg.connect(cluster.url) as connection:
        assert connection.execute("SELECT n FROM kept").fetchall() == [(7,)]


def test_a_kill_cuts_off_whoever_is_connected(cluster: Cluster) -> None:
    with psycopg.connect(cluster.url, autocommit=True) as connection:
        cluster.kill()
        with pytest.raises(psycopg.OperationalError):
            connection.execute("SELECT 1")
    cluster.start()


@pytest.mark.usefixtures("_postgresql")
def test_nothing_is_left_after_an_exception() -> None:
    seen: list[Cluster] = []

    def fail() -> None:
        with running_cluster({"fsync": "off"}) as cluster:
            seen.append(cluster)
            assert show(cluster, "fsync") == "off"
            raise LookupError(cluster.postmaster_pid)

    with pytest.raises(LookupError) as failure:
        fail()
    assert not is_alive(failure.value.args[0])
    assert not seen[0].folder.exists()


@pytest.mark.usefixtures("_postgresql")
def test_nothing_is_left_after_sigterm() -> None:
    command = [sys.executable, "-c", WAITS]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    with subprocess.Popen(
        command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        pid, folder = process.stdout.readline().split()
        process.send_signal(signal.SIGTERM)
        assert process.wait(60) == 128 + signal.SIGTERM
    assert not is_alive(int(pid))
    assert not Path(folder).exists()


@pytest.mark.usefixtures("_postgresql")
def test_a_server_that_cannot_start_says_why() -> None:
    failure = pytest.raises(module.ClusterFailed, match="no_such_setting")
    with failure, running_cluster({"no_such_setting": "1"}):
        pass


def test_without_postgresql_the_message_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "PLACES", ())
    monkeypatch.setenv("PATH", "")
    with pytest.raises(PostgresNotFound, match="apt-get install postgresql"):
        module.find_binaries()

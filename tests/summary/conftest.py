"""Spark for the tests: a server of Sail, which speaks Spark Connect and needs no Java."""

import pytest


@pytest.fixture(scope="session")
def spark():
    """Return a session of a server on a free port, which ends with the tests."""
    from pysail.spark import SparkConnectServer
    from pyspark.sql import SparkSession

    server = SparkConnectServer(ip="127.0.0.1", port=0)
    server.start(background=True)
    host, port = server.listening_address
    session = SparkSession.builder.remote(f"sc://{host}:{port}").create()
    yield session
    session.stop()
    server.stop()

"""A PDF needs an application; the one the window's tests use must be there first."""

import pytest


@pytest.fixture(scope="session", autouse=True)
def _application(qapp):
    return qapp

"""Names that the end-to-end tests import from here; the fixtures are those of all tests."""

from tests.conftest import TONGBAO, Call, call_tongbao

__all__ = ["TONGBAO", "Call", "call_tongbao"]

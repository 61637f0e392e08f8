"""What the sign-in answers where nobody is signed in."""

import pytest
from flask import Flask

from eboard import access
from eboard.core.errors import NotSignedInError


def test_without_a_sign_in_there_is_no_session_no_actor_and_no_viewer(app: Flask) -> None:
    with app.test_request_context("/"):
        assert access.viewer() is None
        with pytest.raises(NotSignedInError):
            access.current_session()
        with pytest.raises(NotSignedInError):
            access.actor()

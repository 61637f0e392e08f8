"""The application as a WSGI server finds it."""

from eboard.app import create_app

app = create_app()

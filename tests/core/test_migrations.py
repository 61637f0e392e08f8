"""Migrations: up, down, up again, and nothing that the models know and the schema does not."""

from collections.abc import Callable

from alembic import command
from sqlalchemy import func, inspect, select

from config import Config
from eboard.app import create_app
from eboard.boards.models import Board, BoardMembership
from eboard.core.commands import alembic_config
from eboard.core.db import Base, db
from eboard.people.models import Person
from tests.conftest import close_connections
from tests.world import make_world


def test_up_down_and_up_again_without_drift(
    empty_database: Callable[[str], str], config_for: Callable[..., Config]
) -> None:
    app = create_app(config_for(empty_database("migrations")))
    with app.app_context():
        command.upgrade(alembic_config(), "head")
        assert set(inspect(db.engine).get_table_names()) - {"alembic_version"} == set(Base.metadata.tables)
        command.check(alembic_config())
        command.downgrade(alembic_config(), "base")
        assert inspect(db.engine).get_table_names() == ["alembic_version"]
        command.upgrade(alembic_config(), "head")
        close_connections()


def test_a_filled_database_goes_back_to_nothing_and_forth_again(
    empty_database: Callable[[str], str], config_for: Callable[..., Config]
) -> None:
    app = create_app(config_for(empty_database("stepping")))
    with app.app_context():
        command.upgrade(alembic_config(), "head")
        make_world()
        command.downgrade(alembic_config(), "base")
        command.upgrade(alembic_config(), "head")
        counts = [db.session.scalar(select(func.count(row.id))) for row in (Board, BoardMembership, Person)]
        assert counts == [0, 0, 0]
        close_connections()

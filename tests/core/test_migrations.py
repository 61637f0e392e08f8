"""Migrations: up, down, up again, and nothing that the models know and the schema does not."""

from collections.abc import Callable
from datetime import timedelta

from alembic import command
from sqlalchemy import func, inspect, select

from config import Config
from eboard.app import create_app
from eboard.boards.models import Board, BoardMembership
from eboard.core import time
from eboard.core.commands import alembic_config
from eboard.core.db import Base, db, unit_of_work
from eboard.people.enums import PersonState
from eboard.people.models import Person
from tests.conftest import close_connections
from tests.world import make_person, make_world


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


def test_who_had_lost_the_last_role_before_people_were_suspended_is_suspended_by_the_upgrade(
    empty_database: Callable[[str], str], config_for: Callable[..., Config]
) -> None:
    app = create_app(config_for(empty_database("ended")))
    with app.app_context():
        command.upgrade(alembic_config(), "head")
        world = make_world()
        with unit_of_work():
            world.nurse.affiliations[0].ends_on = time.now().date() - timedelta(days=1)
            world.physician.affiliations[0].ends_on = time.now().date() + timedelta(days=1)
            make_person("Nobody Yet")
        command.downgrade(alembic_config(), "5e0c7a9b41d3")
        command.upgrade(alembic_config(), "head")
        suspended = select(Person.email).where(Person.state == PersonState.SUSPENDED)
        assert db.session.scalars(suspended).all() == ["nora.nurse@example.org"]
        close_connections()

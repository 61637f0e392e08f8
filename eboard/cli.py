"""The one command, `eboard`: it names the others and loads each only when it is used."""

import sys
from importlib import import_module

import click
from flask.cli import ScriptInfo

from config import ConfigurationError
from eboard.core.errors import EBoardError

COMMANDS: dict[str, str] = {
    "db": "eboard.core.commands:database",
    "jobs": "eboard.core.commands:jobs",
    "outcomes": "eboard.recommendations.commands:outcomes",
    "keys": "eboard.sealing.commands:keys",
    "scheduler": "eboard.core.commands:scheduler",
    "serve": "eboard.core.commands:serve",
    "settings": "eboard.core.commands:show_settings",
    "end-sign-ins": "eboard.signin.commands:end_sign_ins_of",
    "create-admin": "eboard.people.commands:create_administrator",
    "import-people": "eboard.people.commands:import_file",
    "people": "eboard.people.commands:people",
    "audit": "eboard.audit.commands:audit",
    "check": "eboard.health.commands:check",
    "import-cases": "eboard.cases.commands:import_cases",
    "demo": "eboard.demo.commands:demo",
    "backup": "eboard.backup.commands:backup",
    "restore": "eboard.backup.commands:restore",
    "busy": "eboard.availability.commands:busy",
    "calendar": "eboard.feeds.commands:calendar",
    "conference": "eboard.conferences.commands:conference",
    "mail": "eboard.mail.commands:mail",
    "meetings": "eboard.meetings.commands:meetings",
    "retention": "eboard.retention.commands:retention",
    "rule-packs": "eboard.boards.commands:store_rule_packs",
}


class Commands(click.Group):
    """A group whose commands are imported by name."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """All names, in order."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Import one command."""
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name].partition(":")
        command: click.Command = getattr(import_module(module), name)
        return command


@click.group(cls=Commands)
def eboard() -> None:
    """Tumor-board meetings of a network of hospitals."""


def main() -> None:
    """Run the command line; an error of ours is one sentence, not a trace."""
    from eboard.app import create_app

    try:
        eboard.main(obj=ScriptInfo(create_app=create_app), prog_name="eboard")
    except (ConfigurationError, EBoardError) as error:
        click.echo(str(error), err=True)
        sys.exit(2)

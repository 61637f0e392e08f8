"""What others ask of meetings; nothing here changes anything."""

from eboard.meetings.queries.invitees import Invitee, invitee_reasons, invitees, panel_on

__all__ = ["Invitee", "invitee_reasons", "invitees", "panel_on"]

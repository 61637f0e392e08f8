"""What is done about follow-ups, one verb each."""

from eboard.followup.actions.answering import Reply, answer
from eboard.followup.actions.following import follow
from eboard.followup.actions.reminding import remind
from eboard.followup.actions.telling import tell_fates

__all__ = ["Reply", "answer", "follow", "remind", "tell_fates"]

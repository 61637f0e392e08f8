"""Mails about invitations: the news with their calendar part, reminders and questions, and copies for assistants."""

from eboard.invitations.emails.copies import copied_news, copied_reminder, copy_thread, reminder_copy_thread
from eboard.invitations.emails.news import (
    News,
    dedupe_key,
    invitation_message,
    organizer_of,
    thread_of,
)
from eboard.invitations.emails.notices import (
    Occasion,
    question_message,
    question_thread,
    reminder_message,
    reminder_thread,
)
from eboard.invitations.emails.proposals import proposal_declined_message
from eboard.invitations.emails.slots import SlotNews, slot_message, slot_thread

__all__ = [
    "News",
    "Occasion",
    "SlotNews",
    "copied_news",
    "copied_reminder",
    "copy_thread",
    "dedupe_key",
    "invitation_message",
    "organizer_of",
    "proposal_declined_message",
    "question_message",
    "question_thread",
    "reminder_copy_thread",
    "reminder_message",
    "reminder_thread",
    "slot_message",
    "slot_thread",
    "thread_of",
]

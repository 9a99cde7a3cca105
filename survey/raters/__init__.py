"""Who is asked: lists, nominating, invitations, slips, reminders, requests."""

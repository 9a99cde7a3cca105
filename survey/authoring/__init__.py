"""Questionnaires as their authors work on them: drafts, publishing, files."""

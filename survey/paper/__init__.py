"""Questionnaires on paper: the form to print, and what was ticked on it, typed in again."""

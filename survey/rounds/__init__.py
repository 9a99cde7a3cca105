"""A round from its plan to its end: steps, dates, managers, overview."""

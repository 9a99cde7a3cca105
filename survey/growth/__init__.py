"""After the report: first look, talk, plan, check-ins, thanks, follow-up."""

"""What mails say, their own texts, and how they get away."""

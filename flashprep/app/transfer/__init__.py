"""What comes from elsewhere and what goes there: Anki, CSV, other databases."""

"""Who may do what: persons, their roles, their sessions and tokens."""

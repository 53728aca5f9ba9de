"""Whether a path reaches neutrality, what remains if not, and the budget it uses up."""

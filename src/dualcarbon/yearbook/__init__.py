"""Official statistics as clean tables: energy, economy, population, activity, and their quality."""

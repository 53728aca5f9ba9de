"""What the programming interface takes and gives; every number says its unit in [ ], 1 for fractions, counts and years by name."""

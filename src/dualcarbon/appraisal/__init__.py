"""What measures and projects are worth beside each other: abatement, cost curve, ranking."""

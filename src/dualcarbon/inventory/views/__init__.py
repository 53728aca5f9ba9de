"""The one ledger as others want to see it: provincial guideline, IPCC categories, cities (GPC), scenario variables."""

"""Which datum or assumption moves the total, the peak, the neutrality year."""

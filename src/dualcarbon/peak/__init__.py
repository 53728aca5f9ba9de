"""When emissions peak and how high: one rule for the past and for futures."""

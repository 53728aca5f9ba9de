"""Goals: as declared, met or missed by a scenario, and split over years."""

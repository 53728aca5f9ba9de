"""Emissions of a region: activity times factor, by year, sector, flow and fuel."""

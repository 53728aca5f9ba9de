"""Futures, assumed and computed: assumptions, the energy-emission tree, ensembles."""

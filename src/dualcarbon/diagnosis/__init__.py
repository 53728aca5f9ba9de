"""What the past shows: structure, intensity, drivers of change, decoupling, trends."""

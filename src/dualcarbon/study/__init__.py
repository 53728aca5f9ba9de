"""One region's work: declared in a folder, run in order, its results kept together."""

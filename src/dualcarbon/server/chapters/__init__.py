"""The chapters of the workbench, a module each: what it shows and what it answers."""

"""The workbench: the study in a browser, and the programming interface beside it, in one application."""

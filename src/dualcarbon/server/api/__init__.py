"""The programming interface beside the pages: the same studies, runs and answers as JSON under ``/api/v1``."""

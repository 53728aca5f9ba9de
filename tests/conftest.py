"""What all tests share: random tests draw the same examples every time and no clock judges them."""

from hypothesis import settings

settings.register_profile("repeatable", derandomize=True, deadline=None, database=None)
settings.load_profile("repeatable")

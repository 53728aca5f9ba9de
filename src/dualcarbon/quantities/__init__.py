"""A value over time with its unit and its uncertainty.

``distributions`` and ``draws`` make numbers uncertain, ``kinds`` and ``paths`` declare values over
time, ``evaluation`` gives their numbers, ``sentences`` says how they came.
"""

"""Figures for Prometheus, off unless METRICS is set: requests as they are answered, and how much waits in the database.

Labels are routes, methods and statuses, whose number is bounded; no address, name or number of a row is ever one.
"""

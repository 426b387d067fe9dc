"""Webhooks: tells other servers, signed as Standard Webhooks, what has happened to articles and comments.

What happens becomes rows in the transaction of its cause (events.py); the worker sends them (delivering.py), never a request.
"""

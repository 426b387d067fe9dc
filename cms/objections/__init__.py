"""Objections answered: what readers dispute, beside the form of their article, and how its editors answer.

`articles` knows claims and change notes, `comments` knows who has said what; here they meet.
"""

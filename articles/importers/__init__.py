"""Importing articles: reading a format gives a neutral document, mapping makes a draft of it, saving stores that."""

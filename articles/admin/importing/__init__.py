"""Importing articles in the admin: upload, look at the proposed mapping, change it, save."""

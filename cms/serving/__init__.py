"""What `manage.py serve` does before, while and after Evident answers."""

"""Where mail goes while no mail server is set (EMAIL_URL): it is kept, and read in the admin."""

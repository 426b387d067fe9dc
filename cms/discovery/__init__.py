"""What search engines, feed readers and language models fetch: all of it made from what the API says."""

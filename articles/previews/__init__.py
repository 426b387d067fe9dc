"""Drafts as readers would see them: by tokens, live for the editor at work or shared as a link that can be revoked."""

"""The caches in front of Evident and of its front ends (CDNs, Varnish): what has changed is purged there, by the worker."""

"""The pages that mailed links open: small, without a script or a cookie, and in the reader's language.

A GET shows what a link would do and does nothing, since mail scanners follow links; a POST does it. The token in the address
is all the proof there is, so there is no session whose form could be forged.
"""

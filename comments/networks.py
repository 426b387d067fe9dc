"""What one client is on the net: the network that one household, or one machine, has."""

import ipaddress


def network(address: str) -> str:
    """Give the network that one client has: an IPv4 address, the /64 of an IPv6 one, or what is neither as it is."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if parsed.version == 4:
        return str(parsed)
    return str(parsed.ipv4_mapped or ipaddress.ip_network((parsed, 64), strict=False))

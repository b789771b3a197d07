"""The suite itself runs where there is no network (`installers/dev.py test` sees to it)."""

import socket

import pytest

ADDRESSES = ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET, "192.0.2.1"), (socket.AF_INET6, "::1"),
             (socket.AF_INET6, "2001:db8::1"))


@pytest.mark.skipif([name for _number, name in socket.if_nameindex()] not in ([], ["lo"]),
                    reason="started with a network, by another way than installers/dev.py or where it cannot be taken")
def test_the_running_suite_reaches_no_address(figure):
    reached = [address for family, address in ADDRESSES if reaches(family, address)]
    figure("network addresses tried by the running suite itself", len(ADDRESSES), len(reached))
    assert reached == []


def reaches(family, address):
    """Whether anything answers there, and be it by a refusal."""
    try:
        with socket.socket(family, socket.SOCK_STREAM) as one:
            one.settimeout(2)
            one.connect((address, 9))
    except (ConnectionRefusedError, TimeoutError):
        return True
    except OSError:
        return False
    return True

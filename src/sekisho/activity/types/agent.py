"""What a client says about itself."""

from msgspec import Struct


class Agent(Struct, frozen=True, gc=False):
    """Browser, system and device as the user agent string claims them; None where it does not say.

    Names are those of the ua-parser project (``Mobile Safari``, ``Mac OS X``, ``iPhone``). Versions are the major
    part only, as text, since ``XP`` is one. Today's browsers freeze much of it on purpose: Chrome on Android says
    system 10 and device ``K`` whatever it runs on, macOS says 10, Windows 11 says 10.

    ``automation`` is true when the string itself names a program that acts without a person. Whoever hides it
    is not seen, so false proves nothing.
    """

    browser: str | None
    browser_version: str | None
    system: str | None
    system_version: str | None
    device_family: str | None
    automation: bool


NO_AGENT = Agent(None, None, None, None, None, automation=False)
"""The agent of a client that says nothing."""

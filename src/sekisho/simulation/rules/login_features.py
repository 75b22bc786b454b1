"""What the compared methods see of a login."""

from msgspec import structs

from sekisho.simulation.types.login_bench import Access


def without_cookie(event: Access) -> Access:
    """The event as it would be if devices had no cookie."""
    if event.device is None:
        return event
    return structs.replace(event, device=structs.replace(event.device, id=None))


def machine_kind(user_agent: str | None) -> str:
    """The coarsest level of the browser: what sort of machine it claims to run on."""
    text = user_agent or ""
    if "iPad" in text or "Tablet" in text:
        return "tablet"
    return "mobile" if "Mobile" in text or "iPhone" in text or "Android" in text else "desktop"

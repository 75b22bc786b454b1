"""The browser's standing orders: content security policy and permissions."""

_CONTENT = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
    "require-trusted-types-for": "'script'",
    "trusted-types": "'none'",
}
PERMISSIONS = ", ".join(
    [
        "publickey-credentials-get=(self)",
        "publickey-credentials-create=(self)",
        *(f"{name}=()" for name in ("camera", "microphone", "geolocation", "payment", "usb", "serial", "hid", "midi")),
        "browsing-topics=()",
        "display-capture=()",
    ]
)
"""Passkeys in our own pages only, and nothing else that a page could ask for."""


def content_policy(*, form_targets: tuple[str, ...] = ()) -> str:
    """The content security policy: own scripts and styles, no inline code, no frame, nobody else's host.

    Args:
        form_targets: origins that a form of this page may lead to besides our own, through a redirect. Browsers check
            ``form-action`` against redirects too, so a consent page names the client's origin here.

    """
    parts = dict(_CONTENT)
    if form_targets:
        parts["form-action"] = " ".join(("'self'", *form_targets))
    return "; ".join(f"{name} {value}" for name, value in parts.items())

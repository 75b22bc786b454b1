"""Small drawings, as SVG paths in a box of 24; each stands beside words that say the same."""

from collections.abc import Mapping
from types import MappingProxyType

ICONS: Mapping[str, str] = MappingProxyType(
    {
        "key": "M7 14a4 4 0 1 1 3.9-5H21v4h-2v3h-4v-3h-4.1A4 4 0 0 1 7 14zm0-2.5a1.5 1.5 0 1 0 0-3 1.5 1.5 0 0 0 0 3z",
        "stop": "M8 2h8l6 6v8l-6 6H8l-6-6V8zm0 9v2h8v-2z",
        "check": "M9.5 17.6 4 12.1l1.8-1.8 3.7 3.7 8.7-8.7L20 7.1z",
        "warning": "M12 2 1 21h22zm-1 7h2v6h-2zm0 8h2v2h-2z",
        "phone": (
            "M7 1h10a2 2 0 0 1 2 2v18a2 2 0 0 1-2 2H7a2 2 0 0 1-2-2V3a2 2 0 0 1 2-2zm0 3v14h10V4zm4 15.5v1.5h2v-1.5z"
        ),
        "computer": (
            "M3 4h18a1 1 0 0 1 1 1v12a1 1 0 0 1-1 1h-7v2h3v2H7v-2h3v-2H3a1 1 0 0 1-1-1V5a1 1 0 0 1 1-1zm1 2v10h16V6z"
        ),
        "clock": (
            "M12 2a10 10 0 1 1 0 20 10 10 0 0 1 0-20zm0 2.2a7.8 7.8 0 1 0 0 15.6 7.8 7.8 0 0 0 0-15.6z"
            "M11 6h2v5.5l3.6 2.1-1 1.7-4.6-2.7z"
        ),
        "out": "M4 3h9v2H6v14h7v2H4zm11.5 4.5L20 12l-4.5 4.5-1.4-1.4 2.1-2.1H9v-2h7.2l-2.1-2.1z",
        "calendar": "M7 2h2v2h6V2h2v2h4v18H3V4h4zm-2 8v10h14V10z",
        "gate": "M2 4h20v3h-2v13h-3v-9H7v9H4V7H2zm7 9h6v7H9z",
        "person": "M12 2a5 5 0 1 1 0 10 5 5 0 0 1 0-10zM3 22a9 9 0 0 1 18 0z",
    }
)
"""Path data by name."""

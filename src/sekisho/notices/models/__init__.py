"""The room's tables; ``sekisho.models`` lists them for Django."""

__all__: list[str] = []

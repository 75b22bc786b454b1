"""Messages as files: letters for the print room, and every channel where no carrier is set up, as in the demo."""

from dataclasses import dataclass
from pathlib import Path

from sekisho.notices.types.deliveries import Accepted, Deferred, Outcome, Outgoing


@dataclass(frozen=True, slots=True, kw_only=True)
class FolderOutlet:
    """A directory. Whoever takes a file from it has taken the message over."""

    directory: Path

    def send(self, message: Outgoing) -> Outcome:
        """Write the message into a file of its own, whole or not at all; a repeat replaces it."""
        text = f"{message.address}\n\n{message.title}\n\n{message.text}\n"
        place, half = self.directory / f"{message.delivery}.txt", self.directory / f".{message.delivery}.half"
        try:
            self.directory.mkdir(mode=0o700, parents=True, exist_ok=True)
            half.write_text(text, encoding="utf-8")
            half.chmod(0o600)
            half.replace(place)
        except OSError as error:
            return Deferred(trouble=f"{type(error).__name__}: {error.strerror}")
        return Accepted(reference=place.name)

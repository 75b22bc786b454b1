"""The desk: findings become alerts; the same finding again is silence, a grown one is a revision."""

from string import Formatter

from msgspec import Struct, msgpack

from sekisho.kernel.digests import canonical, sha256_hex
from sekisho.kernel.moments import MINUTE, jst_day, to_rfc3339
from sekisho.kernel.texts import Text
from sekisho.surveillance.types.alert import Alert
from sekisho.surveillance.types.evidence import spell
from sekisho.surveillance.types.finding import Finding

GROWTH = 1.2
"""How much a finding must have grown since it was last told to be told again at once."""
PAUSE = 10 * MINUTE
"""After so long any growth is told: the last accounts of a ring matter to those who must protect them."""
REVISIONS = 20
"""How often one alert is told at most."""
PER_DAY = 500
"""Alerts and revisions of one detector in one day of Japan's calendar."""
KEPT = 4_096


_SAME = 1e-9


class Episode(Struct):
    """One alert as it was last told (``told``), and when it was last found (``last``); milliseconds."""

    series: str
    start: int
    last: int
    told: int = 0
    size: float = 0.0
    revision: int = 0


class DeskState(Struct):
    """Open alerts by detector and key, and how many each detector gave on its latest day."""

    episodes: dict[str, Episode] = {}
    given: dict[str, tuple[int, int]] = {}
    suppressed: int = 0


class Desk:
    """Turns findings into alerts with fixed ids, one per detector, key and window."""

    def __init__(self) -> None:
        self.state = DeskState()

    def issue(self, detector: str, window: int, finding: Finding) -> Alert | None:
        """The alert to give now, or ``None`` when it was told already and has not grown."""
        name = f"{detector}|{finding.key}"
        episode = self.state.episodes.pop(name, None)
        if episode is None or finding.at - episode.last > window:
            episode = Episode(_series(detector, finding), finding.start, finding.at)
        self.state.episodes[name] = episode
        episode.last = max(episode.last, finding.at)
        self._forget()
        if not _grown(episode, finding) or not self._allowed(detector, finding.at):
            return None
        episode.size, episode.told = finding.size, finding.at
        episode.revision += 1
        return _alert(detector, episode, finding)

    def snapshot(self) -> bytes:
        """The state as MessagePack."""
        return msgpack.encode(self.state)

    def restore(self, data: bytes) -> None:
        """Put a state back that :meth:`snapshot` gave."""
        self.state = msgpack.decode(data, type=DeskState)

    def _forget(self) -> None:
        if len(self.state.episodes) > KEPT:
            del self.state.episodes[next(iter(self.state.episodes))]

    def _allowed(self, detector: str, at: int) -> bool:
        day, count = self.state.given.get(detector, (0, 0))
        today = jst_day(at)
        if today > day:
            day, count = today, 0
        allowed = count < PER_DAY
        self.state.given[detector] = (day, count + allowed)
        self.state.suppressed += not allowed
        return allowed


def _grown(episode: Episode, finding: Finding) -> bool:
    if episode.revision == 0:
        return True
    least = episode.size if finding.at - episode.told >= PAUSE else GROWTH * episode.size - _SAME
    return episode.revision < REVISIONS and finding.size > least


def _series(detector: str, finding: Finding) -> str:
    return sha256_hex(canonical([detector, finding.key, finding.start]))[:20]


def _alert(detector: str, episode: Episode, finding: Finding) -> Alert:
    return Alert(
        id=f"{episode.series}-{episode.revision}",
        at=to_rfc3339(finding.at),
        type=finding.type,
        accounts=finding.accounts,
        symbol=finding.symbol,
        window=(to_rfc3339(episode.start), to_rfc3339(finding.at)),
        score=round(finding.score, 4),
        evidence=finding.evidence,
        detector=detector,
        series=episode.series,
        revision=episode.revision,
        events=finding.events,
        ja=_say(finding, "ja"),
        en=_say(finding, "en"),
    )


def _say(finding: Finding, language: str) -> str:
    words = _words(finding, language)
    first, *others = finding.texts
    said = [first.read(language).format_map(words)]
    said += [text.read(language).format_map(words) for text in others if _known(text, words)]
    return ("" if language == "ja" else " ").join(said)


def _known(text: Text, words: dict[str, str]) -> bool:
    return all(name is None or name in words for _, name, _, _ in Formatter().parse(text.en))


def _words(finding: Finding, language: str) -> dict[str, str]:
    words = {"symbol": finding.symbol or "", "accounts": str(len(finding.accounts))}
    for name, measure in finding.evidence.items():
        words[name] = spell(name, measure.value, language)
        if measure.usual is not None:
            words[f"{name}_usual"] = spell(name, measure.usual, language)
    return words

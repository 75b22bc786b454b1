"""In which of the two languages a page speaks."""

LANGUAGES = ("ja", "en")


def chosen_language(*, asked: str, kept: str, accepted: str) -> str:
    """Japanese unless somebody asked for English.

    Args:
        asked: ``?lang=``; empty where there is none.
        kept: the language cookie.
        accepted: the ``Accept-Language`` header; the first of our languages in its order of preference counts.

    """
    for word in (asked, kept):
        if word in LANGUAGES:
            return word
    return next((tag for tag in _preferred(accepted) if tag in LANGUAGES), LANGUAGES[0])


def _preferred(accepted: str) -> list[str]:
    """Primary tags, the most wanted first; what has no readable weight comes last."""
    weighed = []
    for place, part in enumerate(accepted[:512].split(",")):
        tag, _, parameter = part.strip().partition(";")
        weighed.append((-_weight(parameter), place, tag.strip().partition("-")[0].lower()))
    return [tag for weight, _, tag in sorted(weighed) if weight < 0]


def _weight(parameter: str) -> float:
    name, _, value = parameter.strip().partition("=")
    if not name:
        return 1.0
    try:
        return min(max(float(value), 0.0), 1.0) if name.strip() == "q" else 1.0
    except ValueError:
        return 0.0

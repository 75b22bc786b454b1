"""Random conditions in the condition language, as text, and random rows with NULLs."""

from hypothesis import strategies as st

from sekisho.activity.types.fact import Kind

NUMBERS = ("hour", "failures_10m", "order_value", "asn_share")
FLAGS = ("new_device", "thin", '"foreign"')
TEXTS = ("side", "country")
WORDS = ("buy", "sell", "it's")
LONG = 500
LITERALS = ("0", "1", "-1", "2.5", "0.1", "0.30", "3", "1000000", "-0.25", "1e3")
VALUES = (None, 0, 1, -1, 2, 2.5, 0.1, 0.3, 3, 1_000_000, -0.25, 1000.0, 0.0, 123456789012345, 1e-3)
KINDS = {
    **dict.fromkeys(NUMBERS, Kind.NUMBER),
    **dict.fromkeys((name.strip('"') for name in FLAGS), Kind.BOOLEAN),
    **dict.fromkeys(TEXTS, Kind.TEXT),
}


def _quoted(word: str) -> str:
    return "'" + word.replace("'", "''") + "'"


_WORD = st.sampled_from(WORDS).map(_quoted)
_NUMBER_LEAF = st.sampled_from(NUMBERS + LITERALS)
_TEXT = st.one_of(
    st.sampled_from(TEXTS),
    _WORD,
    st.builds("COALESCE({}, {})".format, st.sampled_from(TEXTS), _WORD),
    st.builds("NULLIF({}, {})".format, st.sampled_from(TEXTS), _WORD),
)
_ORDER = st.sampled_from(("=", "<>", "!=", "<", "<=", ">", ">="))
_SAME = st.sampled_from(("=", "<>"))
_NOT = st.sampled_from(("", "NOT "))


def _numbers(flags: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Numbers up to a small depth; sums begin with a fact, because arithmetic on literals only is refused."""
    fact = st.sampled_from(NUMBERS)
    divisor = st.one_of(
        st.sampled_from(("2", "0.1", "3")), st.builds("NULLIF({}, {})".format, fact, st.sampled_from(("0", "0.0")))
    )
    term = st.one_of(
        fact,
        st.builds("{} * {}".format, fact, _NUMBER_LEAF),
        st.builds("{} / {}".format, fact, divisor),
        st.builds("-{}".format, fact),
    )
    total = st.builds("{} {} {}".format, term, st.sampled_from("+-"), st.one_of(term, _NUMBER_LEAF))
    return st.one_of(
        _NUMBER_LEAF,
        term,
        total,
        st.builds("({}) * {}".format, total, fact),
        st.builds("COALESCE({}, {})".format, term, _NUMBER_LEAF),
        st.builds("COALESCE({}, {}, {})".format, fact, term, fact),
        st.builds("NULLIF({}, {})".format, term, st.sampled_from(LITERALS)),
        st.builds("CASE WHEN {} THEN {} ELSE {} END".format, flags, term, _NUMBER_LEAF),
        st.builds("CASE WHEN {} THEN {} WHEN {} THEN {} END".format, flags, _NUMBER_LEAF, flags, fact),
    )


def _predicates(flags: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    number = _numbers(flags)
    several = st.lists(st.sampled_from(LITERALS), min_size=1, max_size=4).map(", ".join)
    words = st.lists(_WORD, min_size=1, max_size=3).map(", ".join)
    inner = st.builds("({})".format, flags)
    return st.one_of(
        st.sampled_from((*FLAGS, "TRUE", "FALSE")),
        inner,
        st.builds("{} {} {}".format, number, _ORDER, number),
        st.builds("{} {} {}".format, _TEXT, _SAME, _TEXT),
        st.builds("{} {} {}".format, inner, _SAME, inner),
        st.builds("{} {}BETWEEN {} AND {}".format, number, _NOT, number, number),
        st.builds("{} {}IN ({})".format, number, _NOT, several),
        st.builds("{} {}IN ({})".format, _TEXT, _NOT, words),
        st.builds("{} IN (TRUE)".format, inner),
        st.builds("{} IS {}NULL".format, st.one_of(number, _TEXT, inner), _NOT),
        st.builds("{} IS {}{}".format, inner, _NOT, st.sampled_from(("TRUE", "FALSE"))),
        st.builds("COALESCE({}, {})".format, flags, flags),
        st.builds("NULLIF({}, {})".format, flags, st.sampled_from(("TRUE", "FALSE"))),
        st.builds("CASE WHEN {} THEN {} ELSE {} END".format, flags, flags, flags),
        st.builds("CASE WHEN {} THEN {} END".format, flags, flags),
    )


def _composed(flags: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    part = st.builds("{}{}".format, _NOT, _predicates(flags))
    chain = st.lists(part, min_size=1, max_size=3)
    return st.one_of(
        chain.map(" AND ".join), chain.map(" OR ".join), st.builds("{} OR {} AND {}".format, part, part, part)
    )


CONDITIONS = _composed(st.recursive(st.sampled_from((*FLAGS, "TRUE")), _composed, max_leaves=4)).filter(
    lambda text: len(text) < LONG  # what the language calls too large is tested elsewhere
)
ROWS = st.fixed_dictionaries(
    {
        name: st.sampled_from(
            {Kind.NUMBER: VALUES, Kind.BOOLEAN: (None, True, False), Kind.TEXT: (None, "buy", "sell", "it's", "")}[kind]
        )
        for name, kind in KINDS.items()
    }
)

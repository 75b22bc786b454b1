"""Small histories for the login baselines."""

from sekisho.activity.types.attempts import Chain, LoginAttempt, LoginBaseline

HOME = ("203.0.113.1", 4713, "JP")
OFFICE = ("203.0.113.2", 4713, "JP")
ABROAD = ("198.51.100.3", 7018, "US")
NOWHERE = ("192.0.2.9", 64500, "FR")
PC = ("Mozilla/5.0 (Windows)", "Chrome 120", "Windows 11", "desktop")
PHONE = ("Mozilla/5.0 (iPhone)", "Safari 17", "iOS 17", "mobile")
TABLET = ("Mozilla/5.0 (Tablet)", "Firefox 130", "Android 14", "tablet")


def attempt(*, account: str = "A", address: Chain = HOME, agent: Chain = PC) -> LoginAttempt:
    """A login attempt."""
    return LoginAttempt(account, address, agent)


def taught(model: LoginBaseline) -> LoginBaseline:
    """The model with four logins: A twice from home by PC; B from the office and from abroad by phone."""
    for _ in range(2):
        model.learn(attempt())
    model.learn(attempt(account="B", address=OFFICE, agent=PHONE))
    model.learn(attempt(account="B", address=ABROAD, agent=PHONE))
    return model

"""User agent strings that own up to being a program."""

import re

# Libraries and tools name themselves at the very beginning. okhttp and node stand there alone when no app
# put its own name first; "MyTrade/5.1 okhttp/4.12" is an app.
_AT_THE_START = (
    r"curl/", r"libcurl", r"wget/", r"httpie/", r"postmanruntime/", r"insomnia/", r"k6/", r"apache-httpclient/",
    r"python[-/ ]", r"python$", r"aiohttp/", r"scrapy/", r"go-http-client/", r"okhttp/", r"java/", r"libwww-perl/",
    r"lwp::", r"got[ /(]", r"guzzlehttp/", r"php/", r"ruby$", r"faraday ", r"axios/", r"node-fetch",
    r"node$", r"undici$",
)  # fmt: skip
# Driven browsers and load generators put their mark anywhere.
_ANYWHERE = (
    r"headless", r"phantomjs", r"slimerjs", r"selenium", r"webdriver", r"puppeteer", r"playwright", r"cypress/",
    r"jsdom/", r"htmlunit", r"mechanize", r"python-requests/", r"python-httpx/", r"python-urllib", r"powershell/",
    r"jmeter",
)  # fmt: skip
_AUTOMATION = re.compile(rf"^(?:{'|'.join(_AT_THE_START)})|{'|'.join(_ANYWHERE)}", re.IGNORECASE)


def is_automation(user_agent: str) -> bool:
    """Whether the string names a script library, a command line tool or a driven browser."""
    return _AUTOMATION.search(user_agent) is not None

"""A customer's browser without a browser: follows a node's answers over real HTTP, and keeps its cookies."""

import html
import re
from urllib.parse import parse_qsl, urlsplit

import httpx
from django.test import Client
from tests.builders.web import signed_in, somebody

from sekisho.authentication.types.assurance import Acr


class Visitor:
    """Somebody signed in; sends ``Secure`` cookies to this machine without TLS, as browsers do."""

    def __init__(self, origin: str, *, acr: Acr = Acr.PHR) -> None:
        self.origin = origin
        self.principal = somebody()
        browser = Client()
        self.session = signed_in(browser, self.principal, acr=acr)
        self.cookies = {name: morsel.value for name, morsel in browser.cookies.items()}

    def get(self, url: str) -> httpx.Response:
        """One answer, not followed."""
        return self._sent(httpx.Request("GET", httpx.URL(self.origin).join(url), headers=self._headers()))

    def post(self, url: str, form: dict[str, str]) -> httpx.Response:
        """One form."""
        headers = {**self._headers(), "Origin": self.origin}
        return self._sent(httpx.Request("POST", httpx.URL(self.origin).join(url), data=form, headers=headers))

    def brought(self, url: str) -> str:
        """Go where the client sends him, say yes where he is asked, and give the address he ends at."""
        answer = self.get(url)
        for _ in range(6):
            target = answer.headers.get("Location") or answer.headers.get("Refresh", "").partition("url=")[2]
            if target and not target.startswith(("/", self.origin)):
                return target
            answer = self.get(target) if target else self._consented(answer)
        raise AssertionError(answer.text)

    def _consented(self, answer: httpx.Response) -> httpx.Response:
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', answer.text)
        assert token is not None, answer.text
        form = {"csrfmiddlewaretoken": html.unescape(token.group(1)), "answer": "allow"}
        return self.post(str(answer.request.url), form)

    def _headers(self) -> dict[str, str]:
        return {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()), "Accept": "text/html"}

    def _sent(self, request: httpx.Request) -> httpx.Response:
        with httpx.Client(follow_redirects=False, trust_env=False) as http:
            answer = http.send(request)
        for line in answer.headers.get_list("set-cookie"):
            name, _, value = line.partition(";")[0].partition("=")
            self.cookies[name] = value
        return answer


def parameters(url: str) -> dict[str, str]:
    """What an address carries."""
    return dict(parse_qsl(urlsplit(url).query))

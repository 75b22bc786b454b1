"""What a customer who is signing in brings along; see ``web.operations.arrivals``, which the staff's pages share."""

from sekisho.web.operations.arrivals import arrival_of, browser_of_login, hand_over, login_tools, work_key

__all__ = ["arrival_of", "browser_of_login", "hand_over", "login_tools", "work_key"]

"""Where a customer goes on after signing in; see ``web.operations.next_page``, which the staff's pages share."""

from sekisho.web.operations.next_page import own_page

__all__ = ["own_page"]

from sekisho.web.rules.policies import PERMISSIONS, content_policy


def test_a_page_may_load_nothing_from_elsewhere_and_run_nothing_inline() -> None:
    assert content_policy().split("; ") == [
        "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' data:", "font-src 'self'",
        "connect-src 'self'", "manifest-src 'self'", "form-action 'self'", "base-uri 'none'",
        "frame-ancestors 'none'", "require-trusted-types-for 'script'", "trusted-types 'none'",
    ]  # fmt: skip


def test_a_consent_page_names_the_one_origin_that_its_form_leads_to() -> None:
    policy = content_policy(form_targets=("https://rp.example",))

    assert "form-action 'self' https://rp.example;" in policy


def test_passkeys_are_for_our_own_pages_only() -> None:
    assert "publickey-credentials-get=(self), publickey-credentials-create=(self)" in PERMISSIONS
    assert "camera=()" in PERMISSIONS

from sekisho.project.django import start


def test_setting_django_up_twice_does_nothing() -> None:
    start()
    start()

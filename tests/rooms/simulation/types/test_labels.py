from sekisho.simulation.types.labels import BadEvent, Beneficiary, Incident


def test_an_incident_is_written_as_the_contract_names_its_fields() -> None:
    incident = Incident(
        incident=4, account="a1", start="2025-03-17T09:00:00.000+09:00", to="2025-03-17T09:30:00.000+09:00",
        kind="hijack", variant="relay", campaign="mixed", value_lost=5, value_at_risk=9, sold=7, symbols=("1B00",),
        can_answer=("password",),
    )  # fmt: skip

    line = incident.line()

    assert line["from"] == "2025-03-17T09:00:00.000+09:00"
    assert {"account", "to", "kind", "variant", "value_lost", "can_answer", "incident"} <= set(line)
    assert "start" not in line


def test_a_bad_event_names_its_incident() -> None:
    assert BadEvent(event="e1", incident=4).line() == {"event": "e1", "truth": "bad", "incident": 4}


def test_a_gaining_account_is_a_beneficiary() -> None:
    line = Beneficiary(account="a1", start="x", to="y", campaign="case-a", symbol="1B00", gain=3).line()

    assert line["kind"] == "beneficiary"
    assert line["gain"] == 3

"""`/metrics`: numbers about calls, as many as there are routes and no more."""

from tests.office import Office


def test_methods_nobody_knows_are_counted_as_one(sqlite_office: Office) -> None:
    client = sqlite_office.client(None)
    client.base_url = "http://testserver"
    for n in range(20):
        assert client.request(f"INVENTED{n}", "/healthz").status_code == 405
    client.get("/healthz")
    said = client.get("/metrics").text
    assert "INVENTED" not in said
    assert 'brobygger_calls_total{method="other",route="/healthz",status="405"}' in said
    assert 'brobygger_calls_total{method="GET",route="/healthz",status="200"}' in said

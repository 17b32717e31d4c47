"""What cannot be done is named with the vendor's reason; everything else is done."""

import pytest

from tests.cli.program import highlevel, labelsync, served, write

pytestmark = pytest.mark.timeout(180)

MANIFEST = """\
version: 1
accounts:
  shop: {{connector: wix, base_url: {wix}}}
  agency: {{connector: highlevel, base_url: {highlevel}}}
  chat: {{connector: kirimchat, base_url: {kirimchat}, team_id: sales}}
labels:
  vip: {{members: [p0@example.com, p1@example.com, p2@example.com]}}
contacts:
  - {{contact: p3@example.com, accounts: [shop], state: absent}}
  - {{contact: p4@example.com, accounts: [shop], state: absent}}
policy:
  guards: {{deletions: 2}}
"""
PEOPLE = """\
email,phone,team,membership
p0@example.com,+6281100000000,sales,
p1@example.com,+6281100000001,support,
p2@example.com,+6281100000002,sales,
p3@example.com,+6281100000003,sales,APPROVED
p4@example.com,+6281100000004,sales,
"""


def by_pair(document):
    return {
        (account["account"], change["action"], row["id"]): (row["outcome"], row["reason"])
        for account in document["accounts"]
        for change in account["changes"]
        for row in change.get("contacts", ())
    }


def test_each_contact_that_a_vendor_refuses_is_named_and_all_the_others_are_done(tmp_path):
    (tmp_path / "people.csv").write_text(PEOPLE)
    with served("--seed-from", "people.csv", folder=tmp_path) as urls:
        write(tmp_path, MANIFEST.format(**urls))
        planned = labelsync("plan", "-o", "plan.json", "--format", "json", folder=tmp_path)
        assert planned.code == 0, planned.err
        [gone] = delete_one(urls["highlevel"], "p1@example.com")

        applied = labelsync("apply", "plan.json", "--format", "json", folder=tmp_path)
        assert applied.code == 3, applied.err
        found = by_pair(applied.document)
        bad = {key: value for key, value in found.items() if value[0] == "failed"}
        assert bad.pop(("agency", "add", gone)) == ("failed", "contact is deleted")
        reasons = {account: (action, reason) for (account, action, _), (_, reason) in bad.items()}
        assert reasons["shop"][0] == "delete"
        assert "CANNOT_DELETE_SITE_MEMBERS" in reasons["shop"][1]
        assert reasons["chat"] == (
            "add",
            "skipped_team_mismatch: the contact belongs to another team than the label",
        )
        assert len(bad) == 2
        assert applied.document["summary"]["verified"] == 6
        people_at_kirimchat, labels_made = 2, 3
        assert applied.document["summary"]["applied"] == people_at_kirimchat + labels_made
        assert applied.document["converged"] is False

        text = labelsync("plan", folder=tmp_path)
        assert text.code == 0


def delete_one(url, email):
    """Somebody else deletes a contact meanwhile."""
    with highlevel(url) as client:
        query = {"field": "email", "operator": "eq", "value": email}
        body = {"locationId": "LOC00000000000000001", "pageLimit": 10, "filters": [query]}
        found = client.post("/contacts/search", json=body).raise_for_status().json()["contacts"]
        for contact in found:
            client.delete(f"/contacts/{contact['id']}").raise_for_status()
            yield contact["id"]

"""Who gets in, and what they can do: the Python twin of app.test.ts, for pytest or anything else that calls functions."""
from cdk_keyless_roles import AccessAssertions, Caller

from app import reports, stack

EXTERNAL_ID = "c1f7e0a4-3b52-4d7e-9a60-5f1d2e8b7c93"
access = AccessAssertions.from_stack(stack, parameters={"ExternalId": EXTERNAL_ID})


def test_vendor_reads_with_its_external_id():
    vendor = access.role("Vendor")
    vendor.is_assumable_by(Caller.account("111111111111"), external_id=EXTERNAL_ID)
    vendor.is_not_assumable_by(Caller.account("111111111111"))
    vendor.allows("s3:GetObject", reports.arn_for_objects("2026/november.csv"))
    vendor.allows_only(["s3:GetObject"])


def test_host_serves_reports():
    host = access.role("Host")
    host.can_be_passed_to("ec2.amazonaws.com")
    host.denies("s3:DeleteObject")


def test_what_does_not_hold_is_an_error_that_says_why():
    try:
        access.role("Vendor").is_assumable_by(Caller.account("111111111111"))
    except Exception as error:
        assert "sts:ExternalId" in str(error)
    else:
        raise AssertionError("the vendor got in without its external ID")

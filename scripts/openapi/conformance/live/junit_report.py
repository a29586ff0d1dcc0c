"""Writes a report as JUnit XML, with a test case for each operation."""

import re
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from openapi.conformance.live.report import Report
from openapi.conformance.live.text_report import describe_deviation

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write_junit(report: Report) -> str:
    """Return a report as XML."""
    counts = {
        "tests": str(len(report.outcomes)),
        "failures": str(sum(bool(outcome.strict_deviations) for outcome in report.outcomes)),
        "errors": "0",
        "skipped": str(len(report.skipped)),
    }
    suites = Element("testsuites", {"name": "contract-live", **counts})
    suite = SubElement(suites, "testsuite", {"name": report.description, "hostname": report.base_url, **counts})
    for outcome in report.outcomes:
        strict, mild = outcome.strict_deviations, outcome.mild_deviations
        case = SubElement(suite, "testcase", {"classname": report.description, "name": str(outcome.operation)})
        if outcome.skip_reason:
            SubElement(case, "skipped", {"message": _to_xml(outcome.skip_reason)})
        if strict:
            kinds = ", ".join(dict.fromkeys(deviation.kind.value for deviation in strict))
            failure = SubElement(case, "failure", {"message": kinds, "type": "deviation"})
            failure.text = _to_xml("\n".join(map(describe_deviation, strict)))
        if mild:
            SubElement(case, "system-out").text = _to_xml("\n".join(map(describe_deviation, mild)))
    indent(suites)
    return tostring(suites, encoding="unicode", xml_declaration=True) + "\n"


def _to_xml(text: str) -> str:
    """Return text with a replacement for each character that XML does not allow."""
    return _NOT_XML.sub("\ufffd", text)

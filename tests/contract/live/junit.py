"""Writes a report as JUnit XML, with a test case for each operation, as what runs tests reads it."""

import re
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from contract.live.outcome import Report
from contract.live.telling import told

_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write_junit(report: Report) -> str:
    """Write a report."""
    counts = {
        "tests": str(len(report.outcomes)),
        "failures": str(sum(bool(one.strict) for one in report.outcomes)),
        "errors": "0",
        "skipped": str(len(report.left_out)),
    }
    suites = Element("testsuites", {"name": "contract-live", **counts})
    suite = SubElement(suites, "testsuite", {"name": report.description, "hostname": report.address, **counts})
    for outcome in report.outcomes:
        case = SubElement(suite, "testcase", {"classname": report.description, "name": str(outcome.operation)})
        if outcome.left_out:
            SubElement(case, "skipped", {"message": _text(outcome.left_out)})
        if outcome.strict:
            kinds = ", ".join(dict.fromkeys(one.kind.value for one in outcome.strict))
            failure = SubElement(case, "failure", {"message": kinds, "type": "deviation"})
            failure.text = _text("\n".join(map(told, outcome.strict)))
        if outcome.mild:
            SubElement(case, "system-out").text = _text("\n".join(map(told, outcome.mild)))
    indent(suites)
    return tostring(suites, encoding="unicode", xml_declaration=True) + "\n"


def _text(text: str) -> str:
    return _NO_XML.sub("\ufffd", text)

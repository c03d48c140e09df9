#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""sweepworld.py - many domains with every defect at known places.

 make DIR COUNT [DEAD]   zones in DIR/zones, the list of subjects in DIR/list,
                         what has to be found in DIR/wanted; DEAD subjects
                         more under dead.jp, in between
 compare WANTED REPORT   every defect found, none invented, none twice
 passive FORMAT WANTED FILE
                         the same of passive results; prints how many
"""
import json
import os
import sys

HEAD = """$TTL 300
@ IN SOA ns.invalid. hostmaster.invalid. 1 3600 900 604800 60
@ IN NS ns.invalid.
"""
MTA1 = "MX 10 bs-mail-mta01.weblife.me."
MTA2 = "MX 100 bs-mail-mta02.weblife.me."

# cause, state, records of the domain ("NAME|RECORD" for another name)
DEFECTS = [
    ("mx_missing", "CRITICAL", [MTA1]),
    ("mx_missing", "CRITICAL", [MTA2]),
    ("mx_foreign_only", "CRITICAL", ["MX 10 other.jp."]),
    ("mx_none", "CRITICAL", ["A 192.0.2.80"]),
    ("mx_at_www_or_mail", "CRITICAL", [
        "A 192.0.2.80", "www|" + MTA1, "www|" + MTA2]),
    ("mx_at_www_or_mail", "CRITICAL", ["mail|" + MTA1, "mail|" + MTA2]),
    ("mx_null", "CRITICAL", ["MX 0 ."]),
    ("mx_foreign", "CRITICAL", [MTA1, MTA2, "MX 5 other.jp."]),
    ("mx_zone_appended", "CRITICAL", [
        "MX 10 bs-mail-mta01.weblife.me.DOMAIN.", MTA2]),
    ("mx_mistyped", "CRITICAL", ["MX 10 bs-mail-mta1.weblife.me.", MTA2]),
    ("mx_address", "CRITICAL", [MTA1, MTA2, "MX 10 192.0.2.1."]),
    ("mx_preference", "WARNING", [
        MTA1.replace("10 ", "100 "), MTA2.replace("100 ", "10 ")]),
    ("mx_preference", "WARNING", [MTA1, MTA2.replace("100 ", "20 ")]),
    ("mx_duplicate", "WARNING", [MTA1, MTA2, MTA2.replace("100 ", "110 ")]),
    ("mx_cname_at_domain", "WARNING", ["CNAME right.jp."]),
    ("dns_cname_loop", "CRITICAL", ["CNAME self.jp."]),
    ("nxdomain", "CRITICAL", None),
]


def domain_of(i):
    """The i-th subject's name, cause and state, and its records."""
    name = "d%06d.jp" % i
    if i % 53 != 7:
        return name, "", "OK", [MTA1, MTA2]
    cause, state, records = DEFECTS[i // 53 % len(DEFECTS)]
    return name, cause, state, records


def lines_of(name, records):
    for record in records or []:
        label, bar, rest = record.rpartition("|")
        owner = label + "." + name if bar else name
        yield "%s. %s\n" % (owner, rest.replace("DOMAIN", name))


def write_zones(folder, count):
    os.makedirs(folder + "/zones", exist_ok=True)
    with open(folder + "/zones/root.zone", "w") as f:
        f.write(HEAD)
        f.write("jp. NS ns.invalid.\nme. NS ns.invalid.\n")
    with open(folder + "/zones/me.zone", "w") as f:
        f.write(HEAD)
        f.write("bs-mail-mta01.weblife.me. A 192.0.2.11\n"
                "bs-mail-mta02.weblife.me. A 192.0.2.12\n")
    with open(folder + "/zones/jp.zone", "w") as f:
        f.write(HEAD)
        f.write("other.jp. A 192.0.2.90\nself.jp. CNAME self.jp.\n")
        f.writelines(lines_of("right.jp", [MTA1, MTA2]))
        for i in range(count):
            name, _, _, records = domain_of(i)
            f.writelines(lines_of(name, records))


def make(folder, count, dead=0):
    count, dead = int(count), int(dead)
    write_zones(folder, count)
    wanted = []
    every = max(1, count // dead) if dead else 0
    for i in range(count):
        name, cause, state, _ = domain_of(i)
        # A resolver in between gives up on a loop by itself.
        if dead and cause == "dns_cname_loop":
            cause = "dns_servfail"
        wanted.append((name, state, cause))
        if dead and i % every == 0 and i // every < dead:
            wanted.append(("n%06d.dead.jp" % i, "CRITICAL", "dns_silent"))
    with open(folder + "/list", "w") as f:
        f.writelines(name + "\n" for name, _, _ in wanted)
    with open(folder + "/wanted", "w") as f:
        f.writelines("%s %s %s\n" % row for row in wanted)


def read_wanted(path):
    with open(path) as f:
        rows = (line.rstrip("\n").split(" ") for line in f)
        return {name: (state, cause) for name, state, cause in rows}


def differ(wanted, found):
    """Prints the first differences; whether there are any."""
    lines = ["twice: " + n for n, results in found.items()
             if len(results) > 1]
    lines += ["invented: " + n for n in found if n not in wanted]
    for name, right in wanted.items():
        got = found.get(name, ["nothing"])[0]
        if got != right[:len(got)]:
            lines.append("%s: %s, wanted %s" % (name, got, right))
    print("\n".join(lines[:20]))
    return bool(lines)


def compare(wanted, report):
    found = {}
    with open(report) as f:
        for line in f:
            row = json.loads(line)
            found.setdefault(row["subject"], []).append(
                (row["state"], row["cause"]))
    sys.exit(differ(read_wanted(wanted), found))


STATES = ["OK", "WARNING", "CRITICAL", "UNKNOWN"]


def passive_row(form, line):
    """host, service, state"""
    if form == "icinga2":
        row = json.loads(line)
        assert row["type"] == "Service", row
        assert row["plugin_output"].startswith(
            "MX " + STATES[row["exit_status"]]), row
        assert isinstance(row["performance_data"], list), row
        host, service = row["service"].split("!")
        return host, service, STATES[row["exit_status"]]
    if form == "nsca":
        host, service, state, text = line.split("\t")
    else:
        stamp, rest = line.split(" ", 1)
        assert stamp[0] == "[" and stamp[-1] == "]" and \
            stamp[1:-1].isdigit(), line
        command, host, service, state, text = rest.split(";", 4)
        assert command == "PROCESS_SERVICE_CHECK_RESULT", line
    assert text.startswith("MX " + STATES[int(state)]), line
    assert "|" in text and "\t" not in text, line
    return host, service, STATES[int(state)]


def passive(form, wanted, path):
    found = {}
    with open(path, newline="\n") as f:
        for line in f:
            assert len(line) <= 4000, line
            host, service, state = passive_row(form, line.rstrip("\n"))
            assert service == "mx", line
            found.setdefault(host, []).append((state,))
    sys.exit(differ(read_wanted(wanted), found))


if __name__ == "__main__":
    {"make": make, "compare": compare, "passive": passive}[
        sys.argv[1]](*sys.argv[2:])

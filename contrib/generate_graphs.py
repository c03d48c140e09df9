# SPDX-License-Identifier: GPL-3.0-or-later
"""Graphs of what the programs measure, for Graphite in Icinga Web and for
Grafana: one for each program."""

import json

# Graphite takes six digits, and answers three with an error.
BLUE, RED, ORANGE, GREEN, VIOLET = (
    "#1a7dd7", "#ff5566", "#ffaa44", "#44bb77", "#aa44cc")

# Command, title, unit of Grafana, and the curves: label of the figure, which
# of its values, colour, name.
GRAPHS = (
    ("mx_weblife", "MX records", "none", (
        ("right", "value", GREEN, "right"),
        ("missing", "value", RED, "missing"),
        ("foreign", "value", ORANGE, "not expected"),
        ("wrong_preference", "value", VIOLET, "wrong preference"))),
    ("spf_weblife", "SPF look-ups of 10", "none", (
        ("lookups", "value", BLUE, "look-ups"),
        ("lookups", "warn", ORANGE, "warning"),
        ("lookups", "crit", RED, "critical"),
        ("voids", "value", VIOLET, "void look-ups"))),
    ("dnsbl", "Listings", "none", (
        ("listed", "value", RED, "listed"),
        ("listed_warning", "value", ORANGE, "listed, matters less"),
        ("no_answer", "value", BLUE, "lists without an answer"))),
    ("imap_quota", "Mailbox, percent full", "percent", (
        ("usage", "value", BLUE, "full"),
        ("usage", "warn", ORANGE, "warning"),
        ("usage", "crit", RED, "critical"))),
    ("poll_interval", "Shortest time between two fetches", "s", (
        ("min_interval", "value", BLUE, "shortest time"),)),
)


def key(curve):
    return f"{curve[0]}.{curve[1]}"


def template(graph):
    """A template of the Graphite module of Icinga Web."""
    name, title, _, curves = graph
    section = name.replace("_", "-")
    lines = ["; SPDX-License-Identifier: GPL-3.0-or-later",
             "; Written by contrib/generate.py: do not edit.",
             "; To be put into /etc/icingaweb2/modules/graphite/templates.",
             f"[{section}.graph]", f'check_command = "{name}"', "",
             f"[{section}.metrics_filters]"]
    lines += [f'{key(c)} = "$service_name_template$.perfdata.{key(c)}"'
              for c in curves]
    lines += ["", f"[{section}.urlparams]", 'areaMode = "none"',
              'lineWidth = "2"', 'min = "0"', 'yUnitSystem = "none"',
              f'title = "{title}"', "", f"[{section}.functions]"]
    lines += [f"{key(c)} = \"alias(color($metric$, '{c[2]}'), '{c[3]}')\""
              for c in curves]
    return "\n".join(lines) + "\n"


def target(graph, number, curve):
    path = (f"icinga2.$host.services.$service.{graph[0]}.perfdata."
            f"{key(curve)}")
    return {"refId": chr(ord("A") + number),
            "target": f"alias({path}, '{curve[3]}')"}


def panel(number, graph):
    return {"id": number + 1, "type": "timeseries", "title": graph[1],
            "datasource": {"type": "graphite", "uid": "${source}"},
            "gridPos": {"h": 8, "w": 12, "x": 12 * (number % 2),
                        "y": 8 * (number // 2)},
            # The checks are further apart than the points of Graphite.
            "fieldConfig": {"defaults": {"unit": graph[2], "min": 0,
                                         "custom": {"spanNulls": True}},
                            "overrides": []},
            "targets": [target(graph, n, c)
                        for n, c in enumerate(graph[3])]}


def variable(name, label, query):
    return {"name": name, "label": label, "type": "query",
            "datasource": {"type": "graphite", "uid": "${source}"},
            "query": query, "refresh": 2, "includeAll": True, "multi": True}


def dashboard():
    source = {"name": "source", "label": "Graphite", "type": "datasource",
              "query": "graphite"}
    return {"title": "Mail domains at weblife.me", "uid": "weblife-mail",
            "tags": ["weblife", "mail"], "schemaVersion": 36, "version": 1,
            "time": {"from": "now-24h", "to": "now"}, "refresh": "5m",
            "templating": {"list": [
                source, variable("host", "Host", "icinga2.*"),
                variable("service", "Service",
                         "icinga2.$host.services.*")]},
            "panels": [panel(n, g) for n, g in enumerate(GRAPHS)]}


def files():
    result = {f"graphite/{g[0]}.ini": template(g) for g in GRAPHS}
    result["grafana/weblife.json"] = json.dumps(dashboard(), indent=1) + "\n"
    return result

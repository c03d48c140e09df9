# SPDX-License-Identifier: GPL-3.0-or-later
"""dnswire.py - DNS messages and zone text for faultserver.py (RFC 1035)."""
import ipaddress
import shlex
import struct

TYPES = {"A": 1, "NS": 2, "CNAME": 5, "SOA": 6, "PTR": 12, "MX": 15,
         "TXT": 16, "AAAA": 28, "OPT": 41, "SPF": 99, "ANY": 255}
TYPE_NAMES = {number: name for name, number in TYPES.items()}
NOERROR, FORMERR, SERVFAIL, NXDOMAIN, NOTIMP, REFUSED = range(6)
BADVERS = 16
QR, AA, TC, RD, RA, CD = 0x8000, 0x0400, 0x0200, 0x0100, 0x0080, 0x0010


def type_number(text):
    if text.upper().startswith("TYPE"):
        return int(text[4:])
    return TYPES[text.upper()]


def type_name(number):
    return TYPE_NAMES.get(number, "TYPE%d" % number)


def pack_name(name):
    """No compression; \\DDD stands for an octet."""
    wire = b""
    for label in name.rstrip(".").split("."):
        if not label:
            continue
        octets = bytearray()
        i = 0
        while i < len(label):
            if label[i] == "\\" and label[i + 1:i + 4].isdigit():
                octets.append(int(label[i + 1:i + 4]))
                i += 4
            else:
                octets += label[i].encode("utf-8")
                i += 1
        wire += bytes([len(octets)]) + bytes(octets)
    return wire + b"\0"


def read_name(packet, at):
    """A name without compression, as questions have it."""
    labels = []
    while packet[at]:
        length = packet[at]
        if length > 63:
            raise ValueError("compressed question")
        labels.append("".join(
            chr(c) if 33 <= c <= 126 and c not in b".\\" else "\\%03d" % c
            for c in packet[at + 1:at + 1 + length]))
        at += 1 + length
    return ".".join(labels), at + 1


class Question:
    """What a client asked; wire is the question section as it came."""

    def __init__(self, packet):
        self.id, self.flags, qd, _, _, ar = struct.unpack_from("!6H", packet)
        if qd != 1 or self.flags & QR:
            raise ValueError("no question")
        self.name, at = read_name(packet, 12)
        self.type, _ = struct.unpack_from("!2H", packet, at)
        self.wire = packet[12:at + 4]
        self.edns = None        # the size of the client's buffer
        self.do = 0
        if ar and len(packet) >= at + 15 and packet[at + 4] == 0:
            number, size, ttl = struct.unpack_from("!HHI", packet, at + 5)
            if number == TYPES["OPT"]:
                self.edns = size
                self.do = ttl >> 15 & 1

    def text(self):
        return "%s. %s edns=%s do=%d cd=%d rd=%d id=%d" % (
            self.name, type_name(self.type), self.edns or "-", self.do,
            bool(self.flags & CD), bool(self.flags & RD), self.id)


def pack_rdata(kind, words):
    """Words are what stands behind the type in zone text."""
    if kind == "A" or kind == "AAAA":
        return ipaddress.ip_address(words[0]).packed
    if kind in ("NS", "CNAME", "PTR"):
        return pack_name(words[0])
    if kind == "MX":
        return struct.pack("!H", int(words[0])) + pack_name(words[1])
    if kind in ("TXT", "SPF"):
        return b"".join(bytes([len(s)]) + s
                        for s in (w.encode("latin-1") for w in words))
    if kind == "SOA":
        return (pack_name(words[0]) + pack_name(words[1])
                + struct.pack("!5I", *map(int, words[2:7])))
    if words[0] == "\\#":       # RFC 3597
        return bytes.fromhex("".join(words[2:]))
    raise ValueError(kind)


SOA = pack_rdata("SOA", "ns.invalid hostmaster.invalid 1 3600 900 604800 60"
                 .split())


def pack_rr(owner, number, ttl, rdata):
    """owner is wire; b'\\xc0\\x0c' points to the question."""
    return owner + struct.pack("!HHIH", number, 1, ttl, len(rdata)) + rdata


class Zone:
    """Lines of 'NAME [TTL] TYPE RDATA', absolute names."""

    def __init__(self):
        self.names = {}

    def read(self, lines):
        for line in lines:
            words = shlex.split(line)
            if words and not words[0].startswith(";"):
                self.add(words)

    def add(self, words):
        name = words.pop(0).rstrip(".").lower()
        ttl = int(words.pop(0)) if words[0].isdigit() else 300
        if words[0].upper() == "IN":
            words.pop(0)
        kind = words.pop(0).upper()
        sets = self.names.setdefault(name, {})
        sets.setdefault(type_number(kind), []).append(
            (ttl, pack_rdata(kind, words),
             words[0].rstrip(".").lower() if kind == "CNAME" else None))

    def has(self, name):
        name = name.lower()
        return name in self.names or any(
            other.endswith("." + name) for other in self.names)

    def find(self, name, number, chain=True):
        """(rcode, answer records, authority records): with the CNAME chain
        as far as it goes, a loop once round."""
        answer = []
        seen = set()
        owner = b"\xc0\x0c"
        name = name.lower()
        while True:
            sets = self.names.get(name, {})
            if number in sets:
                answer += [pack_rr(owner, number, ttl, rdata)
                           for ttl, rdata, _ in sets[number]]
                return NOERROR, answer, []
            if TYPES["CNAME"] not in sets or name in seen:
                break
            seen.add(name)
            ttl, rdata, target = sets[TYPES["CNAME"]][0]
            answer.append(pack_rr(owner, TYPES["CNAME"], ttl, rdata))
            if not chain:
                return NOERROR, answer, []
            owner, name = rdata, target
        if name in seen:
            return NOERROR, answer, []
        # Control questions: the resolver is well unless a rule says else.
        if not answer and name.count(".") == 0 and number in (2, 6):
            rdata = SOA if number == 6 else pack_name("ns.invalid")
            return NOERROR, [pack_rr(owner, number, 300, rdata)], []
        rcode = NOERROR if self.has(name) else NXDOMAIN
        return rcode, answer, [pack_rr(
            pack_name(name.rpartition(".")[2]), 6, 60, SOA)]


def pack_reply(question, rcode, answer=(), authority=(), flags=0,
               with_question=True, counts=None):
    """With OPT where the client sent one (RFC 6891 6.1.1)."""
    additional = []
    if question.edns is not None:
        additional.append(b"\0" + struct.pack(
            "!HHIH", 41, 1232, rcode >> 4 << 24, 0))
    head = struct.pack(
        "!6H", question.id,
        QR | RA | question.flags & (RD | CD) | flags | rcode & 15,
        int(with_question), counts if counts is not None else len(answer),
        len(authority), len(additional))
    return (head + (question.wire if with_question else b"")
            + b"".join(answer) + b"".join(authority) + b"".join(additional))

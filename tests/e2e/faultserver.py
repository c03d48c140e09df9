#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""faultserver.py - a DNS server that does what real ones don't, on purpose.

It answers from zone text (NAME [TTL] TYPE RDATA, absolute names), over UDP
and TCP; NS of the root and NS and SOA of every top-level domain are there, so
that the resolver is well; what is not in the text is NXDOMAIN.  Faults are
chosen by a rule, or by the first labels of the name asked: the data is then
that of the name behind them ("tc.late-300.example.test").

A rule is a line "NAME TYPE FAULT..." (NAME "*", "*.example.test" or exact;
TYPE "*" or one; first match counts; the file is read again when it changes).
Faults, in labels with "-" instead of "=":

 data                    nothing special, ends the list
 silence                 no reply
 late=MS                 the reply comes so much later
 nth=N                   no reply before the N-th sending of this question
 servfail refused notimp formerr rcode=N   that rcode, empty
 nxdomain nodata         whatever the zone says
 noquestion              ... without the question section
 bogus                   SERVFAIL, unless asked with CD
 garbage short empty     the id and 60 random octets; 5 octets; none
 wrongid wrongname wrongtype wrongowner qr0   one thing in the reply is wrong
 othersource otherport   the reply comes from somewhere else
 flood=N                 N replies with wrong ids, then the right one
 forged=WORD             before the right reply one with this host or text, or
                         another address, and a wrong id, from the right place
 spoof=WORD              the same with the right id, from another address
 upper                   names in the reply in capitals
 noedns=KIND badvers     to EDNS: formerr, notimp, silence, or BADVERS
 tc                      truncated over UDP
 tcp=KIND                and over TCP: silent, close, drip (1 octet each
                         300 ms), cut (half), garbage, servfail, wrongid
 nochain                 only the first CNAME of a chain
 comploop forward        an owner name that points to itself; past the end
 counts=N rdlength       ANCOUNT lies; RDLENGTH past the end
 cut                     the reply ends in the middle of the last record
 huge=N                  N records of the type asked for (a limit of 64 KiB)
 many=N                  the same, each as small as can be
 bomb                    3,000 records, each owner behind 100 pointers, each
                         target of 127 labels with a pointer behind each
 twice                   the reply comes twice
"""
import argparse
import os
import random
import struct
import sys
import time

import dnswire
import loop

RCODES = {"servfail": dnswire.SERVFAIL, "refused": dnswire.REFUSED,
          "notimp": dnswire.NOTIMP, "formerr": dnswire.FORMERR,
          "nxdomain": dnswire.NXDOMAIN, "nodata": dnswire.NOERROR}
WORDS = set(RCODES) | set(
    """data silence late nth rcode noquestion bogus garbage short empty
    wrongid wrongname wrongtype wrongowner qr0 othersource otherport flood
    forged spoof upper noedns badvers tc tcp nochain comploop forward counts
    rdlength cut huge many bomb twice""".split())


def parse_faults(words, equals="="):
    faults = {}
    for word in words:
        key, _, value = word.partition(equals)
        if key not in WORDS:
            raise ValueError("unknown fault: " + word)
        faults[key] = value
    return faults


def faults_of_labels(name):
    """(faults, the name behind them)"""
    labels = name.lower().split(".")
    taken = 0
    while taken < len(labels) - 1 and \
            labels[taken].partition("-")[0] in WORDS:
        taken += 1
        if labels[taken - 1] == "data":
            break
    return parse_faults(labels[:taken], "-"), ".".join(labels[taken:])


class Rules:
    def __init__(self, path):
        self.path = path
        self.stamp = None
        self.rules = []

    def refresh(self):
        if self.path is None:
            return
        status = os.stat(self.path)
        stamp = (status.st_mtime_ns, status.st_size, status.st_ino)
        if stamp == self.stamp:
            return
        self.stamp = stamp
        with open(self.path) as f:
            lines = [line.split() for line in f]
        self.rules = [(w[0].lower(), w[1].upper(), parse_faults(w[2:]))
                      for w in lines if w and not w[0].startswith("#")]

    def find(self, question):
        self.refresh()
        name = question.name.lower()
        kind = dnswire.type_name(question.type)
        for pattern, wanted, faults in self.rules:
            if wanted not in ("*", kind):
                continue
            if pattern == "*" or pattern.rstrip(".") == name or (
                    pattern.startswith("*.")
                    and name.endswith(pattern[1:].rstrip("."))):
                return faults
        return None


class Server:
    def __init__(self, options):
        self.options = options
        self.rules = Rules(options.rules)
        self.zone = dnswire.Zone()
        for path in options.zone:
            with open(path) as f:
                self.zone.read(f)
        self.sent = {}
        self.log = open(options.log, "a", buffering=1)
        self.start = time.monotonic()
        self.random = random.Random(1)

    def note(self, transport, peer, question):
        self.log.write("%.3f %s %s#%d %s\n" % (
            time.monotonic() - self.start, transport, peer[0], peer[1],
            question.text()))

    def faults(self, question):
        found = self.rules.find(question)
        if found is not None:
            return found, question.name
        if self.zone.has(question.name):
            return {}, question.name
        return faults_of_labels(question.name)

    def udp(self, packet, peer, send):
        """send(packet, delay in seconds, how)"""
        question = dnswire.Question(packet)
        self.note("udp", peer, question)
        faults, name = self.faults(question)
        key = (question.name.lower(), question.type)
        self.sent[key] = self.sent.get(key, 0) + 1
        if "silence" in faults or self.sent[key] < int(faults.get("nth", 1)):
            return
        delay = (float(faults.get("late", 0)) + self.options.delay) / 1000
        how = "otherport" if "otherport" in faults else \
            "othersource" if "othersource" in faults else ""
        for forged in self.forgeries(question, faults):
            send(forged, delay, how)
        if "spoof" in faults:
            send(self.forgery(question, faults["spoof"]), delay,
                 "othersource")
        reply = self.reply(question, faults, name)
        if reply is None:
            return
        # Behind a flood, so that it is not lost in a full buffer.
        delay += 0.1 if "flood" in faults else 0
        for _ in range(2 if "twice" in faults else 1):
            send(reply, delay, how)

    def forgeries(self, question, faults):
        wanted = question.id
        packet = dnswire.pack_reply(question, dnswire.NXDOMAIN)
        for i in range(int(faults.get("flood", 0))):
            yield struct.pack("!H", (wanted + 1 + i % 65000) & 0xffff) \
                + packet[2:]
        if "forged" in faults:
            question.id = wanted ^ 0x5555
            yield self.forgery(question, faults["forged"])
        question.id = wanted

    @staticmethod
    def forgery(question, said):
        kind = dnswire.type_name(question.type)
        words = {"MX": ["1", said], "A": ["192.0.2.66"],
                 "AAAA": ["2001:db8::66"]}.get(kind, [said])
        return dnswire.pack_reply(question, 0, [dnswire.pack_rr(
            b"\xc0\x0c", question.type, 300,
            dnswire.pack_rdata(kind, words))])

    def reply(self, question, faults, name, tcp=False):
        """The packet for UDP, or for TCP without tc; None: silence."""
        if question.edns is not None and not tcp:
            if "badvers" in faults:
                return dnswire.pack_reply(question, dnswire.BADVERS)
            kind = faults.get("noedns")
            if kind == "silence":
                return None
            if kind:
                question.edns = None
                return dnswire.pack_reply(
                    question, RCODES[kind], with_question=False)
        if question.edns is not None and "noedns" in faults:
            question.edns = None
        packet = self.packet(question, faults, name, tcp)
        return self.spoil(question, faults, packet)

    def packet(self, question, faults, name, tcp):
        rcode, answer, authority = self.zone.find(
            name, question.type, "nochain" not in faults)
        flags = 0
        if "bogus" in faults and not question.flags & dnswire.CD:
            faults = dict(faults, servfail="")
        for word, number in RCODES.items():
            if word in faults:
                rcode, answer, authority = number, [], authority \
                    if word in ("nxdomain", "nodata") else []
        if "rcode" in faults:
            rcode, answer, authority = int(faults["rcode"]), [], []
        if "huge" in faults:
            answer = self.huge(question, int(faults["huge"]))
        if "many" in faults:
            answer = self.many(question, int(faults["many"]))
        if "bomb" in faults:
            answer = self.bomb(question)
        if "comploop" in faults or "forward" in faults:
            at = 12 + len(question.wire) if "comploop" in faults else 0x3ffe
            pointer = struct.pack("!H", 0xc000 | at)
            answer = [pointer + rr[2:] for rr in answer]
        if "wrongowner" in faults:
            answer = [dnswire.pack_name("other.invalid") + rr[2:]
                      for rr in answer]
        if "rdlength" in faults and answer:
            rr = answer[-1]
            answer[-1] = rr[:10] + b"\xff\xf0" + rr[12:]
            authority = []
        question.wire, wire = self.changed(question, faults), question.wire
        limit = question.edns or 512
        packet = dnswire.pack_reply(
            question, rcode, answer, authority, flags,
            "noquestion" not in faults,
            int(faults["counts"]) if "counts" in faults else None)
        if not tcp and ("tc" in faults or len(packet) > limit):
            packet = dnswire.pack_reply(question, rcode, flags=dnswire.TC)
        question.wire = wire
        return packet

    @staticmethod
    def changed(question, faults):
        if "wrongname" in faults:
            return dnswire.pack_name("other.invalid") + question.wire[-4:]
        if "wrongtype" in faults:
            return question.wire[:-4] + struct.pack("!2H", 13, 1)
        if "upper" in faults:
            return question.wire[:-4].upper() + question.wire[-4:]
        return question.wire

    @staticmethod
    def huge(question, count):
        kind = dnswire.type_name(question.type)
        records = []
        total = 0
        for i in range(count):
            words = {"MX": [str(i % 65536), "mx%d.invalid" % i],
                     "TXT": ["text %d" % i],
                     "A": ["127.1.%d.%d" % (i // 256 % 256, i % 256)],
                     "AAAA": ["::1"]}.get(
                         kind, ["host%d.invalid" % i])
            records.append(dnswire.pack_rr(
                b"\xc0\x0c", question.type, 300,
                dnswire.pack_rdata(kind, words)))
            total += len(records[-1])
            if total > 65200:
                records.pop()
                break
        return records

    @staticmethod
    def many(question, count):
        kind = dnswire.type_name(question.type)
        return [dnswire.pack_rr(
            b"\xc0\x0c", question.type, 300,
            struct.pack("!HH", i & 0xffff, 0xc00c) if kind == "MX" else
            dnswire.pack_rdata("A", ["127.1.%d.%d" % (i >> 8, i & 255)])
            if kind == "A" else b"\x01t") for i in range(count)
            ][:4600 if kind != "AAAA" else 0]

    @staticmethod
    def bomb(question):
        at = 12 + len(question.wire) + 12
        pointers = b"\xc0\x0c" + b"".join(
            struct.pack("!H", 0xc000 | at + 2 * i) for i in range(99))
        owner = struct.pack("!H", 0xc000 | at + len(pointers) - 2)
        at += len(pointers)
        labels = b"\x01a\0" + b"".join(
            b"\x01a" + struct.pack(
                "!H", 0xc000 | (at + 4 * i - 1 if i else at))
            for i in range(126))
        target = struct.pack("!H", 0xc000 | at + len(labels) - 4)
        rdata = {"MX": b"\0\1" + target, "A": b"\x7f\0\0\1",
                 "TXT": b"\x01t", "AAAA": b"\0" * 15 + b"\1"}.get(
                     dnswire.type_name(question.type), target)
        return [dnswire.pack_rr(b"\xc0\x0c", 65280, 300,
                                pointers + labels)] + [
            dnswire.pack_rr(owner, question.type, 300, rdata)
            for _ in range(3000 if len(rdata) < 16 else 2000)]

    def spoil(self, question, faults, packet):
        if "wrongid" in faults:
            packet = struct.pack("!H", question.id ^ 1) + packet[2:]
        if "qr0" in faults:
            packet = packet[:2] + bytes([packet[2] & 0x7f]) + packet[3:]
        if "cut" in faults:
            packet = packet[:-7] if question.edns is None else packet[:-18]
        if "garbage" in faults:
            packet = packet[:2] + self.random.randbytes(60)
        if "short" in faults:
            packet = packet[:5]
        if "empty" in faults:
            packet = b""
        return packet

    def tcp(self, packet, peer):
        """(octets to send with their length, kind of the connection)"""
        question = dnswire.Question(packet)
        self.note("tcp", peer, question)
        faults, name = self.faults(question)
        kind = faults.get("tcp", "")
        if kind in RCODES or kind in ("garbage", "wrongid"):
            faults = {kind: ""}
        elif kind:
            faults = {}
        reply = self.reply(question, faults, name, tcp=True)
        return struct.pack("!H", len(reply)) + reply, kind


def main():
    parser = argparse.ArgumentParser(
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--address", default="127.0.0.1")
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--zone", action="append", default=[])
    parser.add_argument("--rules")
    parser.add_argument("--log", default="/dev/null")
    parser.add_argument("--delay", type=float, default=0,
                        help="milliseconds, for every reply")
    parser.add_argument("--no-tcp", action="store_true",
                        help="connections are refused")
    parser.add_argument("--max-open", type=int, default=0,
                        help="drop questions while so many replies wait")
    options = parser.parse_args()
    server = Server(options)
    loop.Loop(options, server).run()


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(130)

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
 forged=ADDR             before the right reply one with this address (MX:
                         host) and a wrong id, from the right address
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
    forged upper noedns badvers tc tcp nochain comploop forward counts
    rdlength cut huge twice""".split())


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
        reply = self.reply(question, faults, name)
        if reply is None:
            return
        # Behind a flood, so that it is not lost in a full buffer.
        delay += 0.1 if "flood" in faults else 0
        for _ in range(2 if "twice" in faults else 1):
            send(reply, delay, how)

    def forgeries(self, question, faults):
        wanted = question.id
        for i in range(int(faults.get("flood", 0))):
            question.id = (wanted + 1 + i % 65000) & 0xffff
            yield dnswire.pack_reply(question, dnswire.NXDOMAIN)
        if "forged" in faults:
            kind = dnswire.type_name(question.type)
            words = ["1", faults["forged"]] if kind == "MX" \
                else [faults["forged"]]
            question.id = wanted ^ 0x5555
            yield dnswire.pack_reply(question, 0, [dnswire.pack_rr(
                b"\xc0\x0c", question.type, 300,
                dnswire.pack_rdata(kind, words))])
        question.id = wanted

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
                     "A": ["192.0.%d.%d" % (i // 256 % 256, i % 256)],
                     "AAAA": ["2001:db8::%x" % (i % 65536)]}.get(
                         kind, ["host%d.invalid" % i])
            records.append(dnswire.pack_rr(
                b"\xc0\x0c", question.type, 300,
                dnswire.pack_rdata(kind, words)))
            total += len(records[-1])
            if total > 65200:
                records.pop()
                break
        return records

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

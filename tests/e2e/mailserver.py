#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""mailserver.py PORTS LOG CERT KEY USER PASSWORD: IMAP and POP3 servers as no
real one is, and as others than Dovecot are.

Each scenario listens on a port of its own on 127.0.0.1; PORTS gets one line
"NAME PORT" for each, and "ready" at the end.  What clients send is in LOG, a
line "NAME: text" each.  Scenarios whose name begins with "plain" or "pop"
begin without TLS, all others with it.
"""
import base64
import hashlib
import hmac
import socket
import ssl
import struct
import sys
import threading
import time

PORTS, LOG, CERT, KEY, USER, PASSWORD = sys.argv[1:7]
USER = USER.encode()
PASSWORD = sys.argv[6].encode("utf-8", "surrogateescape")

SCENARIOS = {}
log_lock = threading.Lock()
log_file = open(LOG, "ab", buffering=0)


def scenario(function):
    SCENARIOS[function.__name__] = function
    return function


def tls_context(low=False, highest=ssl.TLSVersion.TLSv1_1):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERT, KEY)
    if low:
        context.set_ciphers("ALL:@SECLEVEL=0")
        context.minimum_version = ssl.TLSVersion.TLSv1
        context.maximum_version = highest
    return context


class Gone(Exception):
    pass


class Peer:
    """A connection: lines from the client, octets to it."""

    def __init__(self, sock, name):
        self.sock = sock
        self.name = name
        self.buffer = b""
        self.delay = 0

    def start_tls(self, context=None):
        self.sock = (context or tls_context()).wrap_socket(
            self.sock, server_side=True)

    def send(self, data):
        if isinstance(data, str):
            data = data.encode()
        if not self.delay:
            self.sock.sendall(data)
            return
        for i in range(len(data)):
            self.sock.sendall(data[i:i + 1])
            time.sleep(self.delay)

    def octets(self, n):
        while len(self.buffer) < n:
            data = self.sock.recv(65536)
            if not data:
                raise Gone
            self.buffer += data
        data, self.buffer = self.buffer[:n], self.buffer[n:]
        return data

    def line(self):
        while b"\r\n" not in self.buffer:
            data = self.sock.recv(65536)
            if not data:
                raise Gone
            self.buffer += data
        line, self.buffer = self.buffer.split(b"\r\n", 1)
        with log_lock:
            log_file.write(self.name.encode() + b": " + line + b"\n")
        return line

    def reset(self):
        self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER,
                             struct.pack("ii", 1, 0))
        self.sock.close()


# --- a whole IMAP server --------------------------------------------------

PRE = "IMAP4rev1 SASL-IR AUTH=PLAIN"
POST = "IMAP4rev1 QUOTA"
GOOD = '* QUOTAROOT INBOX "a"\r\n* QUOTA "a" (STORAGE 50 100)\r\n'


def astrings(peer, text, literal_plus):
    """The astrings of a LOGIN command, with its literals."""
    words = []
    while text:
        text = text.lstrip(b" ")
        if text.startswith(b'"'):
            word, i = b"", 1
            while text[i:i + 1] != b'"':
                if text[i:i + 1] == b"\\":
                    i += 1
                word += text[i:i + 1]
                i += 1
            words.append(word)
            text = text[i + 1:]
        elif text.startswith(b"{"):
            size = text[1:text.index(b"}")]
            if size.endswith(b"+"):
                assert literal_plus
                size = size[:-1]
            else:
                peer.send("+ go on\r\n")
            words.append(peer.octets(int(size)))
            text = peer.line()
        else:
            word, _, text = text.partition(b" ")
            words.append(word)
    return words


def authenticate(peer, tag, mechanism, initial):
    def ask(challenge=b""):
        peer.send(b"+ " + base64.b64encode(challenge) + b"\r\n")
        return base64.b64decode(peer.line())

    if mechanism == b"PLAIN":
        said = base64.b64decode(initial) if initial else ask()
        return said == b"\0" + USER + b"\0" + PASSWORD
    if mechanism == b"LOGIN":
        return ask(b"Username:") == USER and ask(b"Password:") == PASSWORD
    challenge = b"<1896.697170952@mail.example.jp>"
    digest = hmac.new(PASSWORD, challenge, hashlib.md5).hexdigest()
    return ask(challenge) == USER + b" " + digest.encode()


def imap(peer, pre=PRE, post=POST, quota=GOOD, quota_end="OK done",
         greeting=None, refusal=None, told=True, other=None, before="",
         literal_plus=False):
    """Serves a client until it goes.  pre and post are the capabilities
    before and after the login; other(peer, tag, command, rest) may take a
    command and say so."""
    capabilities = pre
    if greeting is None:
        greeting = "* OK [CAPABILITY %s] ready\r\n" % pre
    peer.send(greeting)
    while True:
        tag, command, rest = (peer.line() + b"  ").split(b" ", 2)
        command, rest = command.upper(), rest.rstrip(b" ")
        tag = tag.decode()
        if other and other(peer, tag, command, rest):
            continue
        if command in (b"LOGIN", b"AUTHENTICATE"):
            if command == b"LOGIN":
                well = astrings(peer, rest, literal_plus) == [USER, PASSWORD]
            else:
                mechanism, _, initial = rest.partition(b" ")
                well = authenticate(peer, tag, mechanism.upper(), initial)
            if refusal or not well:
                peer.send("%s %s\r\n" % (
                    tag, refusal or "NO [AUTHENTICATIONFAILED] wrong"))
                continue
            capabilities = post
            code = "[CAPABILITY %s] " % post if told else ""
            peer.send("%s OK %sin\r\n" % (tag, code))
        elif command == b"CAPABILITY":
            peer.send("* CAPABILITY %s\r\n%s OK done\r\n"
                      % (capabilities, tag))
        elif command == b"STARTTLS":
            peer.send("%s OK begin\r\n" % tag)
            peer.start_tls()
        elif command == b"GETQUOTAROOT":
            peer.send("%s%s%s %s\r\n" % (before, quota, tag, quota_end))
        elif command == b"LOGOUT":
            peer.send("* BYE bye\r\n%s OK out\r\n" % tag)
            raise Gone
        else:
            peer.send("%s BAD unknown command\r\n" % tag)


# --- other servers, by what they answer ----------------------------------

@scenario
def courier(peer):
    imap(peer, quota='* QUOTAROOT "INBOX" "ROOT"\r\n* QUOTA "ROOT"\r\n',
         post="IMAP4rev1 QUOTA ACL", told=False)


@scenario
def courier_limit(peer):
    imap(peer, told=False, quota='* QUOTAROOT "INBOX" "ROOT"\r\n'
         '* QUOTA "ROOT" (STORAGE 91 100 MESSAGE 3 1000)\r\n')


@scenario
def cyrus(peer):
    imap(peer, pre="IMAP4rev1 LITERAL+ SASL-IR AUTH=PLAIN",
         post="IMAP4rev1 QUOTA QUOTA=RES-STORAGE QUOTA=RES-X-NUM-FOLDERS",
         quota="* QUOTAROOT INBOX user.a\r\n"
         "* QUOTA user.a (STORAGE 850 1000 X-NUM-FOLDERS 0 0)\r\n")


@scenario
def cyrus_none(peer):
    imap(peer, quota="* QUOTAROOT INBOX\r\n")


@scenario
def hmailserver(peer):
    imap(peer, pre="IMAP4rev1", told=False,
         quota='* QUOTAROOT "INBOX" ""\r\n* QUOTA "" ()\r\n')


@scenario
def hmailserver_off(peer):
    imap(peer, pre="IMAP4rev1", told=False, quota="",
         quota_end="NO IMAP QUOTA is not enabled.")


@scenario
def zimbra(peer):
    imap(peer, quota='* QUOTAROOT "INBOX" ""\r\n'
         '* QUOTA "" (STORAGE 52428 102400)\r\n')


@scenario
def zimbra_none(peer):
    imap(peer, quota='* QUOTAROOT "INBOX"\r\n')


@scenario
def exchange(peer):
    imap(peer, pre="IMAP4 IMAP4rev1 AUTH=PLAIN SASL-IR", told=False,
         post="IMAP4 IMAP4rev1 IDLE NAMESPACE LITERAL+", quota="",
         quota_end="BAD Command Error. 12")


@scenario
def greenmail(peer):
    imap(peer, quota="* QUOTAROOT INBOX\r\n* QUOTA x (STORAGE 10 1000)\r\n")


@scenario
def gmail(peer):
    imap(peer, quota='* QUOTAROOT "INBOX" ""\r\n'
         '* QUOTA "" (STORAGE 13631488 15728640)\r\n')


# --- ways to log in -------------------------------------------------------

@scenario
def login_command(peer):
    imap(peer, pre="IMAP4rev1")


@scenario
def login_command_plus(peer):
    imap(peer, pre="IMAP4rev1 LITERAL+", literal_plus=True)


@scenario
def plain_slow_way(peer):
    peer.start_tls()
    imap(peer, pre="IMAP4rev1 AUTH=PLAIN")


@scenario
def sasl_login(peer):
    imap(peer, pre="IMAP4rev1 LOGINDISABLED AUTH=LOGIN")


@scenario
def sasl_cram(peer):
    imap(peer, pre="IMAP4rev1 LOGINDISABLED AUTH=CRAM-MD5")


@scenario
def login_disabled(peer):
    imap(peer, pre="IMAP4rev1 LOGINDISABLED")


@scenario
def only_oauth(peer):
    imap(peer, pre="IMAP4rev1 LOGINDISABLED AUTH=XOAUTH2")


@scenario
def no_capability(peer):
    imap(peer, greeting="* OK ready\r\n", told=False)


@scenario
def unavailable(peer):
    imap(peer, refusal="NO [UNAVAILABLE] no directory")


@scenario
def inuse(peer):
    imap(peer, refusal="NO [INUSE] locked")


@scenario
def limit(peer):
    imap(peer, refusal="NO [LIMIT] too many connections")


@scenario
def expired(peer):
    imap(peer, refusal="NO [EXPIRED] password too old")


@scenario
def privacy(peer):
    imap(peer, refusal="NO [PRIVACYREQUIRED] not without TLS")


@scenario
def no_reason(peer):
    imap(peer, refusal="NO")


@scenario
def all_ways_refused(peer):
    imap(peer, pre="IMAP4rev1 SASL-IR AUTH=PLAIN AUTH=LOGIN AUTH=CRAM-MD5",
         refusal="NO no")


@scenario
def repeats_password(peer):
    def other(peer, tag, command, rest):
        if command != b"AUTHENTICATE":
            return False
        plain = base64.b64decode(rest.split(b" ")[1])
        peer.send(tag.encode() + b" NO wrong: " + rest + b" that is " +
                  plain.split(b"\0")[2] + b"\r\n")
        return True
    imap(peer, other=other)


@scenario
def tells_password(peer):
    """In names, in capitals, in pieces, in Base64 without padding."""
    word = PASSWORD.decode()
    name = '"%s"' % word.replace("\\", "\\\\").replace('"', '\\"')
    base64s = [base64.b64encode(text).decode().rstrip("=") for text in
               (b"\0" + USER + b"\0" + PASSWORD, PASSWORD)]
    pieces = "\1".join(word)

    def other(peer, tag, command, rest):
        said = {
            b"LIST": '* LIST () "/" %s\r\n' % name,
            b"STATUS": "* STATUS %s (MESSAGES 1 SIZE 5000)\r\n" % name,
        }.get(command)
        if said is None:
            return False
        peer.send("%s%s OK [X %s] %s\r\n" % (said, tag, pieces, pieces))
        return True
    imap(peer, post="IMAP4rev1 QUOTA STATUS=SIZE", other=other,
         before="* OK [ALERT] %s, %s %s\r\n" % (pieces, *base64s),
         quota="* QUOTAROOT INBOX %s %s\r\n* QUOTA %s (%s 50 100)\r\n" % (
             name, name.upper(), name, name))


# --- what no server does, and some do ------------------------------------

@scenario
def drip(peer):
    peer.delay = 0.001
    imap(peer)


@scenario
def unsolicited(peer):
    imap(peer, before="* 3 EXISTS\r\n* 0 RECENT\r\n* FLAGS (\\Seen)\r\n"
         "* OK [ALERT] the disk is nearly full\r\n* X-THING {3}\r\n(\"x\r\n"
         "* STATUS other (MESSAGES 1)\r\n")


@scenario
def cut(peer):
    imap(peer, quota='* QUOTA "a" (STORAGE 5', quota_end="",
         other=cut_after(b"GETQUOTAROOT", b'* QUOTA "a" (STORAGE 5'))


def cut_after(wanted, data):
    def other(peer, tag, command, rest):
        if command != wanted:
            return False
        peer.send(data)
        raise Gone
    return other


@scenario
def cut_in_literal(peer):
    imap(peer, other=cut_after(b"GETQUOTAROOT", b"* QUOTA {100}\r\nabc"))


@scenario
def reset(peer):
    def other(peer, tag, command, rest):
        peer.reset()
        raise Gone
    imap(peer, other=other)


@scenario
def huge_literal(peer):
    imap(peer, quota="* QUOTA {2000000}\r\n" + "x" * 2000000 +
         " (STORAGE 1 2)\r\n")


@scenario
def big_literal(peer):
    imap(peer, quota="* QUOTA {1000000}\r\n" + "x" * 1000000 +
         " (STORAGE 1 2)\r\n")


@scenario
def long_line(peer):
    peer.send("* OK " + "x" * 100000)
    peer.line()


@scenario
def long_line_later(peer):
    imap(peer, quota="* QUOTA " + "x" * 70000 + " (STORAGE 1 2)\r\n")


@scenario
def wrong_tag(peer):
    imap(peer, quota="b7 OK done\r\n")


@scenario
def tag_twice(peer):
    imap(peer, quota="a1 OK again\r\n")


@scenario
def continues(peer):
    imap(peer, quota="+ go on\r\n")


@scenario
def nul_greeting(peer):
    peer.send(b"* OK re\0ady\r\n")
    peer.line()


@scenario
def nul_quota(peer):
    imap(peer, quota='* QUOTA "a\0b" (STORAGE 1 2)\r\n')


@scenario
def bye(peer):
    peer.send("* BYE overloaded, come back later\r\n")


@scenario
def bye_after_login(peer):
    def other(peer, tag, command, rest):
        if command != b"AUTHENTICATE":
            return False
        peer.send("%s OK in\r\n* BYE no home folder\r\n" % tag)
        raise Gone
    imap(peer, other=other)


@scenario
def preauth(peer):
    imap(peer, greeting="* PREAUTH [CAPABILITY %s] hi\r\n" % POST)


@scenario
def smtp(peer):
    peer.send("220 mail.example.jp ESMTP\r\n")
    peer.line()


@scenario
def silent(peer):
    peer.line()


@scenario
def closes(peer):
    pass


@scenario
def late(peer):
    time.sleep(3)
    imap(peer)


@scenario
def trickle(peer):
    peer.delay = 0.3
    peer.send("* OK " + "x" * 1000)


@scenario
def endless(peer):
    imap(peer, greeting="* OK ready\r\n", told=False,
         other=flood(b"* OK more\r\n"))


def flood(data):
    def other(peer, tag, command, rest):
        while True:
            peer.send(data * 1000)
    return other


@scenario
def search(peer):
    """100,000 numbers in a line of 800 KB."""
    first, count = 1000001, 100000

    def other(peer, tag, command, rest):
        if command == b"EXAMINE":
            peer.send("* %d EXISTS\r\n%s OK [READ-ONLY] done\r\n"
                      % (count, tag))
        elif command == b"UID" and rest.startswith(b"SEARCH"):
            peer.send("* SEARCH " + " ".join(
                str(first + i) for i in range(count)) +
                "\r\n%s OK done\r\n" % tag)
        elif command == b"UID":
            peer.send("".join(
                "* %d FETCH (UID %d RFC822.SIZE 1024)\r\n"
                % (i + 1, first + i) for i in range(count)) +
                "%s OK done\r\n" % tag)
        else:
            return False
        return True
    imap(peer, other=other)


@scenario
def search_too_much(peer):
    def other(peer, tag, command, rest):
        if command == b"EXAMINE":
            peer.send("%s OK [READ-ONLY] done\r\n" % tag)
        elif command == b"UID":
            peer.send("* SEARCH" + " 7" * 1000001 + "\r\n%s OK x\r\n" % tag)
        else:
            return False
        return True
    imap(peer, other=other)


# --- TLS ------------------------------------------------------------------

@scenario
def plain_greeting(peer):
    imap(peer, pre="IMAP4rev1 STARTTLS AUTH=PLAIN SASL-IR")


@scenario
def plain_stall(peer):
    time.sleep(30)


@scenario
def plain_old_tls(peer):
    peer.start_tls(tls_context(low=True))
    imap(peer)


@scenario
def plain_tls10(peer):
    peer.start_tls(tls_context(low=True, highest=ssl.TLSVersion.TLSv1))
    imap(peer)


@scenario
def plain_garbage(peer):
    """Instead of a handshake."""
    peer.send(bytes(range(256)) * 40)
    peer.line()


@scenario
def plain_half_handshake(peer):
    """The head of a ServerHello, and no more."""
    peer.send(b"\x16\x03\x03\x00\x7a\x02\x00\x00\x76\x03\x03")
    time.sleep(30)


@scenario
def plain_closes(peer):
    pass


@scenario
def plain_inject(peer):
    peer.send("* OK [CAPABILITY IMAP4rev1 STARTTLS] ready\r\n")
    tag = peer.line().split(b" ")[0].decode()
    peer.send("%s OK begin\r\n* CAPABILITY IMAP4rev1 AUTH=PLAIN SASL-IR\r\n"
              % tag)
    peer.line()


@scenario
def plain_no_starttls(peer):
    imap(peer, pre="IMAP4rev1 AUTH=PLAIN SASL-IR")


@scenario
def plain_starttls_refused(peer):
    def other(peer, tag, command, rest):
        if command != b"STARTTLS":
            return False
        peer.send("%s NO not now\r\n" % tag)
        return True
    imap(peer, greeting="* OK ready\r\n", other=other)


@scenario
def plain_starttls_stall(peer):
    peer.send("* OK [CAPABILITY IMAP4rev1 STARTTLS] ready\r\n")
    tag = peer.line().split(b" ")[0].decode()
    peer.send("%s OK begin\r\n" % tag)
    time.sleep(30)


@scenario
def plain_preauth(peer):
    imap(peer, greeting="* PREAUTH hi\r\n")


# --- POP3 -----------------------------------------------------------------

def pop3(peer, capabilities=("USER",), stat="+OK 3 2048", refusal=None):
    peer.send("+OK ready\r\n")
    user = None
    while True:
        word, _, rest = peer.line().partition(b" ")
        word = word.upper()
        if word == b"CAPA" and capabilities is None:
            peer.send("-ERR unknown\r\n")
        elif word == b"CAPA":
            peer.send("+OK\r\n" + "".join(c + "\r\n" for c in capabilities) +
                      ".\r\n")
        elif word == b"STLS":
            peer.send("+OK begin\r\n")
            peer.start_tls()
        elif word == b"USER":
            user = rest
            peer.send("+OK\r\n")
        elif word == b"PASS" and refusal:
            peer.send(refusal + "\r\n")
        elif word == b"PASS":
            well = user == USER and rest == PASSWORD
            peer.send("+OK in\r\n" if well else "-ERR [AUTH] wrong\r\n")
        elif word == b"AUTH":
            peer.send("+ \r\n")
            said = base64.b64decode(peer.line())
            well = said == b"\0" + USER + b"\0" + PASSWORD
            peer.send("+OK in\r\n" if well else "-ERR [AUTH] wrong\r\n")
        elif word == b"STAT":
            peer.send(stat + "\r\n")
        elif word == b"QUIT":
            peer.send("+OK\r\n")
            raise Gone
        else:
            peer.send("-ERR unknown\r\n")


@scenario
def pop_old(peer):
    pop3(peer, capabilities=None)


@scenario
def pop_pipelining(peer):
    pop3(peer, capabilities=("USER", "PIPELINING"))


@scenario
def pop_in_use(peer):
    pop3(peer, refusal="-ERR [IN-USE] locked by another session")


@scenario
def pop_temporary(peer):
    pop3(peer, refusal="-ERR [SYS/TEMP] no directory")


@scenario
def pop_no_way(peer):
    pop3(peer, capabilities=("SASL XOAUTH2",))


@scenario
def pop_junk(peer):
    pop3(peer, stat="+OK three messages")


@scenario
def pop_refuses(peer):
    peer.send("-ERR too many connections\r\n")


@scenario
def pop_drip(peer):
    peer.delay = 0.001
    pop3(peer)


@scenario
def pop_trickle(peer):
    peer.delay = 0.3
    peer.send("+OK " + "x" * 1000)


@scenario
def pop_cut(peer):
    peer.send("+OK rea")


@scenario
def pop_cut_stat(peer):
    pop3(peer, stat="+OK 3 20")
    raise Gone


@scenario
def pop_long_line(peer):
    peer.send("+OK " + "x" * 2000000)
    peer.line()


@scenario
def pop_unsolicited(peer):
    """A second reply to each command."""
    pop3(peer, stat="+OK 3 2048\r\n+OK 9 9")


@scenario
def pop_late(peer):
    time.sleep(3)
    pop3(peer)


@scenario
def pop_nul(peer):
    peer.send(b"+OK re\0ady\r\n")
    peer.line()


@scenario
def pop_nul_stat(peer):
    pop3(peer, stat="+OK 3\0 2048")


@scenario
def pop_silent(peer):
    peer.line()


@scenario
def pop_reset(peer):
    peer.send("+OK ready\r\n")
    peer.line()
    peer.reset()


@scenario
def pop_imap(peer):
    peer.send("* OK IMAP ready\r\n")
    peer.line()


@scenario
def pop_inject(peer):
    peer.send("+OK ready\r\n")
    peer.line()
    peer.send("+OK begin\r\n+OK more\r\n")
    peer.line()


@scenario
def pop_refused_stls(peer):
    peer.send("+OK ready\r\n")
    peer.line()
    peer.send("-ERR no\r\n")
    peer.line()


@scenario
def pop_stls(peer):
    pop3(peer, capabilities=("USER", "STLS"))


@scenario
def pop_capa_endless(peer):
    pop3(peer, capabilities=["X%d" % i for i in range(200)])


# --- the listeners --------------------------------------------------------

def serve(connection, name):
    peer = Peer(connection, name)
    try:
        if not name.startswith(("plain", "pop")):
            peer.start_tls()
        SCENARIOS[name](peer)
    except (Gone, OSError, ValueError, IndexError, AssertionError):
        pass
    finally:
        try:
            peer.sock.close()
        except OSError:
            pass


def listen(listener, name):
    while True:
        connection, _ = listener.accept()
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        connection.settimeout(60)
        threading.Thread(target=serve, args=(connection, name),
                         daemon=True).start()


def main():
    with open(PORTS, "w") as ports:
        for name in SCENARIOS:
            listener = socket.socket()
            listener.bind(("127.0.0.1", 0))
            listener.listen(16)
            ports.write("%s %d\n" % (name, listener.getsockname()[1]))
            threading.Thread(target=listen, args=(listener, name),
                             daemon=True).start()
        ports.write("ready\n")
    while True:
        time.sleep(3600)


main()

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* spf_verdicts.h - zones, and what check_spf_weblife says of x.jp in them. */
#ifndef WEBLIFE_SPF_VERDICTS_H
#define WEBLIFE_SPF_VERDICTS_H

#include "spf_weblife.h"

#define PROVIDER \
    "_spf.weblife.me. TXT \"v=spf1 include:_4.weblife.me " \
	"ip6:2001:db8:25::/64 -all\"\n" \
    "_4.weblife.me. TXT \"v=spf1 ip4:192.0.2.0/26 ip4:198.51.100.25 " \
	"-all\"\n"
#define OLD "ip4:122.219.43.142 ip4:122.219.46.7 ip4:122.219.46.23 " \
	"ip4:122.219.46.39 ip4:122.219.46.55 ip4:210.131.150.91 " \
	"ip4:210.131.150.92 ip4:122.219.45.73 ip4:122.219.40.14"
#define RECORD(text) "x.jp. TXT \"" text "\"\n"
#define INC "include:_spf.weblife.me"
#define SENDERS \
    "_spf.n.jp. TXT \"v=spf1 ip4:203.0.113.0/24 ~all\"\n" \
    "_dead.n.jp. TXT \"unused\"\n"
#define MX10 "m.jp. MX 1 a.m.jp.\nm.jp. MX 2 a.m.jp.\n" \
    "m.jp. MX 3 a.m.jp.\nm.jp. MX 4 a.m.jp.\nm.jp. MX 5 a.m.jp.\n" \
    "m.jp. MX 6 a.m.jp.\nm.jp. MX 7 a.m.jp.\nm.jp. MX 8 a.m.jp.\n" \
    "m.jp. MX 9 a.m.jp.\nm.jp. MX 10 a.m.jp.\n" \
    "a.m.jp. A 192.0.2.1\nk.m.jp. A 192.0.2.1\n"
#define NINE "a:a.m.jp/24 a:a.m.jp/25 a:a.m.jp/26 a:a.m.jp/27 a:a.m.jp/28 " \
    "a:a.m.jp/29 a:a.m.jp/30 a:a.m.jp/31 a:k.m.jp"
#define VALUE "value in one line: v=spf1 include:_spf.weblife.me ~all (the"

enum arm {
	PLAIN,
	EXACT,			/* --exact */
	OTHER,			/* -i _spf.n.jp */
	DMARC,			/* --dmarc warning */
	SILENT,			/* _dead.n.jp is silent, the resolver well */
	SICK,			/* x.jp is silent, and so is the resolver */
	DEAD,			/* x.jp gives SERVFAIL, the resolver is well */
	PROVIDER_DEAD,		/* _spf.weblife.me gives SERVFAIL */
	MAIL_DEAD,		/* mail.x.jp has no address to be had */
	DMARC_DEAD,		/* _dmarc.x.jp is silent */
};

static const struct {
	enum arm arm;
	const char *zone;
	enum state state;
	const char *has;	/* in the whole output with -v; "": nothing */
	const char *too;	/* and this */
} rows[] = {
	/* right in any case, spacing and split */
	{ PLAIN, RECORD("v=spf1 include:_spf.weblife.me ~all"), STATE_OK,
	    "SPF OK - x.jp: the SPF record lets _spf.weblife.me send",
	    "3 of the 3 networks of _spf.weblife.me pass SPF" },
	{ PLAIN, RECORD("V=SPF1   Include:_SPF.weblife.me.  ~ALL "), STATE_OK,
	    "lookups=2;8;10;0;10 voids=0;;2;0;2", "" },
	{ PLAIN, RECORD("v=spf1 +include:_spf.weblife.me -all"), STATE_OK,
	    "2 look-ups of 10", "" },
	{ PLAIN, "x.jp. TXT \"v=spf1 include:_sp\" \"f.weblife.me ~all\"\n",
	    STATE_OK, "records=1 old_addresses=0", "" },
	{ PLAIN, RECORD("v=spf1 ip4:203.0.113.7 mx " INC " ~all")
	    "x.jp. MX 1 m.x.jp.\nm.x.jp. A 203.0.113.8\n", STATE_OK,
	    "3 look-ups of 10 that a record may spend: "
	    "include:_spf.weblife.me 2, the record itself 1", "" },
	{ PLAIN, RECORD("v=spf1 redirect=_spf.weblife.me"), STATE_OK,
	    "3 of the 3 networks", "redirect=_spf.weblife.me 2" },
	{ PLAIN, RECORD("v=spf1 include:a.x.jp ~all")
	    "a.x.jp. TXT \"v=spf1 " INC " -all\"\n", STATE_OK,
	    "lets _spf.weblife.me send", "" },
	/* no record, and where it is instead */
	{ PLAIN, "", STATE_CRITICAL, "the domain does not exist (NXDOMAIN)",
	    "registrar" },
	{ PLAIN, "x.jp. A 192.0.2.1\n", STATE_CRITICAL,
	    "no SPF record: the domain has no TXT record at all", VALUE },
	{ PLAIN, RECORD("google-site-verification=1"), STATE_CRITICAL,
	    "but none begins with v=spf1", VALUE },
	{ PLAIN, "www.x.jp. TXT \"v=spf1 ip4:203.0.113.7 ~all\"\n"
	    "x.jp. A 192.0.2.1\n", STATE_CRITICAL,
	    "it stands on www.x.jp, where no receiver looks",
	    "v=spf1 include:_spf.weblife.me ip4:203.0.113.7 ~all" },
	{ PLAIN, "mail.x.jp. TXT \"v=spf1 " INC " ~all\"\n"
	    "x.jp. TXT \"other\"\n", STATE_CRITICAL,
	    "it stands on mail.x.jp", VALUE },
	{ PLAIN, "x.jp. TYPE99 \\# 12 0b763d73706631202d616c6c\n",
	    STATE_CRITICAL, "of the old type SPF only", VALUE },
	{ PLAIN, RECORD("v=spf10 " INC " a:m.x.jp ~all"), STATE_CRITICAL,
	    "TXT record v=spf10 include:_spf.weblife.me a:m.x.jp ~all does "
	    "not begin with v=spf1 and a blank",
	    "v=spf1 include:_spf.weblife.me a:m.x.jp ~all (the" },
	{ PLAIN, RECORD("v=spf1\\009" INC " ~all"), STATE_CRITICAL,
	    "there is a tab behind v=spf1 instead of a blank", VALUE },
	/* ... and the senders in it are kept, wherever they stand */
	{ PLAIN, RECORD("v=spf1\\009ip4:203.0.113.9 ~all"), STATE_CRITICAL,
	    "there is a tab behind v=spf1",
	    ": v=spf1 include:_spf.weblife.me ip4:203.0.113.9 ~all (" },
	{ PLAIN, RECORD("v=spf1;ip4:203.0.113.9; a:m.x.jp; -all"),
	    STATE_CRITICAL, "does not begin with v=spf1 and a blank",
	    ": v=spf1 include:_spf.weblife.me ip4:203.0.113.9 a:m.x.jp -all" },
	{ PLAIN, RECORD("v=spf1,ip4:203.0.113.9,-all"), STATE_CRITICAL,
	    "", ": v=spf1 include:_spf.weblife.me ip4:203.0.113.9 -all (" },
	{ PLAIN, RECORD("v=spf1include:m.x.jp ip4:203.0.113.9 ~all"),
	    STATE_CRITICAL, "", ": v=spf1 include:_spf.weblife.me "
	    "include:m.x.jp ip4:203.0.113.9 ~all (" },
	{ PLAIN, RECORD("ip4:203.0.113.9 ip4:203.0.113.10 ~all"),
	    STATE_CRITICAL, "", ": v=spf1 include:_spf.weblife.me "
	    "ip4:203.0.113.9 ip4:203.0.113.10 ~all (" },
	{ PLAIN, RECORD("v = spf1 ip4:203.0.113.9 ~all"), STATE_CRITICAL,
	    "", ": v=spf1 include:_spf.weblife.me ip4:203.0.113.9 ~all (" },
	{ PLAIN, RECORD("\\\"v=spf1 ip4:203.0.113.9 -all\\\""), STATE_CRITICAL,
	    "", ": v=spf1 include:_spf.weblife.me ip4:203.0.113.9 -all (" },
	{ PLAIN, RECORD("v=spf10 ipv4:203.0.113.9 ~all"), STATE_CRITICAL,
	    "", "if it stood for a sender of yours, write it anew" },
	{ PLAIN, RECORD("v=spf1\\000" INC " ~all"), STATE_CRITICAL,
	    "there is a control character behind v=spf1", VALUE },
	{ PLAIN, RECORD("v=spf 1 " INC " ~all"), STATE_CRITICAL,
	    "does not begin with v=spf1", VALUE },
	{ PLAIN, RECORD("v=spf1;" INC ";~all"), STATE_CRITICAL,
	    "does not begin with v=spf1", VALUE },
	{ PLAIN, RECORD(" v=spf1 " INC " ~all"), STATE_CRITICAL,
	    "does not begin with v=spf1", VALUE },
	{ PLAIN, "x.jp. TXT \"v=spf1\" \"include:_spf.weblife.me ~all\"\n",
	    STATE_CRITICAL, "was entered in two parts, and the blank between "
	    "them is missing", VALUE },
	/* the provider's include mistyped: it is no sender of the customer's */
	{ PLAIN, RECORD("v=spf1 include:spf.weblife.me a:m.x.jp ~all"),
	    STATE_CRITICAL, "include:spf.weblife.me: there is no such name",
	    ": v=spf1 include:_spf.weblife.me a:m.x.jp ~all (" },
	{ PLAIN, RECORD("v=spf1 include:_spf.gone.jp " INC " +all"),
	    STATE_CRITICAL, "include:_spf.gone.jp: there is no such name",
	    ": v=spf1 include:_spf.weblife.me include:_spf.gone.jp ~all (" },
	/* the include may stand in a record that could not be had */
	{ SILENT, RECORD("v=spf1 include:_dead.n.jp -all"), STATE_WARNING,
	    "UNKNOWN - x.jp: include:_spf.weblife.me is not in the SPF record "
	    "itself; whether it stands behind include:_dead.n.jp is not "
	    "known", "include:_dead.n.jp: its name servers fail" },
	{ SILENT, RECORD("v=spf1 ?include:_dead.n.jp -all"), STATE_CRITICAL,
	    "include:_spf.weblife.me is missing from the SPF record", ": v=spf1 include:_spf.weblife.me ?include:_dead.n.jp -all (" },
	/* several */
	{ PLAIN, RECORD("v=spf1 " INC " ~all") RECORD("v=spf1 a:m.x.jp -all"),
	    STATE_CRITICAL, "2 SPF records, only one is allowed",
	    " a:m.x.jp " },
	/* ... in any order: what they spend together, and whether it is too
	 * much for the one to publish */
	{ PLAIN, MX10 RECORD("v=spf1 " INC " ~all") RECORD("v=spf1 " NINE
	    " -all"), STATE_CRITICAL, " lookups=11;8;10;0;10 ", "Before you "
	    "publish it: it would spend 11 look-ups, and a record may spend 10." },
	{ PLAIN, MX10 RECORD("v=spf1 " NINE " -all") RECORD("v=spf1 " INC
	    " ~all"), STATE_CRITICAL, " lookups=11;8;10;0;10 ", "Before you "
	    "publish it: it would spend 11 look-ups, and a record may spend 10." },
	/* ... with the same include twice: once in the one to publish */
	{ PLAIN, MX10 RECORD("v=spf1 " INC " a:a.m.jp ~all") RECORD("v=spf1 "
	    INC " include:_spf.n.jp ~all") SENDERS, STATE_CRITICAL,
	    " lookups=6;8;10;0;10 ", "value in one line: v=spf1 " INC
	    " a:a.m.jp include:_spf.n.jp ~all (the" },
	/* without the include, which would be too much */
	{ PLAIN, MX10 RECORD("v=spf1 " NINE " -all"), STATE_CRITICAL,
	    "is missing from the SPF record", "it would spend 11 look-ups, and" },
	{ PLAIN, MX10 RECORD("v=spf1 " NINE " -all"), STATE_CRITICAL,
	    " lookups=9;8;10;0;10 ", "value in one line: v=spf1 " INC
	    " " NINE " -all (the" },
	{ EXACT, MX10 RECORD("v=spf1 " NINE " -all"), STATE_CRITICAL, VALUE,
	    "" },
	/* syntax */
	{ PLAIN, RECORD("v=spf1 ipv4:203.0.113.7 " INC " ~all"),
	    STATE_CRITICAL, "syntax error in term 1, ipv4:203.0.113.7 "
	    "(character 8 of the record): SPF has no such mechanism",
	    "could not be understood is left out" },
	/* what cannot be shown as it is cannot be advised */
	{ PLAIN, RECORD("v=spf1 a=b<i>c a:m.x.jp d=e ~all"), STATE_CRITICAL,
	    "is missing from the SPF record",
	    "v=spf1 include:_spf.weblife.me a:m.x.jp d=e ~all (the" },
	{ PLAIN, "x.jp. TXT \"v=spf1 ip4:203.0.113.7 include:_spf.weblife.me"
	    "\" \"~all\"\n", STATE_CRITICAL, "syntax error in term 2, "
	    "include:_spf.weblife.me~all (character 24 of the record): the "
	    "TXT record was entered in two parts, and the blank between them "
	    "is missing",
	    "v=spf1 include:_spf.weblife.me ip4:203.0.113.7 ~all" },
	/* joined, and right by accident */
	{ PLAIN, "x.jp. TXT \"v=spf1 include:_spf.weblife.me\" \"-all\"\n",
	    STATE_CRITICAL, "include:_spf.weblife.me-all: there is no such "
	    "name; the TXT record was entered in two parts",
	    "v=spf1 include:_spf.weblife.me -all (the sign before all is a "
	    "minus)" },
	/* the include */
	{ PLAIN, RECORD("v=spf1 a mx " OLD " ~all")
	    "x.jp. A 192.0.2.80\nx.jp. MX 1 m.x.jp.\nm.x.jp. A 192.0.2.1\n",
	    STATE_CRITICAL, "SPF is still the old value, from before "
	    "2024-02-27", VALUE },
	{ PLAIN, RECORD("v=spf1 ip4:122.219.46.7 ip4:122.219.46.23 a:m.x.jp "
	    "~all"), STATE_CRITICAL, "2 of the 9 old addresses are there",
	    "v=spf1 include:_spf.weblife.me a:m.x.jp ~all" },
	{ PLAIN, RECORD("v=spf1 mx ~all"), STATE_CRITICAL,
	    "include:_spf.weblife.me is missing from the SPF record",
	    "v=spf1 include:_spf.weblife.me mx ~all" },
	{ PLAIN, RECORD("v=spf1 mx ~all"), STATE_CRITICAL,
	    "0 of the 3 networks of _spf.weblife.me pass, 192.0.2.0 gets "
	    "spf=softfail", "Gmail" },
	{ PLAIN, RECORD("v=spf1 ~" INC " ~all"), STATE_CRITICAL,
	    "include:_spf.weblife.me does not let the provider pass", VALUE },
	{ PLAIN, RECORD("v=spf1 ?" INC " ~all"), STATE_CRITICAL,
	    "must have no sign before it", VALUE },
	{ PLAIN, RECORD("v=spf1 -" INC " ~all"), STATE_CRITICAL,
	    "gets spf=fail", VALUE },
	{ PLAIN, RECORD("v=spf1 ip4:203.0.113.7 ~all " INC), STATE_CRITICAL,
	    "include:_spf.weblife.me stands behind all",
	    "v=spf1 include:_spf.weblife.me ip4:203.0.113.7 ~all" },
	{ PLAIN, RECORD("v=spf1 ~all redirect=_spf.weblife.me"),
	    STATE_CRITICAL, "stands only behind a redirect that is never "
	    "followed", VALUE },
	{ PLAIN, RECORD("v=spf1 ~all redirect=a.x.jp")
	    "a.x.jp. TXT \"v=spf1 " INC " -all\"\n", STATE_CRITICAL,
	    "stands only behind a redirect", VALUE },
	{ PLAIN, RECORD("v=spf1 redirect=_spf.n.jp") SENDERS, STATE_CRITICAL,
	    "include:_spf.weblife.me is missing",
	    "v=spf1 include:_spf.weblife.me include:_spf.n.jp ~all" },
	/* what includes lead to */
	{ PLAIN, RECORD("v=spf1 " INC " include:gone.jp ~all"),
	    STATE_CRITICAL, "include:gone.jp: there is no such name; "
	    "receivers take the whole SPF record for an error",
	    "3 of the 3 networks" },
	{ PLAIN, RECORD("v=spf1 include:gone.jp " INC " ~all"),
	    STATE_CRITICAL, "0 of the 3 networks",
	    "192.0.2.0 gets spf=permerror" },
	{ PLAIN, RECORD("v=spf1 " INC " include:t.jp ~all")
	    "t.jp. TXT \"v=spf1\"\nt.jp. TXT \"v=spf1 -all\"\n",
	    STATE_CRITICAL, "include:t.jp: that name has more than one SPF "
	    "record", "" },
	{ PLAIN, RECORD("v=spf1 " INC " include:t.jp ~all")
	    "t.jp. TXT \"hello\"\n", STATE_CRITICAL,
	    "that name has TXT records, but none is SPF", "" },
	{ PLAIN, RECORD("v=spf1 " INC " include:t.jp ~all")
	    "t.jp. TXT \"v=spf1 include:u.jp -all\"\n"
	    "u.jp. TXT \"v=spf1 nonsense\"\n", STATE_CRITICAL,
	    "include:u.jp in the record of t.jp: that record has a syntax "
	    "error", "" },
	{ PLAIN, RECORD("v=spf1 " INC " include:x.jp ~all"), STATE_CRITICAL,
	    "include:x.jp: that record is being read already", "" },
	/* limits */
	{ PLAIN, RECORD("v=spf1 " INC " a a a a a a a ~all")
	    "x.jp. A 192.0.2.80\n", STATE_WARNING, "9 look-ups of 10",
	    "lookups=9;8;10;0;10" },
	{ PLAIN, RECORD("v=spf1 " INC " a a a a a a ~all")
	    "x.jp. A 192.0.2.80\n", STATE_OK, "8 look-ups of 10", "" },
	{ PLAIN, RECORD("v=spf1 " INC " include:b.jp a ~all")
	    "x.jp. A 192.0.2.80\nb.jp. A 192.0.2.80\n"
	    "b.jp. TXT \"v=spf1 a a a a a a a\"\n", STATE_CRITICAL,
	    "11 look-ups of 10 that a record may spend: "
	    "include:_spf.weblife.me 2, include:b.jp 8, the record itself 1",
	    "Take out of the SPF record the senders that you no longer use" },
	{ PLAIN, RECORD("v=spf1 " INC " a:g1.jp a:g2.jp mx:g3.jp ~all"),
	    STATE_CRITICAL, "3 look-ups find nothing, 2 are allowed",
	    "voids=3" },
	{ PLAIN, RECORD("v=spf1 " INC " a:six.jp a:six.jp a:six.jp ~all")
	    "six.jp. AAAA 2001:db8::1\n", STATE_OK, "voids=0", "" },
	/* all */
	{ PLAIN, RECORD("v=spf1 " INC " +all"), STATE_CRITICAL,
	    "the record ends in +all", VALUE },
	{ PLAIN, RECORD("v=spf1 " INC " all"), STATE_CRITICAL,
	    "the record ends in +all", VALUE },
	{ PLAIN, RECORD("v=spf1 " INC " include:w.jp ~all")
	    "w.jp. TXT \"v=spf1 +all\"\n", STATE_CRITICAL,
	    "include:w.jp ends in +all", "" },
	{ PLAIN, RECORD("v=spf1 " INC " ip4:0.0.0.0/0 ~all"), STATE_CRITICAL,
	    "ip4:0.0.0.0/0 lets every address send", VALUE },
	{ PLAIN, RECORD("v=spf1 " INC " ip6:::/0 ip4:203.0.113.7 ~all"),
	    STATE_CRITICAL, "ip6:::/0 lets every address send",
	    "v=spf1 include:_spf.weblife.me ip4:203.0.113.7 ~all (the" },
	{ PLAIN, RECORD("v=spf1 ip4:0.0.0.0/0 ip6:::/0 ip4:203.0.113.0/24 "
	    "~all"), STATE_CRITICAL, "What lets everybody send",
	    "v=spf1 include:_spf.weblife.me ip4:203.0.113.0/24 ~all (the" },
	{ PLAIN, RECORD("v=spf1 " INC " include:w.jp a:x.jp ?all")
	    "x.jp. A 192.0.2.1\nw.jp. TXT \"v=spf1 include:v.jp\"\n"
	    "v.jp. TXT \"v=spf1 ip4:0.0.0.0/0 ~all\"\n", STATE_CRITICAL,
	    "ip4:0.0.0.0/0 lets every address send",
	    "v=spf1 include:_spf.weblife.me a:x.jp ~all (the" },
	/* more than 10 names of an mx */
	{ PLAIN, RECORD("v=spf1 " INC " mx:m.jp ~all") MX10, STATE_OK,
	    "lets _spf.weblife.me send", "" },
	{ PLAIN, RECORD("v=spf1 " INC " mx:m.jp ~all") MX10
	    "m.jp. MX 11 k.m.jp.\n", STATE_CRITICAL,
	    "mx:m.jp: more than 10 MX records at m.jp; receivers take the "
	    "whole SPF record for an error (permerror)",
	    "Write the addresses of the servers of m.jp that send" },
	{ PLAIN, RECORD("v=spf1 mx:m.jp ip4:203.0.113.7 -all") MX10
	    "m.jp. MX 11 k.m.jp.\n", STATE_CRITICAL,
	    "more than 10 MX records at m.jp",
	    "v=spf1 include:_spf.weblife.me ip4:203.0.113.7 -all (the" },
	{ PLAIN, RECORD("v=spf1 " INC " ?all"), STATE_WARNING,
	    "the record ends in ?all", VALUE },
	{ PLAIN, RECORD("v=spf1 " INC), STATE_WARNING,
	    "the record has no all at its end", VALUE },
	{ PLAIN, RECORD("v=spf1 redirect=r.x.jp")
	    "r.x.jp. TXT \"v=spf1 " INC "\"\n", STATE_WARNING,
	    "the record has no all at its end", "" },
	/* untidy */
	{ PLAIN, RECORD("v=spf1 " INC " ip4:122.219.46.7 ~all"),
	    STATE_WARNING, "1 old address of the provider is left beside the "
	    "include", "old_addresses=1" },
	{ PLAIN, RECORD("v=spf1 a mx " OLD " " INC " ~all")
	    "x.jp. A 192.0.2.80\n", STATE_WARNING,
	    "9 old addresses of the provider are left",
	    "v=spf1 include:_spf.weblife.me a mx ~all" },
	{ PLAIN, RECORD("v=spf1 " INC " ptr ~all"), STATE_WARNING,
	    "ptr in the record of x.jp", "" },
	{ PLAIN, RECORD("v=spf1 " INC " exists:%{i}.l.jp ~all"), STATE_OK,
	    "exists:%{i}.l.jp depends on the sender or the client", "" },
	{ PLAIN, RECORD("v=spf1 exists:%{i}.l.jp " INC " ~all"), STATE_OK,
	    "For 3 networks of _spf.weblife.me the result depends on", "" },
	/* whose failure */
	{ SILENT, RECORD("v=spf1 " INC " include:_dead.n.jp ~all") SENDERS,
	    STATE_WARNING, "include:_dead.n.jp: its name servers fail (no "
	    "answer), receivers let mail of this domain wait", "" },
	{ SICK, "", STATE_UNKNOWN, "our resolver is not well", "" },
	{ DEAD, "", STATE_CRITICAL, "the name servers of x.jp fail", "" },
	{ PROVIDER_DEAD, RECORD("v=spf1 " INC " ~all"), STATE_CRITICAL,
	    "include:_spf.weblife.me: the name servers of the provider "
	    "fail (SERVFAIL)", "tell its support" },
	{ MAIL_DEAD, RECORD("v=spf1 " INC " a:mail.x.jp ~all"),
	    STATE_CRITICAL, "the name servers of mail.x.jp fail", "" },
	/* DMARC */
	{ PLAIN, RECORD("v=spf1 " INC " ~all")
	    "_dmarc.x.jp. TXT \"v=DMARC1; p=none\"\n", STATE_OK,
	    "are met as far as the DNS shows: SPF passes, and DMARC says "
	    "p=none (_dmarc.x.jp)", "" },
	{ PLAIN, RECORD("v=spf1 mx ~all")
	    "_dmarc.x.jp. TXT \"v=DMARC1; p=none\"\n", STATE_CRITICAL,
	    "DMARC says p=none (_dmarc.x.jp), but SPF does not pass", "" },
	{ PLAIN, RECORD("v=spf1 " INC " ~all"), STATE_OK,
	    "are not met: there is no DMARC record at _dmarc.x.jp", "" },
	{ DMARC, RECORD("v=spf1 " INC " ~all"), STATE_WARNING,
	    "are not met: there is no DMARC record at _dmarc.x.jp",
	    "v=DMARC1; p=none is enough" },
	{ DMARC, RECORD("v=spf1 " INC " ~all")
	    "_dmarc.x.jp. TXT \"v=DMARC1; p=none\"\n"
	    "_dmarc.x.jp. TXT \"v=DMARC1; p=reject\"\n", STATE_WARNING,
	    "more than one DMARC record", "" },
	{ DMARC, RECORD("v=spf1 " INC " ~all")
	    "_dmarc.x.jp. TXT \"v=DMARC1; p=maybe\"\n", STATE_WARNING,
	    "the DMARC record at _dmarc.x.jp is wrong", "" },
	{ DMARC_DEAD, RECORD("v=spf1 " INC " ~all"), STATE_OK,
	    "no answer about DMARC", "" },
	/* options */
	{ EXACT, RECORD("v=spf1 include:_spf.weblife.me ~all"), STATE_OK, "",
	    "" },
	{ EXACT, RECORD("v=spf1 include:_spf.weblife.me  ~all"),
	    STATE_CRITICAL, "is not exactly v=spf1 include:_spf.weblife.me "
	    "~all but", VALUE },
	{ EXACT, RECORD("v=spf1 mx include:_spf.weblife.me ~all"),
	    STATE_CRITICAL, "is not exactly", VALUE },
	{ OTHER, RECORD("v=spf1 include:_spf.n.jp ip4:122.219.46.7 -all")
	    SENDERS, STATE_OK, "lets _spf.n.jp send", "old_addresses=0" },
	{ OTHER, RECORD("v=spf1 " INC " -all") SENDERS, STATE_CRITICAL,
	    "include:_spf.n.jp is missing",
	    "v=spf1 include:_spf.n.jp include:_spf.weblife.me -all (the sign "
	    "before all is a minus)" },
};

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dnsbl_table.h"
#include "domain.h"
#include "i18n.h"

#define ROWS(a) .codes = (a), .code_count = sizeof(a) / sizeof((a)[0])

/* docs.spamhaus.com, datasets, 040-zones, read 2026-11. */
static const struct dnsbl_code spamhaus_ip[] = {
	{ 2, 2, DNSBL_BLOCKED, 0, N_("SBL, a source of spam") },
	{ 3, 3, DNSBL_BLOCKED, 0, N_("CSS, sends spam or looks as if hacked") },
	{ 4, 7, DNSBL_BLOCKED, 0, N_("XBL, an infected or hacked machine") },
	{ 9, 9, DNSBL_BLOCKED, 0, N_("DROP, a network of criminals") },
	{ 10, 10, DNSBL_POLICY, 0, N_("PBL, a line that is not to send "
	    "mail directly (says its provider)") },
	{ 11, 11, DNSBL_POLICY, 0, N_("PBL, a line that is not to send "
	    "mail directly (says Spamhaus)") },
	{ 30, 30, DNSBL_BLOCKED, 0, N_("BCL, controls infected machines") },
};

static const struct dnsbl_code spamhaus_authbl[] = {
	{ 20, 20, DNSBL_BLOCKED, 0, N_("tries passwords or sends spam with "
	    "stolen ones") },
};

static const struct dnsbl_code spamhaus_dbl[] = {
	{ 0x102, 0x102, DNSBL_BLOCKED, 0, N_("a spam domain") },
	{ 0x104, 0x104, DNSBL_BLOCKED, 0, N_("a phishing domain") },
	{ 0x105, 0x105, DNSBL_BLOCKED, 0, N_("a malware domain") },
	{ 0x106, 0x106, DNSBL_BLOCKED, 0, N_("controls infected machines") },
	{ 0x166, 0x166, DNSBL_BLOCKED, 0, N_("a good site that was hacked and "
	    "is used for spam") },
	{ 0x167, 0x167, DNSBL_BLOCKED, 0, N_("a redirector that is abused") },
	{ 0x168, 0x168, DNSBL_BLOCKED, 0, N_("a good site that was hacked and "
	    "is used for phishing") },
	{ 0x169, 0x169, DNSBL_BLOCKED, 0, N_("a good site that was hacked and "
	    "spreads malware") },
	{ 0x16a, 0x16a, DNSBL_BLOCKED, 0, N_("a good site that was hacked and "
	    "controls infected machines") },
	{ 0x1ff, 0x1ff, DNSBL_WRONG, 0, N_("an address was asked of a list of "
	    "domains") },
};

static const struct dnsbl_code spamhaus_zrd[] = {
	{ 0x202, 0x218, DNSBL_INFORMATION, 0, N_("a domain first seen within "
	    "a day") },
};

/* dronebl.org/docs/howtouse, read 2026-11. */
static const struct dnsbl_code dronebl[] = {
	{ 2, 2, DNSBL_BLOCKED, 0, N_("a sample entry") },
	{ 3, 3, DNSBL_BLOCKED, 0, N_("a machine controlled over chat") },
	{ 5, 5, DNSBL_BLOCKED, 0, N_("floods others (DDoS)") },
	{ 6, 8, DNSBL_BLOCKED, 0, N_("an open SOCKS proxy") },
	{ 9, 9, DNSBL_BLOCKED, 0, N_("an open HTTP proxy") },
	{ 10, 10, DNSBL_BLOCKED, 0, N_("a router that is abused") },
	{ 11, 13, DNSBL_BLOCKED, 0, N_("tries passwords") },
	{ 14, 14, DNSBL_BLOCKED, 0, N_("an open resolver") },
	{ 4, 254, DNSBL_BLOCKED, 0, N_("abused by others") },
};

/* mailspike.io and SpamAssassin's 20_dnsbl_tests.cf, 2024-10. */
static const struct dnsbl_code mailspike[] = {
	{ 2, 2, DNSBL_BLOCKED, 0, N_("sends spam just now") },
	{ 10, 10, DNSBL_BLOCKED, 0, N_("the worst reputation") },
	{ 11, 11, DNSBL_BLOCKED, 0, N_("a very bad reputation") },
	{ 12, 12, DNSBL_BLOCKED, 0, N_("a bad reputation") },
	{ 13, 16, DNSBL_INFORMATION, 0, N_("a neutral reputation") },
	{ 17, 20, DNSBL_GOOD, 0, N_("a good reputation") },
};

/* spfbl.net and hetrixtools.com, read 2026-11. */
static const struct dnsbl_code spfbl[] = {
	{ 2, 2, DNSBL_BLOCKED, 0, N_("a confirmed source of spam") },
	{ 3, 3, DNSBL_INFORMATION, 0, N_("suspicious, or not set up as a mail "
	    "server should be") },
	{ 4, 4, DNSBL_POLICY, DNSBL_INFO, N_("no mail server: a home or "
	    "office line") },
};

/* wiki.junkemailfilter.com; haraka-plugin-dns-list, 2026-05. */
static const struct dnsbl_code hostkarma[] = {
	{ 1, 1, DNSBL_GOOD, 0, N_("white: sends nothing but good mail") },
	{ 2, 2, DNSBL_BLOCKED, 0, N_("black: sends spam") },
	{ 3, 3, DNSBL_INFORMATION, 0, N_("yellow: good mail and spam") },
	{ 4, 4, DNSBL_INFORMATION, 0, N_("brown: mostly spam") },
	{ 5, 5, DNSBL_INFORMATION, 0, N_("not to be blocked") },
	{ 0x101, 0x103, DNSBL_INFORMATION, 0, N_("how it ends its sessions") },
	{ 0x201, 0x203, DNSBL_INFORMATION, 0, N_("how long it has been known") },
};

/* surbl.org; rspamd conf/modules.d/rbl.conf, 2026-08.  Bits. */
static const struct dnsbl_code surbl[] = {
	{ 8, 8, DNSBL_BLOCKED, 0, N_("phishing") },
	{ 16, 16, DNSBL_BLOCKED, 0, N_("malware") },
	{ 128, 128, DNSBL_BLOCKED, 0, N_("a site that was hacked") },
	{ 64, 64, DNSBL_BLOCKED, 0, N_("abuse") },
	{ 4, 4, DNSBL_BLOCKED, 0, N_("disposable mail addresses") },
	{ 32, 32, DNSBL_INFORMATION, 0, N_("tracks clicks") },
	{ 1, 1, DNSBL_REFUSED, 0, N_("the list refuses this resolver") },
};

/* uribl.com/about; SpamAssassin's 25_uribl.cf, 2024-10.  Bits. */
static const struct dnsbl_code uribl[] = {
	{ 2, 2, DNSBL_BLOCKED, 0, N_("black: spam") },
	{ 4, 4, DNSBL_INFORMATION, 0, N_("grey: unasked bulk mail") },
	{ 8, 8, DNSBL_INFORMATION, 0, N_("red: new, watched") },
	{ 1, 1, DNSBL_REFUSED, 0, N_("the list refuses this resolver: a "
	    "public one, or too many queries") },
};

#define SPAMHAUS "https://check.spamhaus.org/"
#define IPV46 (DNSBL_IP4 | DNSBL_IP6)

/* A row: .zone .kinds .weight .use, then what differs from the usual. */
static const struct dnsbl_list table[] = {
	/* docs.spamhaus.com 040-zones; rspamd rbl.conf, 2026-08 (IPv6) */
	{ "zen.spamhaus.org", IPV46, DNSBL_CRITICAL, DNSBL_DEFAULT,
	    .essential = true, .dqs = "zen", .delist = SPAMHAUS,
	    ROWS(spamhaus_ip) },
	/* spamcop.net/bl.shtml; haraka-plugin-dns-list, 2026-05 (IPv6) */
	{ "bl.spamcop.net", IPV46, DNSBL_CRITICAL, DNSBL_DEFAULT,
	    .delist = "https://www.spamcop.net/bl.shtml" },
	/* psbl.org; rspamd rbl.conf, 2026-08 */
	{ "psbl.surriel.com", DNSBL_IP4, DNSBL_CRITICAL, DNSBL_DEFAULT,
	    .delist = "https://psbl.org/" },
	/* docs.spamhaus.com 040-zones; test entry dbltest.com, 2026-11 */
	{ "dbl.spamhaus.org", DNSBL_DOMAIN, DNSBL_CRITICAL, DNSBL_DEFAULT,
	    .test = "dbltest.com", .dqs = "dbl", .delist = SPAMHAUS,
	    ROWS(spamhaus_dbl) },
	/* barracudacentral.org/rbl: registered resolvers only, 2026-11 */
	{ "b.barracudacentral.org", DNSBL_IP4, DNSBL_CRITICAL, DNSBL_ALL,
	    .delist = "https://www.barracudacentral.org/lookups" },
	/* uceprotect.net, 2026-11; levels 2 and 3 list a whole provider */
	{ "dnsbl-1.uceprotect.net", DNSBL_IP4, DNSBL_WARNING, DNSBL_ALL,
	    .delist = "https://www.uceprotect.net/en/rblcheck.php" },
	{ "dnsbl-2.uceprotect.net", DNSBL_IP4, DNSBL_INFO, DNSBL_ALL,
	    .delist = "https://www.uceprotect.net/en/rblcheck.php" },
	{ "dnsbl-3.uceprotect.net", DNSBL_IP4, DNSBL_INFO, DNSBL_ALL,
	    .delist = "https://www.uceprotect.net/en/rblcheck.php" },
	/* dronebl.org/docs/howtouse, 2026-11 */
	{ "dnsbl.dronebl.org", DNSBL_IP4, DNSBL_WARNING, DNSBL_ALL,
	    .delist = "https://dronebl.org/lookup", ROWS(dronebl) },
	/* usenix.org.uk/content/rbl.html, 2026-11 */
	{ "all.s5h.net", DNSBL_IP4, DNSBL_WARNING, DNSBL_ALL,
	    .delist = "https://www.usenix.org.uk/content/rbl.html" },
	/* mailspike.io; rspamd rbl.conf, 2026-08 */
	{ "rep.mailspike.net", DNSBL_IP4, DNSBL_WARNING, DNSBL_ALL,
	    .delist = "https://mailspike.io/ip_verify", ROWS(mailspike) },
	{ "bl.mailspike.net", DNSBL_IP4, DNSBL_WARNING, DNSBL_NAMED,
	    .delist = "https://mailspike.io/ip_verify", ROWS(mailspike) },
	/* haraka-plugin-dns-list, 2026-05; it drops off by itself */
	{ "truncate.gbudb.net", DNSBL_IP4, DNSBL_WARNING, DNSBL_ALL,
	    .delist = NULL },
	/* rspamd rbl.conf, 2026-08; stalwart rules/dnsbl.toml, 2026-04 */
	{ "bl.spameatingmonkey.net", DNSBL_IP4, DNSBL_WARNING, DNSBL_ALL,
	    .delist = "https://spameatingmonkey.com/lookup" },
	{ "bl.ipv6.spameatingmonkey.net", DNSBL_IP6, DNSBL_WARNING, DNSBL_ALL,
	    .delist = "https://spameatingmonkey.com/lookup" },
	/* rspamd rbl.conf, 2026-08 */
	{ "bl.blocklist.de", DNSBL_IP4, DNSBL_WARNING, DNSBL_ALL,
	    .delist = "https://www.blocklist.de/en/delist.html" },
	/* spfbl.net, 2026-11; not to be used to refuse mail */
	{ "dnsbl.spfbl.net", DNSBL_IP4, DNSBL_WARNING, DNSBL_ALL,
	    .delist = "https://spfbl.net/delist", ROWS(spfbl) },
	/* haraka-plugin-dns-list, 2026-05; suped.com, 2026-06 */
	{ "dnsbl.justspam.org", DNSBL_IP4, DNSBL_WARNING, DNSBL_ALL,
	    .delist = "https://www.justspam.org/" },
	/* O-X-L/dnsbl-checker Providers.md, 2026 */
	{ "bl.0spam.org", DNSBL_IP4, DNSBL_WARNING, DNSBL_ALL,
	    .delist = "https://0spam.org/" },
	{ "nbl.0spam.org", DNSBL_IP4, DNSBL_INFO, DNSBL_ALL,
	    .delist = "https://0spam.org/" },
	{ "url.0spam.org", DNSBL_DOMAIN, DNSBL_WARNING, DNSBL_ALL,
	    .delist = "https://0spam.org/" },
	/* haraka-plugin-dns-list, 2026-05 (IPv6, 127.0.0.1 by design) */
	{ "hostkarma.junkemailfilter.com", IPV46, DNSBL_WARNING, DNSBL_ALL,
	    .has_loopback = true,
	    .delist = "https://wiki.junkemailfilter.com/", ROWS(hostkarma) },
	/* surbl.org; test entry test.surbl.org, 2026-11 */
	{ "multi.surbl.org", DNSBL_DOMAIN, DNSBL_CRITICAL, DNSBL_ALL,
	    .test = "test.surbl.org", .mask = true,
	    .delist = "https://surbl.org/surbl-analysis", ROWS(surbl) },
	/* uribl.com; test entry test.uribl.com, 2026-11 */
	{ "multi.uribl.com", DNSBL_DOMAIN, DNSBL_CRITICAL, DNSBL_ALL,
	    .test = "test.uribl.com", .mask = true,
	    .delist = "https://admin.uribl.com/", ROWS(uribl) },
	/* docs.spamhaus.com 040-zones, 2026-11: parts of zen */
	{ "sbl.spamhaus.org", IPV46, DNSBL_CRITICAL, DNSBL_NAMED,
	    .dqs = "sbl", .delist = SPAMHAUS, ROWS(spamhaus_ip) },
	{ "xbl.spamhaus.org", IPV46, DNSBL_CRITICAL, DNSBL_NAMED,
	    .dqs = "xbl", .delist = SPAMHAUS, ROWS(spamhaus_ip) },
	{ "pbl.spamhaus.org", IPV46, DNSBL_CRITICAL, DNSBL_NAMED,
	    .dqs = "pbl", .delist = SPAMHAUS, ROWS(spamhaus_ip) },
	{ "sbl-xbl.spamhaus.org", IPV46, DNSBL_CRITICAL, DNSBL_NAMED,
	    .dqs = "sbl-xbl", .delist = SPAMHAUS, ROWS(spamhaus_ip) },
	/* docs.spamhaus.com 040-zones, 2026-11: with a key only */
	{ "authbl.spamhaus.org", DNSBL_IP4, DNSBL_WARNING, DNSBL_KEY,
	    .dqs = "authbl", .delist = SPAMHAUS, ROWS(spamhaus_authbl) },
	{ "zrd.spamhaus.org", DNSBL_DOMAIN, DNSBL_INFO, DNSBL_KEY,
	    .test = "", .dqs = "zrd", ROWS(spamhaus_zrd) },
};

#define EVERYBODY N_("it answered yes for every address before it ended")
#define ENDED N_("it has ended; nobody looks after the zone")
#define ALLOWS N_("it lists good senders: a listing there is no fault")
#define SUBSCRIBERS N_("it answers subscribers only")

static const struct {
	const char *zone;
	const char *why;
} dead[] = {
	/* idea11.com.au, Wikipedia: since 2015-01-01 */
	{ "ahbl.org", N_("it answers yes for every address since 2015") },
	/* check_rbl issue 18: 2018-05 and 2019 */
	{ "spamcannibal.org", EVERYBODY },
	/* dnsbl.com, 2019; 2012 */
	{ "bl.emailbasura.org", EVERYBODY },
	{ "dsbl.org", EVERYBODY },
	{ "burnt-tech.com", EVERYBODY },
	/* check_rbl issue 60, 2024-11; issue 68, 2026-03 */
	{ "spam.dnsbl.anonmails.de", N_("its zone was parked in 2024") },
	{ "spamdown.org", N_("its zone was parked in 2026") },
	/* mailcow issue 5901, MailCleaner issue 614 */
	{ "sorbs.net", N_("it was shut down on 2024-06-05") },
	/* rspamd issues 5299 and 5300 */
	{ "dnsbl.manitu.net", N_("it was shut down on 2025-01-16") },
	/* check_rbl issue 62; check_rbl NEWS; DomainDetective dnsbl.json */
	{ "dnsbl.madavi.de", N_("it was shut down in 2025") },
	{ "dnsbl.inps.de", N_("it was shut down in 2020") },
	{ "db.wpbl.info", ENDED },
	{ "virbl.bit.nl", ENDED },
	{ "dnsbl.cyberlogic.net", ENDED },
	{ "msrbl.net", ENDED },
	{ "wormrbl.imp.ch", ENDED },
	{ "spamrbl.imp.ch", ENDED },
	{ "ubl.unsubscore.com", ENDED },
	{ "njabl.org", ENDED },
	{ "sectoor.de", ENDED },
	{ "anti-spam.org.cn", ENDED },
	{ "five-ten-sg.com", ENDED },
	{ "spam.abuse.ch", ENDED },
	{ "httpbl.abuse.ch", ENDED },
	{ "drone.abuse.ch", ENDED },
	{ "rfc-ignorant.org", ENDED },
	{ "rothen.com", ENDED },
	{ "megarbl.net", ENDED },
	{ "rbl.suresupport.com", ENDED },
	{ "aupads.org", ENDED },
	/* rspamd and check_rbl 1.8.1: off since 2024-11, account only */
	{ "score.senderscore.com", SUBSCRIBERS },
	/* abusix.com, invaluement.com, 2026-11 */
	{ "mail.abusix.zone", SUBSCRIBERS },
	{ "invaluement.com", SUBSCRIBERS },
	/* dnswl.org, spamhaus.org/swl and check_rbl.ini 1.8.1, 2026-03 */
	{ "dnswl.org", ALLOWS },
	{ "swl.spamhaus.org", ALLOWS },
	{ "ips.whitelisted.org", ALLOWS },
	{ "dnswl.spfbl.net", ALLOWS },
	{ "white.dnsbl.brukalai.lt", ALLOWS },
	{ "hil.habeas.com", ALLOWS },
	{ "wadb.isipp.com", ALLOWS },
	{ "wl.mailspike.net", ALLOWS },
	{ "origin.asn.spameatingmonkey.net",
	    N_("it tells the number of a network and is no block list") },
};

const struct dnsbl_list *
dnsbl_table(size_t *count)
{
	*count = sizeof(table) / sizeof(table[0]);
	return table;
}

const char *
dnsbl_dead(const char *zone, const char **known)
{
	for (size_t i = 0; i < sizeof(dead) / sizeof(dead[0]); i++)
		if (domain_ends(zone, dead[i].zone)) {
			*known = dead[i].zone;
			return _(dead[i].why);
		}
	return NULL;
}

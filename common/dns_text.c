/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "die.h"
#include "dns_int.h"
#include "text.h"

/* The closed world: what each server says, and what fails. */
struct world_server {
	struct ip ip;			/* version 0: the resolver */
	struct dns_zone *zone;
	struct world_server *next;
};

struct world_fault {
	struct ip ip;
	char name[DNS_NAME_TEXT_MAX];
	enum dns_type type;
	enum dns_status status;
	struct world_fault *next;
};

struct dns_world {
	struct world_server *servers;
	struct world_fault *faults;
};

static struct world_server *
server_find(const struct dns_world *world, const struct ip *ip)
{
	struct world_server *server = world->servers;

	while (server && !ip_equal(&server->ip, ip))
		server = server->next;
	return server;
}

static struct dns_zone *
zone_of(struct dns_world *world, const struct ip *ip)
{
	struct world_server *server = server_find(world, ip);

	if (!server) {
		server = xcalloc(1, sizeof(*server));
		server->ip = *ip;
		server->zone = dns_zone_new();
		server->next = world->servers;
		world->servers = server;
	}
	return server->zone;
}

static bool
add_line(struct dns_world *world, char *line)
{
	struct ip ip = { 0 };
	char *blank;

	line += strspn(line, " \t");
	if (*line == '\0' || *line == ';')
		return true;
	if (*line == '@') {
		blank = line + strcspn(line, " \t");
		if (*blank == '\0')
			return false;
		*blank = '\0';
		if (!ip_parse(&ip, line + 1))
			return false;
		line = blank + 1;
	}
	return dns_zone_add(zone_of(world, &ip), line);
}

static void
name_text(char text[DNS_NAME_TEXT_MAX], const char *name)
{
	uint8_t wire[DNS_WIRE_NAME_MAX];

	dns_wire_text(text, wire, dns_wire_name(wire, name));
}

void
dns_fail_at(struct dns *dns, const struct ip *server, const char *name,
    enum dns_type type, enum dns_status status)
{
	struct world_fault *fault = xcalloc(1, sizeof(*fault));

	fault->ip = *server;
	name_text(fault->name, name);
	fault->type = type;
	fault->status = status;
	fault->next = dns->world->faults;
	dns->world->faults = fault;
}

void
dns_fail(struct dns *dns, const char *name, enum dns_type type,
    enum dns_status status)
{
	struct ip resolver = { 0 };

	dns_fail_at(dns, &resolver, name, type, status);
}

static const struct world_fault *
fault_find(const struct dns_world *world, const struct dns_answer *answer)
{
	const struct world_fault *fault = world->faults;

	while (fault && (!ip_equal(&fault->ip, &answer->server) ||
	    fault->type != answer->type ||
	    strcmp(fault->name, answer->name) != 0))
		fault = fault->next;
	return fault;
}

static void
answer_one(struct dns *dns, struct dns_question *question)
{
	struct dns_entry *entry = question->entry;
	const struct world_fault *fault =
	    fault_find(dns->world, &entry->answer);
	const struct world_server *server =
	    server_find(dns->world, &entry->answer.server);
	struct dns_reply reply;

	entry->first = dns_time(dns);
	entry->answer.sent = 1;
	if (fault || !server) {
		if (!fault || fault->status == DNS_TIMEOUT)
			entry->answer.sent = DNS_STAGES;
		dns_entry_final(dns, entry,
		    fault ? fault->status : DNS_TIMEOUT);
		return;
	}
	dns_zone_reply(&reply, server->zone, question->wire,
	    question->length, entry->answer.type);
	if (entry->control)
		reply.status = DNS_NODATA;
	entry->answer.rcode = (uint8_t)reply.rcode;
	entry->answer.aa = entry->at;
	dns_entry_reply(dns, entry, &reply);
	free(reply.rr);
}

static void
world_run(struct dns *dns)
{
	if (dns->noted.head)
		dns->rounds++;
	while (dns->noted.head) {
		dns->sent++;
		answer_one(dns, dns->noted.head);
	}
}

static void
world_free(struct dns *dns)
{
	struct world_server *server;
	struct world_fault *fault;

	while ((server = dns->world->servers) != NULL) {
		dns->world->servers = server->next;
		dns_zone_free(server->zone);
		free(server);
	}
	while ((fault = dns->world->faults) != NULL) {
		dns->world->faults = fault->next;
		free(fault);
	}
	free(dns->world);
}

struct dns *
dns_from_text(const char *zones)
{
	struct dns *dns = dns_new(NULL);
	char *copy = xstrdup(zones), *line = copy, *end;
	struct ip resolver = { 0 };

	dns->world = xcalloc(1, sizeof(*dns->world));
	dns->world_run = world_run;
	dns->world_free = world_free;
	zone_of(dns->world, &resolver);
	while (line) {
		end = strchr(line, '\n');
		if (end)
			*end++ = '\0';
		if (!add_line(dns->world, line)) {
			fprintf(stderr, "not a record: %s\n", line);
			abort();
		}
		line = end;
	}
	free(copy);
	return dns;
}

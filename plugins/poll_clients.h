/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * poll_clients.h - the settings of mail programs, judged by the thresholds
 * that logs are judged by.
 */
#ifndef WEBLIFE_POLL_CLIENTS_H
#define WEBLIFE_POLL_CLIENTS_H

#include "client.h"
#include "polling.h"

/* leave: the state of an account that leaves all mail on the server. */
void	poll_clients_judge(struct report *report,
	    const struct poll_config *config, const struct clients *clients,
	    enum state leave, struct poll_totals *totals);

#endif

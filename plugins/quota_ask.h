/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * quota_ask.h - the parts of the IMAP dialogue behind the login; only the
 * quota_*.c files include it.
 */
#ifndef WEBLIFE_QUOTA_ASK_H
#define WEBLIFE_QUOTA_ASK_H

#include "imap_session.h"
#include "quota.h"

#define QUOTA_SIZES_MAX 100000	/* messages whose size is asked for */

/* Everything that the configuration wants to know of the account. */
void	quota_ask_account(struct imap_session *session,
	    struct quota_facts *facts, const struct quota_config *config);

/* The sizes of all mailboxes of the personal namespace. */
void	quota_ask_sizes(struct imap_session *session,
	    struct quota_size *size);

/* Old messages: sends EXAMINE and UID SEARCH for the mailbox (the first of
 * the two numbers is given), and reads what comes of it. */
unsigned int quota_send_search(struct imap_session *session,
	    const char *mailbox, unsigned long days);
void	quota_read_search(struct imap_session *session, unsigned int examine,
	    struct quota_old *old);

/* Adds up the RFC822.SIZE of FETCH responses until the command is done. */
void	quota_read_sizes(struct imap_session *session, unsigned int number,
	    uint64_t *octets, uint64_t *messages);

/* Sends "WORD mailbox"; gives the number. */
unsigned int quota_send(struct imap_session *session, const char *word,
	    const char *mailbox);

/* The text of the last response, cleaned: what the server refused; never
 * "". */
void	quota_note_refusal(const struct imap_session *session, char *text,
	    size_t size);

#endif

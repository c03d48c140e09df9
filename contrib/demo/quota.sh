#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# check_imap_quota: how full is the mailbox, why, does the account work?

. "$srcdir/contrib/demo/lib.sh"

# A real mailbox needs its owner's password.
[ -z "$domain" ] || demo_end

# The command lines are short where the demo runs.
cd "$work" || exit 1
base=$(free_port 143 993 110 995)
serve_dovecot "$work/mail" "$base"
cp mail/tls/ca.pem ca.pem
for user in half near over old; do
	cp "mail/$user.secret" "$user.secret"
done
(umask 077; echo 'an old password' > wrong.secret)

# example USER [option...]
example() {
	user=$1
	shift
	show check_imap_quota -H localhost -p $((base + 993)) \
	    --ca-file ca.pem -u "$user@example.test" "$@"
}

title 'A mailbox at 51 %'
example half --password-file half.secret
title 'A mailbox at 91 %: soon mail is refused'
example near --password-file near.secret
title 'A mailbox over its capacity'
example over --password-file over.secret
title 'A mailbox full of old mail: messages are left on the server'
example old --password-file old.secret --older-than 90
title 'The password in the mail program is not the right one any more'
example half --password-file wrong.secret
demo_end

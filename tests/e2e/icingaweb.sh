#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# What the administrator sees: a private Icinga 2 with Icinga DB, Graphite,
# Icinga Web 2 and a headless Chromium.  The page of a service whose domain,
# list or log is hostile runs no script and has no element of its text; the
# text is whole, in Japanese, too; the graph of every program has points and is
# drawn by the shipped template.  Pictures are kept in BUILD/screenshots.

. "${srcdir:-.}/tests/e2e/lib.sh"
. "$srcdir/tests/e2e/lib-icinga-nodes.sh"
. "$srcdir/tests/e2e/lib-world.sh"
. "$srcdir/tests/e2e/lib-web.sh"

# Nine daemons and a browser: too long for the quick run.
[ -z "$quick" ] || finish
for needed in icinga2:icinga2-bin curl:curl jq:jq nsd:nsd rbldnsd:rbldnsd \
    unbound:unbound dovecot:dovecot-imapd mariadbd:mariadb-server \
    redis-server:redis-server icingadb:icingadb php:php-cli \
    carbon-cache:graphite-carbon graphite-manage:graphite-web \
    chromedriver:chromium-driver chromium:chromium; do
	have "${needed%:*}" "${needed#*:}" 'everything' || finish
done
for needed in icingadb:icingadb-web graphite:icingaweb2-module-graphite; do
	[ -e "/usr/share/icingaweb2/modules/${needed%:*}/configuration.php" ] ||
	    { skip 'everything' "${needed#*:}"; finish; }
done

begin=$(now)
shipped=$srcdir/contrib
pictures=$builddir/screenshots
shown="mx-good spf-good dnsbl-clean quota-alice poll-slow mx-hostile \
spf-hostile spf-markup dnsbl-hostile poll-hostile"

# chosen CMD NAME ...: only what is shown.
chosen() {
	case " $shown " in
	*" $2 "*) "$@" ;;
	esac
}

chosen_direct() {
	chosen world_direct "$@"
}

chosen_service() {
	chosen world_service "$@"
}

# in_japanese CMD: one more, in another language.
in_japanese() {
	chosen "$1" mx-japanese 2 check_mx_weblife --domain bad.example.jp \
	    --server "127.0.0.1:$dns_port"
}

objects() {
	cat <<- END
	include "weblife-commands.conf"
	include "weblife-templates.conf"
	object IcingaDB "icingadb" {
		host = "127.0.0.1"
		port = $redis_port
	}
	object GraphiteWriter "graphite" {
		host = "127.0.0.1"
		port = $carbon_port
		enable_send_thresholds = true
	}
	object Host "world" {
		check_command = "dummy"
		check_interval = 1h
	}
	object CheckCommand "markup" {
		command = [ "/usr/bin/printf", "%s", "<b id=mark>bold</b> text" ]
	}
	object Service "control" {
		host_name = "world"
		check_command = "markup"
		check_interval = 1h
	}
	END
	service_interval=5s
	world_cases chosen_service
	in_japanese world_service | sed 's/^}/	vars.weblife_locale = "ja"\n}/'
}

# conf_of_web DIR: Icinga DB Web and the Graphite module with what is shipped.
conf_of_web() {
	web_conf "$1" icingadb graphite
	web_database "$1" icingadb
	echo 'config_resource = "icingadb"' | sed -i '/^\[global\]/r /dev/stdin' \
	    "$1/config.ini"
	printf '[icingadb]\nresource = "icingadb"\n' \
	    > "$1/modules/icingadb/config.ini"
	printf '[redis1]\nhost = "127.0.0.1"\nport = "%s"\n' "$redis_port" \
	    > "$1/modules/icingadb/redis.ini"
	cat > "$1/modules/graphite/config.ini" <<- END
	[graphite]
	url = "http://127.0.0.1:$graphite_web_port/"
	[ui]
	default_time_range = "5"
	default_time_range_unit = "minutes"
	END
	mkdir "$1/modules/graphite/templates"
	cp "$shipped"/graphite/*.ini "$1/modules/graphite/templates"
}

# --- everything at once: most of it is waiting ---

redis_port=$(free_port)
carbon_port=$(free_port)
graphite_web_port=$(free_port)
web_port=$(free_port)
driver_port=$(free_port)
api=$(free_port)
mariadb_begin "$work/db" "$(free_port)"
graphite_begin "$work/graphite" "$graphite_web_port"
background chromedriver chromedriver "--port=$driver_port"
redis_serve "$redis_port"
serve_world
world_cases chosen_direct
if world_japanese; then
	shown="$shown mx-japanese"
	direct_language=ja
	in_japanese world_direct
fi
icinga2_node box "$api"
cp "$shipped/icinga2/weblife-commands.conf" \
    "$shipped/icinga2/weblife-templates.conf" "$work/box/etc"
objects >> "$work/box/etc/icinga2.conf"
graphite_serve "$carbon_port"
icinga2_start box
mariadb_serve
icingadb_serve "$redis_port"
conf_of_web "$work/web"
web_serve "$work/web" "$web_port"

# --- the browser ---

browser() {
	"$python" "$srcdir/tests/e2e/browser.py" "$driver_port" "$@"
}

browser_begin() {
	mkdir -p "$work/home"
	browser begin "$work/home" > "$work/session" 2> "$work/session.log" ||
	    return 1
	read -r session browser_pid < "$work/session"
	echo "$browser_pid" > "$work/chromium.pid"
}

# What a page looks like to the browser, as JSON; nothing while it loads.
cat > "$work/look.js" <<'END'
const all = selector => [...document.querySelectorAll(selector)];
const graphs = all("img.graphiteImg");
// A picture of one dot stands there until the graph is asked for.
if (document.readyState !== "complete" || graphs.some(graph =>
    !graph.complete || graph.src.startsWith("data:")))
	return null;
const output = all(".plugin-output");
const colours = image => {
	if (image.naturalWidth === 0)
		return { "no picture": 1 };
	const canvas = document.createElement("canvas");
	canvas.width = image.naturalWidth;
	canvas.height = image.naturalHeight;
	const context = canvas.getContext("2d");
	context.drawImage(image, 0, 0);
	const data = context.getImageData(0, 0, canvas.width,
	    canvas.height).data;
	const count = {};
	for (let i = 0; i < data.length; i += 4) {
		const name = "#" + [...data.slice(i, i + 3)].map(byte =>
		    byte.toString(16).padStart(2, "0")).join("");
		count[name] = (count[name] || 0) + 1;
	}
	return count;
};
return {
	ran: typeof ran !== "undefined" || document.title === "ran",
	marks: all("#mark").length,
	elements: output.flatMap(box => [...box.querySelectorAll("*")])
	    .map(element => element.tagName.toLowerCase() + "." +
	    element.className),
	foreign: performance.getEntriesByType("resource")
	    .map(entry => entry.name)
	    .filter(name => !name.startsWith(location.origin) &&
	    !name.startsWith("data:")),
	text: output.map(box => box.textContent.replace(/\u200b/g, "")),
	title: document.title,
	graphs: graphs.map(colours)
};
END

# looks NAME URL: the page's facts in $work/looks/NAME, its picture beside the
# build.
looks() {
	mkdir -p "$work/looks" "$pictures"
	browser page "$session" "$2" "$pictures/$1.png" \
	    < "$work/look.js" > "$work/looks/$1" 2> "$work/looks/$1.err" ||
	    fail "the page of $1" "$(cat "$work/looks/$1.err")"
}

# fact NAME FILTER
fact() {
	jq -r "$2" "$work/looks/$1" 2> /dev/null
}

wait_for 60 browser_begin ||
    gives_up chromium "$work/session.log"

# A page that does everything that none may do: the look would see it.
cat > "$work/control.html" <<'END'
<title>x</title><div class="plugin-output"><script>ran = 1</script>
<b id="mark">x</b></div>
END
looks control.html "file://$work/control.html"
if [ "$(fact control.html '"\(.ran) \(.marks) \(.elements | length)"')" = \
    'true 1 2' ]; then
	pass 'a script that ran and its elements would be seen'
else
	fail 'the look at a page is blind' "$(cat "$work/looks/control.html")"
fi

# --- the pages ---

known() {
	[ "$(sql -N icingadb -e "select count(*) from service_state
	    where output is not null")" = "$1" ]
}
# The control is one more.
# shellcheck disable=SC2086
set -- $shown
wait_for 90 known $(($# + 1)) || fail 'not every result is in Icinga DB' \
    "$(tail -n 20 "$work/icingadb.log")"
url=http://127.0.0.1:$web_port/icingadb
wait_for 30 curl -sSf -o "$out" "$url/services" ||
    gives_up 'Icinga Web' "$work/php.log"

# words FILE: without the white space, which a page lays out anew.
words() {
	tr -s ' \n' '\n' < "$1" | grep . | steady
}

# harmless NAME: nothing of its text is more than text.
harmless() {
	if [ "$(fact "$1" '"\(.ran) \(.marks) \(.elements | length) \(.foreign |
	    length)"')" = 'false 0 0 0' ]; then
		pass "$1: no script ran, no element of its text"
	else
		fail "$1: the page has more than text" \
		    "$(jq -c 'del(.text, .graphs)' "$work/looks/$1")"
	fi
}

# whole NAME: the page shows what the program prints.
whole() {
	fact "$1" '.text[0]' > "$work/got"
	words "$work/got" > "$work/got.words"
	sed '1s/ *|.*$//' "$work/direct/$1" > "$work/wanted"
	words "$work/wanted" > "$work/wanted.words"
	if differs=$(diff "$work/wanted.words" "$work/got.words"); then
		pass "$1: its text is whole in the browser"
	else
		fail "$1: the text in the browser differs" "$differs"
	fi
}

# --- the graphs ---

# curves PROGRAM: the figures of the shipped template.
curves() {
	# shellcheck disable=SC2016 # a variable of the template
	sed -n 's/^.*\$service_name_template\$\.\(perfdata\..*\)"$/\1/p' \
	    "$shipped/graphite/$1.ini"
}

# points TARGET: how many Graphite has.
points() {
	graphite_ask "render?target=$1&from=-15min&format=json" |
	    jq '[.[].datapoints[] | select(.[0] != null)] | length'
}

# measured NAME PROGRAM: every figure of the template has two points.
measured() {
	for curve in $(curves "$2"); do
		curve=icinga2.world.services.$1.$2.$curve
		if wait_for 30 two_points "$curve"; then
			points=$((points + $(points "$curve")))
			drawn=$((drawn + 1))
		else
			fail "$1: no points of $curve"
		fi
	done
}

# graphed NAME PROGRAM: the page's picture has the colours of the template.
graphed() {
	graphed_lacks=
	for colour in $(colours "$2"); do
		[ "$(fact "$1" ".graphs[0][\"$colour\"] // 0")" -gt 0 ] ||
		    graphed_lacks="$graphed_lacks $colour"
	done
	if [ -z "$graphed_lacks" ]; then
		pass "$1: its graph is drawn by the template"
	else
		fail "$1: nothing is drawn in$graphed_lacks" \
		    "$(fact "$1" '.graphs | tostring' | head -c 300)"
	fi
}

two_points() {
	[ "$(points "$1")" -ge 2 ]
}

# colours PROGRAM: of the template.
colours() {
	sed -nE "s/^.*'(#[0-9a-f]{6})'.*\$/\1/p" "$shipped/graphite/$1.ini"
}

# each CMD: one service of every program.
each() {
	"$1" mx-good mx_weblife
	"$1" spf-good spf_weblife
	"$1" dnsbl-clean dnsbl
	"$1" quota-alice imap_quota
	"$1" poll-slow poll_interval
}

# panelled NAME PROGRAM: the curves of the Grafana dashboard, which are of the
# same figures, have points, too.
panelled() {
	# shellcheck disable=SC2016 # variables of the dashboard
	for curve in $(jq -r '.panels[].targets[].target' \
	    "$shipped/grafana/weblife.json" | grep -F ".$2.perfdata." |
	    sed -e 's/\$host/world/' -e "s/\\\$service/$1/" -e 's/ /%20/g'); do
		panels=$((panels + 1))
		[ "$(points "$curve")" -ge 2 ] ||
		    fail "Grafana: no points of $curve"
	done
}

points=0
drawn=0
panels=0
each measured
each panelled
if [ "$panels" -eq "$(jq '[.panels[].targets[]] | length' \
    "$shipped/grafana/weblife.json")" ] && [ "$panels" -gt 0 ]; then
	pass "the $panels curves of the Grafana dashboard"
else
	fail "Grafana: only $panels curves are of a program"
fi

# --- what the browser makes of it ---

for service in "$@"; do
	looks "$service" "$url/service?name=$service&host.name=world"
	harmless "$service"
	whole "$service"
done
case " $shown " in
*' mx-japanese '*)
	if fact mx-japanese '.text[0] | test("\\p{Hiragana}")' |
	    grep -qx true; then
		pass 'mx-japanese: the page is in Japanese'
	else
		fail 'mx-japanese: the page is in another language' \
		    "$(cat "$work/looks/mx-japanese")"
	fi ;;
esac
looks control "$url/service?name=control&host.name=world"
if [ "$(fact control '.marks + (.elements | length)')" -gt 0 ]; then
	pass 'markup that arrives would become an element'
else
	fail 'Icinga Web shows markup as text: the look proves nothing' \
	    "$(cat "$work/looks/control")"
fi
# The list would show the control, too.
looks services "$url/services?name!=control"
[ "$(fact services '.text | length')" -ge $# ] ||
    fail 'the list of services' "$(cat "$work/looks/services")"
harmless services

each graphed
echo "icingaweb: $points points in $drawn curves, $panels of Grafana"
browser end "$session" && rm -f "$work/chromium.pid"
echo "icingaweb: $((($(now) - begin) / 1000)) s"
finish

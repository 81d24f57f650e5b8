# shellcheck shell=sh
# SPDX-License-Identifier: GPL-2.0
#
# ktap.sh - how does a script of tests run them? To be sourced by those in host/,
# which are run here and not in a guest.
#
# Sets $top and $lab, $work, which is gone in the end, and $KERNEL, the kernel of
# tools/lab/kernels that is built for.

top=$(cd "$(dirname "$0")/../.." && pwd)
lab=$top/tools/lab
KERNEL=${KERNEL:-6.1}
ktap=$("$lab/get" source)/tools/testing/selftests/kselftest/ktap_helpers.sh
work=$(mktemp -d "${TMPDIR:-/tmp}/procscope-host.XXXXXX")
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT
# Programs that give up what root may do have to read what is in there.
chmod 755 "$work"
# shellcheck source=/dev/null
. "$ktap"

# have_command - the command is built, and found
have_command()
{
	PATH=$("$lab/build" "$KERNEL" command)/usr/bin:$PATH || exit
}

# build_as_users_do - all, in $work/src, from links to the sources
build_as_users_do()
{
	"$lab/need" gcc libc6-dev make libelf1 libsmartcols-dev libbpf-dev
	"$lab/mirror" "$work/src"
	kdir=$("$lab/get" "$KERNEL" headers)
	make -s -C "$work/src" KDIR="$kdir" >"$work/build.log" 2>&1 || {
		cat "$work/build.log" >&2
		ktap_exit_fail_msg "it does not build"
	}
}

# same WHAT WANTED FOUND
same()
{
	[ "$2" != "$3" ] || return 0
	printf '%s\n' "$1 should be:" "$2" "but is:" "$3"
	return 1
}

# run_tests FUNCTION... - a test is passed if no command of it fails
run_tests()
{
	ktap_print_header
	ktap_set_plan $#
	for name in "$@"; do
		(
			set -e
			"$name"
		) >"$work/said" 2>&1
		# shellcheck disable=SC2181 # within an if, set -e is void
		if [ $? = 0 ]; then
			ktap_test_pass "$name"
		else
			sed 's/^/# /' "$work/said"
			ktap_test_fail "$name"
		fi
	done
	ktap_finished
}

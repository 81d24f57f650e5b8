# SPDX-License-Identifier: GPL-2.0
# For people: what to type. The kernel's build reads Kbuild.

KDIR ?= /lib/modules/$(shell uname -r)/build
kernel = $(or $(KERNEL),6.1)

all: module command

module:
	@test -e $(KDIR)/Makefile || { \
		echo "no kernel headers in $(KDIR): install" \
			"linux-headers-$$(uname -r), or say KDIR=DIR" >&2; \
		exit 1; \
	}
	$(MAKE) -C $(KDIR) M=$(CURDIR) modules

command:
	$(MAKE) -C tools/procscope O=$(CURDIR)/build/command

# The release that the module was built for, not the one that runs.
release = $(shell sed -n 's/.*UTS_RELEASE "\(.*\)"/\1/p' \
	$(KDIR)/include/generated/utsrelease.h)
modules = $(DESTDIR)/lib/modules/$(release)/updates

# What was built as a user is installed as root: nothing is built here.
install:
	install -D -m 644 procscope.ko $(modules)/procscope.ko
	$(if $(DESTDIR),,depmod $(release))
	$(MAKE) -C tools/procscope O=$(CURDIR)/build/command install

uninstall:
	rm -f $(modules)/procscope.ko
	$(if $(DESTDIR),,depmod $(release))
	$(MAKE) -C tools/procscope uninstall

demo:
	@tools/lab/run --kernel $(kernel) --parts "module command demo" -- demo

test:
	@tools/lab/test $(kernel)

test-all:
	@tools/lab/test-all

mutants:
	@tools/lab/mutants $(KERNEL)

# Where it is wanted, it is built anyway; this is to have it built before.
debug-kernel:
	@tools/lab/get debug image >/dev/null

# What clang calls its own runtime depends on its version. llvm gives stacks names.
fuzz:
	@tools/lab/need clang libclang-rt-dev llvm libsmartcols-dev libbpf-dev
	@$(MAKE) -C selftests/fuzz O=$(CURDIR)/build/fuzz run

bench:
	@KERNEL=$(kernel) tools/bench/run

lab:
	@tools/lab/run --kernel $(kernel) --parts "module command demo"

check:
	@tools/lab/check

check-layers:
	@tools/lab/check-layers

clean:
	rm -rf build
	find module -name '*.o' -delete -o -name '.*.cmd' -delete
	rm -f procscope.ko procscope.mod procscope.mod.c
	rm -f modules.order Module.symvers .*.cmd *.o

help:
	@echo 'all           build the module for the running kernel, and the command'
	@echo '              (KDIR=DIR: for the kernel whose headers are there)'
	@echo 'install       install both, the man pages and the completion'
	@echo '              (DESTDIR=DIR, prefix=DIR)'
	@echo 'uninstall     remove them again'
	@echo 'demo          a deadlock on a real file system, and what procscope says'
	@echo 'lab           a shell in a guest, with procscope in it'
	@echo 'test          the tests, most of them each in a guest of its own'
	@echo '              (LONG=SECONDS: the slow lane, storms that long and 1,000 reloads)'
	@echo 'test-all      the tests on all kernels of tools/lab/kernels: up to an hour'
	@echo 'mutants       the tests against modules with one proof less, of selftests/mutants'
	@echo 'debug-kernel  build the kernel that KERNEL=debug stands for: KASAN, lockdep'
	@echo '              and others watch the module in it'
	@echo 'fuzz          damaged snapshots against the command, those kept and, for'
	@echo '              SECONDS=60, new ones'
	@echo 'bench         procscope and its peers, in turn, in one guest'
	@echo '              (BENCH_JSON=FILE, and see tools/bench/run)'
	@echo 'check         style and static checks'
	@echo 'check-layers  only the check that each layer keeps to its own'
	@echo 'clean         remove what was built'
	@echo
	@echo 'demo, lab, test and bench take KERNEL=NAME of tools/lab/kernels, and ACCEL=kvm.'
	@echo 'They install by apt what they need, and say so.'

.PHONY: all module command install uninstall demo test test-all mutants debug-kernel fuzz bench lab check check-layers clean help

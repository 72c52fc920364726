# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash
# A vhost worker that may run on one CPU only, on which a real-time task is busy.
cause=virt.vhost_contended symptoms=drop.tun_ring_full topology=ovs_vhost guest=echo
flows=(drops virt)
known='3.3.vhost 3.3.queue 3.3.ring'
hog=''

cannot_tell() {
	without_queues
}

draws() {
	draw share 85 92
	draw count 1500 2000
	least=500
	guest_options=(--ring 256)
}

worker() {
	ps -eLo tid=,comm= | awk -v name="vhost-$vguest" '$2 == name { print $1; exit }'
}

prepare() {
	ip link set "$tap" txqueuelen 1000
	tid=$(worker)
	[ -n "$tid" ] || fail "no vhost worker"
}

break_it() {
	taskset -cp 1 "$tid" >"$scratch/pinned"
	"$kit/hog" --cpu 1 --seconds 120 --share "$share" >"$scratch/hog" &
	hog=$!
}

traffic() {
	far "$kit/send" udp --to "$near_address" --count "$count" --rate $((count / spread)) --port 9 \
		>"$scratch/sent"
}

# Milliseconds that the worker waited for a CPU, by the scheduler's own count.
truth() {
	[ -n "$hog" ] || { echo 0 && return; }
	awk '{ print int($2 / 1000000) }' "/proc/$tid/schedstat"
}

where() {
	printf '%s\n' netns=self "device=$tap" queue=0 cpu=1 "thread=vhost-$vguest" "pid=$vguest"
}

// SPDX-License-Identifier: Apache-2.0
// What the works share: both ends are in this process, and it does them when told to.
#ifndef WORK_H
#define WORK_H

#include <stdbool.h>
#include <stdint.h>

// Prints a reason and ends the process.
void fail(const char *what);

uint64_t now_nanos(void);

struct work {
  // Makes sure that exactly so many connectors, or flows, are there.
  void (*open)(int count);
  // Works until a time; counts what it did and what went wrong.
  void (*run)(uint64_t end, uint64_t *count, uint64_t *errors);
};

// Packets of `size` bytes; `way` is single, batch or offload.
struct work datagram_work(const char *way, int size);

// A byte that is passed on; `kind` is udp or pipe.
struct work cascade_work(const char *kind);

// ---- the loop that a program is built with: loop_epoll.c, loop_libevent.c or loop_libev.c

// What the loop is, with its version.
const char *loop_name(void);

// Begins anew: nothing is watched.
void loop_open(void);

// Has `ready` called with `index` whenever fd can be read.
void loop_watch(int fd, int index);

// Waits until something can be read, and calls `ready` for all that can.
void loop_turn(void);

void ready(int index);

#endif

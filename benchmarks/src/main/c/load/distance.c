// SPDX-License-Identifier: Apache-2.0
// How far apart two processors are: how long a cache line takes from one to the other and back.
//
// On a virtual machine this changes while it runs: the host moves its processors from one die to
// another, and whatever two of them do together then costs several times as much.
#define _GNU_SOURCE
#include <inttypes.h>
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdio.h>

#include "load.h"

enum { BURSTS = 5, TRIPS = 1000, LEAVE = -1 };

static _Alignas(128) _Atomic int ball;
static int other_processor;

static bool stay_on(int processor) {
  cpu_set_t set;
  CPU_ZERO(&set);
  CPU_SET(processor, &set);
  return sched_setaffinity(0, sizeof set, &set) == 0;
}

// Answers every odd number with the next one.
static void *answer(void *nothing) {
  (void)nothing;
  bool placed = stay_on(other_processor);
  atomic_store(&ball, placed ? 0 : LEAVE);
  while (placed) {
    int seen = atomic_load_explicit(&ball, memory_order_acquire);
    if (seen == LEAVE) break;
    if (seen % 2 == 1) atomic_store_explicit(&ball, seen + 1, memory_order_release);
  }
  return NULL;
}

static uint64_t burst(int *next) {
  uint64_t began = now_nanos();
  for (int i = 0; i < TRIPS; i++, *next += 2) {
    atomic_store_explicit(&ball, *next, memory_order_release);
    while (atomic_load_explicit(&ball, memory_order_acquire) != *next + 1) {
    }
  }
  return (now_nanos() - began) / TRIPS;
}

int run_distance(const struct settings *settings) {
  other_processor = settings->second;
  atomic_store(&ball, 2); // until the other one is there
  pthread_t other;
  if (!stay_on(settings->first) || pthread_create(&other, NULL, answer, NULL) != 0) return 1;
  while (atomic_load(&ball) == 2) sched_yield();
  if (atomic_load(&ball) == LEAVE) return 1;
  uint64_t least = UINT64_MAX;
  int next = 1;
  for (int i = 0; i < BURSTS; i++) {
    uint64_t nanos = burst(&next);
    if (nanos < least) least = nanos;
  }
  atomic_store(&ball, LEAVE);
  pthread_join(other, NULL);
  printf("trip_nanos=%" PRIu64 "\n", least);
  return 0;
}

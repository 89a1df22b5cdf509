// SPDX-License-Identifier: Apache-2.0
// Open loop: messages leave at a fixed rate whether or not earlier ones have come back, and each is
// late by what has passed since it was due, so that a stall is counted for every message it delayed.
#define _GNU_SOURCE
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "load.h"

enum { OUTSTANDING = 256 };
static const uint64_t PATIENCE = 3000000000u;

struct connection {
  int fd;
  size_t unsent, received; // bytes; `received` of the message that is coming back
  unsigned head, tail;     // of those under way
  uint64_t due[OUTSTANDING];
};

static struct histogram delays;
static char block[65536];
static uint64_t window_start;
static uint64_t unanswered;
static uint64_t lateness; // of ourselves in sending, at worst

static bool flush(struct connection *connection) {
  while (connection->unsent > 0) {
    size_t length = connection->unsent < sizeof block ? connection->unsent : sizeof block;
    ssize_t n = send(connection->fd, block, length, MSG_NOSIGNAL);
    if (n < 0) return errno == EAGAIN;
    connection->unsent -= (size_t)n;
  }
  return true;
}

static bool take(struct connection *connection, size_t size) {
  for (;;) {
    ssize_t n = recv(connection->fd, block, sizeof block, 0);
    if (n < 0) return errno == EAGAIN;
    if (n == 0) return false;
    connection->received += (size_t)n;
    uint64_t now = now_nanos();
    while (connection->received >= size && connection->head != connection->tail) {
      connection->received -= size;
      uint64_t due = connection->due[connection->head++ % OUTSTANDING];
      if (due < window_start) continue;
      unanswered--;
      record(&delays, now - due);
    }
    if ((size_t)n < sizeof block) return true; // a later arrival is a new edge
  }
}

// Waits for events until `until`.
static int await(int epoll, struct epoll_event *events, int most, uint64_t until) {
  uint64_t now = now_nanos();
  uint64_t left = until > now ? until - now : 0;
#ifdef SYS_epoll_pwait2
  struct timespec time = {.tv_sec = (time_t)(left / 1000000000u), .tv_nsec = (long)(left % 1000000000u)};
  long ready = syscall(SYS_epoll_pwait2, epoll, events, most, &time, NULL, 0);
  if (ready >= 0 || errno != ENOSYS) return (int)ready;
#endif
  return epoll_wait(epoll, events, most, (int)(left / 1000000u));
}

int run_paced(const struct settings *settings) {
  int count = settings->connections;
  int *fds = calloc((size_t)count, sizeof *fds);
  struct connection *connections = calloc((size_t)count, sizeof *connections);
  int errors = open_some(settings, fds, 0, count);
  uint64_t overruns = 0;
  int epoll = open_epoll();
  prctl(PR_SET_TIMERSLACK, 1);
  int alive = 0;
  for (int i = 0; i < count; i++) {
    connections[i].fd = fds[i];
    if (fds[i] < 0) continue;
    watch(epoll, fds[i], (uint32_t)i);
    alive++;
  }
  uint64_t start = now_nanos();
  struct window window = plan_window(settings, start);
  window_start = window.warm_end;
  uint64_t next = 0; // number of the next message
  bool sending = true;
  struct epoll_event events[512];
  while (alive > 0) {
    uint64_t now = now_nanos();
    window_opens(&window, settings, now);
    if (sending && window_over(&window, settings, now)) sending = false;
    if (!sending && (unanswered == 0 || now > window.ended + PATIENCE)) break;
    uint64_t due = 0;
    while (sending && (due = start + (uint64_t)((double)next * 1e9 / (double)settings->rate)) <= now) {
      struct connection *connection = &connections[next++ % (uint64_t)count];
      if (connection->fd < 0) continue;
      if (connection->tail - connection->head == OUTSTANDING) {
        overruns++;
        continue;
      }
      connection->due[connection->tail++ % OUTSTANDING] = due;
      if (due >= window_start) {
        unanswered++;
        if (now - due > lateness) lateness = now - due;
      }
      connection->unsent += settings->size;
      flush(connection); // a failure shows when it is read
    }
    int ready = await(epoll, events, 512, sending ? due : now + 10000000u);
    for (int i = 0; i < ready; i++) {
      struct connection *connection = &connections[events[i].data.u32];
      if (connection->fd < 0) continue;
      if (flush(connection) && take(connection, settings->size)) continue;
      close(connection->fd);
      connection->fd = -1;
      errors++;
      alive--;
    }
  }
  printf("count=%" PRIu64 " errors=%" PRIu64 " ", delays.total,
         (uint64_t)errors + overruns + unanswered);
  printf("late_us=%.1f ", (double)lateness / 1e3);
  print_latencies(&delays);
  print_window(&window, settings);
  return window.ended == 0;
}

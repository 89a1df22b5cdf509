// SPDX-License-Identifier: Apache-2.0
// Short-lived connections: connect, one byte each way, close, and the next.
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <unistd.h>

#include "load.h"

struct place {
  int fd;
  bool asked;
  uint64_t began;
};

static struct histogram latencies;
static uint64_t errors;
static int opened;

static void begin(const struct settings *settings, int epoll, struct place *place, uint32_t index) {
  place->asked = false;
  place->began = now_nanos();
  place->fd = begin_connection(settings, opened++);
  if (place->fd < 0) {
    errors++;
    return; // tried again after the batch
  }
  watch(epoll, place->fd, index);
}

// Goes on; true when the connection is done with, well or not.
static bool proceed(struct place *place) {
  char byte = 1;
  if (!place->asked) {
    ssize_t n = send(place->fd, &byte, 1, MSG_NOSIGNAL);
    if (n < 0 && (errno == EAGAIN || errno == ENOTCONN)) return false;
    if (n < 0) {
      errors++;
      return true;
    }
    place->asked = true;
  }
  ssize_t n = recv(place->fd, &byte, 1, 0);
  if (n < 0 && errno == EAGAIN) return false;
  if (n == 1) {
    record(&latencies, now_nanos() - place->began);
  } else {
    errors++;
  }
  return true;
}

int run_connect(const struct settings *settings) {
  int count = settings->connections;
  struct place *places = calloc((size_t)count, sizeof *places);
  int epoll = open_epoll();
  for (int i = 0; i < count; i++) places[i].fd = -1;
  struct window window = plan_window(settings, now_nanos());
  struct epoll_event events[512];
  for (;;) {
    for (int i = 0; i < count; i++) {
      if (places[i].fd < 0) begin(settings, epoll, &places[i], (uint32_t)i);
    }
    int ready = epoll_wait(epoll, events, 512, 10);
    for (int i = 0; i < ready; i++) {
      struct place *place = &places[events[i].data.u32];
      if (!proceed(place)) continue;
      close(place->fd);
      place->fd = -1;
    }
    uint64_t now = now_nanos();
    if (window_opens(&window, settings, now)) {
      latencies = (struct histogram){0};
      errors = 0;
    }
    if (window_over(&window, settings, now)) break;
  }
  printf("count=%" PRIu64 " errors=%" PRIu64 " ", latencies.total, errors);
  print_latencies(&latencies);
  print_window(&window, settings);
  return 0;
}

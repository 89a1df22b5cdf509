// SPDX-License-Identifier: Apache-2.0
// Closed loop: every connection sends the next message as soon as the last one has come back.
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <unistd.h>

#include "load.h"

static struct histogram latencies;
static char *block;

void prepare_asking(size_t size) { block = calloc(1, size); }

static bool flush(struct asker *connection) {
  while (connection->unsent > 0) {
    ssize_t n = send(connection->fd, block, connection->unsent, MSG_NOSIGNAL);
    if (n < 0) return errno == EAGAIN;
    connection->unsent -= (size_t)n;
  }
  return true;
}

bool ask(struct asker *connection, size_t size, uint64_t now) {
  connection->unsent = connection->awaited = size;
  connection->sent_at = now;
  return flush(connection);
}

bool hear_answer(struct asker *connection) {
  if (!flush(connection)) return false;
  while (connection->awaited > 0) {
    ssize_t n = recv(connection->fd, block, connection->awaited, 0);
    if (n < 0) return errno == EAGAIN;
    if (n == 0) return false;
    connection->awaited -= (size_t)n;
  }
  return true;
}

bool ask_again(struct asker *connection, size_t size) {
  if (!hear_answer(connection)) return false;
  if (connection->awaited > 0) return true;
  uint64_t now = now_nanos();
  record(&latencies, now - connection->sent_at);
  connection->trips++;
  return ask(connection, size, now);
}

static void forget_warm_up(struct asker *connections, int count) {
  latencies = (struct histogram){0};
  for (int i = 0; i < count; i++) connections[i].trips = 0;
}

int run_closed(const struct settings *settings) {
  int count = settings->connections;
  int *fds = calloc((size_t)count, sizeof *fds);
  struct asker *connections = calloc((size_t)count, sizeof *connections);
  prepare_asking(settings->size);
  int errors = open_some(settings, fds, 0, count);
  int epoll = open_epoll();
  uint64_t now = now_nanos();
  int alive = 0;
  for (int i = 0; i < count; i++) {
    connections[i].fd = fds[i];
    if (fds[i] < 0) continue;
    watch(epoll, fds[i], (uint32_t)i);
    alive++;
  }
  for (int i = 0; i < count; i++) {
    if (fds[i] >= 0) ask(&connections[i], settings->size, now_nanos());
  }
  struct window window = plan_window(settings, now);
  struct epoll_event events[512];
  while (alive > 0) {
    int ready = epoll_wait(epoll, events, 512, 10);
    for (int i = 0; i < ready; i++) {
      struct asker *connection = &connections[events[i].data.u32];
      if (connection->fd < 0 || ask_again(connection, settings->size)) continue;
      close(connection->fd);
      connection->fd = -1;
      errors++;
      alive--;
    }
    now = now_nanos();
    if (window_opens(&window, settings, now)) forget_warm_up(connections, count);
    if (window_over(&window, settings, now)) break;
  }
  int starved = 0;
  for (int i = 0; i < count; i++) starved += connections[i].fd >= 0 && connections[i].trips == 0;
  printf("count=%" PRIu64 " errors=%d starved=%d ", latencies.total, errors, starved);
  print_latencies(&latencies);
  print_window(&window, settings);
  return window.ended == 0;
}

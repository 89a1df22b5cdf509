// SPDX-License-Identifier: Apache-2.0
// Streams through a relay, whose both ends we are: connections to it, and a listener it connects to.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <inttypes.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "load.h"

enum { DRAIN_BYTES = 1 << 20, GREETING_BYTES = 256 * 1024, PATIENCE_MILLIS = 5000 };

struct stream {
  int near, far; // written to, read from
  uint64_t sent, taken;
};

static unsigned char *block;
static size_t block_bytes;

static int listen_at(uint16_t port) {
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port)};
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  int on = 1, fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (fd < 0 || setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) != 0 ||
      bind(fd, (struct sockaddr *)&address, sizeof address) != 0 || listen(fd, 1024) != 0) {
    perror("load: sink");
    exit(1);
  }
  return fd;
}

static bool await(int fd, short events) {
  struct pollfd one = {.fd = fd, .events = events};
  return poll(&one, 1, PATIENCE_MILLIS) == 1;
}

static unsigned char pattern(size_t position) { return (unsigned char)(position * 31 + (position >> 8)); }

// Sends bytes that differ and looks at each that comes out.
static bool greet(int from, int to) {
  static unsigned char bytes[4096];
  size_t sent = 0, taken = 0;
  while (taken < GREETING_BYTES) {
    while (sent < GREETING_BYTES) {
      for (size_t i = 0; i < sizeof bytes; i++) bytes[i] = pattern(sent + i);
      size_t left = GREETING_BYTES - sent;
      ssize_t n = send(from, bytes, left < sizeof bytes ? left : sizeof bytes, MSG_NOSIGNAL);
      if (n < 0 && errno == EAGAIN) break;
      if (n < 0) return false;
      sent += (size_t)n;
    }
    if (!await(to, POLLIN)) return false;
    ssize_t n = recv(to, bytes, sizeof bytes, 0);
    if (n <= 0) return false;
    for (ssize_t i = 0; i < n; i++) {
      if (bytes[i] != pattern(taken++)) return false;
    }
  }
  return true;
}

static bool open_stream(const struct settings *settings, int listener, struct stream *stream, int index) {
  stream->far = -1;
  stream->near = open_connection(settings, index);
  if (stream->near < 0 || !await(listener, POLLIN)) return false;
  stream->far = accept4(listener, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
  return stream->far >= 0 && greet(stream->near, stream->far) && greet(stream->far, stream->near);
}

static bool push(struct stream *stream) {
  ssize_t n = send(stream->near, block, block_bytes, MSG_NOSIGNAL);
  if (n < 0) return errno == EAGAIN;
  stream->sent += (size_t)n;
  return true;
}

// Takes what is there; the kernel drops the bytes without copying them. -1 after a failure or the end.
static ssize_t take(struct stream *stream) {
  ssize_t n = recv(stream->far, block, DRAIN_BYTES, MSG_TRUNC);
  if (n > 0) stream->taken += (size_t)n;
  return n > 0 ? n : n < 0 && errno == EAGAIN ? 0 : -1;
}

// Ends a stream: all that was sent must come out, and then the end.
static bool finish(struct stream *stream) {
  if (shutdown(stream->near, SHUT_WR) != 0) return false;
  for (;;) {
    if (!await(stream->far, POLLIN)) return false;
    ssize_t n = recv(stream->far, block, DRAIN_BYTES, MSG_TRUNC);
    if (n < 0) return false;
    if (n == 0) return stream->taken == stream->sent;
    stream->taken += (size_t)n;
  }
}

static void watch_ends(int epoll, struct stream *stream, uint32_t index) {
  struct epoll_event room = {.events = EPOLLOUT, .data.u32 = 2 * index};
  struct epoll_event bytes = {.events = EPOLLIN, .data.u32 = 2 * index + 1};
  if (epoll_ctl(epoll, EPOLL_CTL_ADD, stream->near, &room) != 0 ||
      epoll_ctl(epoll, EPOLL_CTL_ADD, stream->far, &bytes) != 0) {
    perror("load: epoll_ctl");
    exit(1);
  }
}

int run_through(const struct settings *settings) {
  int count = settings->connections, errors = 0;
  struct stream *streams = calloc((size_t)count, sizeof *streams);
  block_bytes = settings->size;
  block = calloc(1, block_bytes > DRAIN_BYTES ? block_bytes : DRAIN_BYTES);
  int listener = listen_at(settings->sink);
  int epoll = open_epoll();
  for (int i = 0; i < count && errors == 0; i++) {
    errors += !open_stream(settings, listener, &streams[i], i);
    if (errors == 0) watch_ends(epoll, &streams[i], (uint32_t)i);
  }
  uint64_t bytes = 0;
  struct window window = plan_window(settings, now_nanos());
  struct epoll_event events[64];
  while (errors == 0) {
    int ready = epoll_wait(epoll, events, 64, 10);
    for (int i = 0; i < ready && errors == 0; i++) {
      struct stream *stream = &streams[events[i].data.u32 / 2];
      ssize_t n = 0;
      if (events[i].data.u32 % 2 == 1) {
        n = take(stream);
        if (n > 0) bytes += (uint64_t)n;
      }
      errors += n < 0 || (events[i].data.u32 % 2 == 0 && !push(stream));
    }
    uint64_t now = now_nanos();
    if (window_opens(&window, settings, now)) bytes = 0;
    if (window_over(&window, settings, now)) break;
  }
  for (int i = 0; i < count && errors == 0; i++) errors += !finish(&streams[i]);
  printf("count=%" PRIu64 " errors=%d ", bytes, errors);
  print_window(&window, settings);
  return window.ended == 0;
}

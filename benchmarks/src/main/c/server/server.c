// SPDX-License-Identifier: Apache-2.0
// The peer `c`: one thread, level-triggered epoll, no allocation per message. The practical limit.
//
//   server ROLE SIZE [PATH]     ROLE is echo, source or sink; PATH is a Unix-domain socket
//
// Prints "READY port" and stays until standard input ends.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

enum { ECHO_BYTES = 16384, BACKLOG = 4096 };

struct connection {
  int fd;
  char *unsent; // what a full socket left over, or NULL
  size_t begin, end;
};

static char *block;
static size_t block_bytes;
static int epoll;

static bool (*serve)(struct connection *); // false: close it

static void await(struct connection *connection, uint32_t events) {
  struct epoll_event event = {.events = events, .data.ptr = connection};
  epoll_ctl(epoll, EPOLL_CTL_MOD, connection->fd, &event);
}

static bool keep(struct connection *connection, const char *bytes, size_t count) {
  connection->unsent = malloc(count);
  if (connection->unsent == NULL) return false;
  memcpy(connection->unsent, bytes, count);
  connection->begin = 0;
  connection->end = count;
  await(connection, EPOLLOUT);
  return true;
}

// Sends what was left over, and goes back to reading.
static bool flush(struct connection *connection) {
  while (connection->begin < connection->end) {
    ssize_t n = send(connection->fd, connection->unsent + connection->begin,
                     connection->end - connection->begin, MSG_NOSIGNAL);
    if (n < 0) return errno == EAGAIN;
    connection->begin += (size_t)n;
  }
  free(connection->unsent);
  connection->unsent = NULL;
  await(connection, EPOLLIN);
  return true;
}

static bool echo(struct connection *connection) {
  if (connection->unsent != NULL) return flush(connection);
  ssize_t n = recv(connection->fd, block, block_bytes, 0);
  if (n <= 0) return n < 0 && errno == EAGAIN;
  ssize_t sent = send(connection->fd, block, (size_t)n, MSG_NOSIGNAL);
  if (sent == n) return true;
  if (sent < 0 && errno != EAGAIN) return false;
  if (sent < 0) sent = 0;
  return keep(connection, block + sent, (size_t)(n - sent));
}

static bool source(struct connection *connection) {
  ssize_t n;
  do {
    n = send(connection->fd, block, block_bytes, MSG_NOSIGNAL);
  } while (n == (ssize_t)block_bytes);
  return n >= 0 || errno == EAGAIN;
}

static bool sink(struct connection *connection) {
  ssize_t n = recv(connection->fd, block, block_bytes, 0);
  return n > 0 || (n < 0 && errno == EAGAIN);
}

static int listen_local(const char *path) {
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  if (strlen(path) >= sizeof address.sun_path) return -1;
  strcpy(address.sun_path, path);
  int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (fd < 0 || bind(fd, (struct sockaddr *)&address, sizeof address) != 0) return -1;
  return fd;
}

static int listen_tcp(void) {
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  int on = 1; // accepted sockets inherit it
  if (fd < 0 || setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on) != 0 || bind(fd, (struct sockaddr *)&address, sizeof address) != 0) return -1;
  return fd;
}

static int port_of(int fd) {
  struct sockaddr_in address = {0};
  socklen_t length = sizeof address;
  getsockname(fd, (struct sockaddr *)&address, &length);
  return address.sin_family == AF_INET ? ntohs(address.sin_port) : 0;
}

static void add(int fd, uint32_t events, void *data) {
  struct epoll_event event = {.events = events, .data.ptr = data};
  if (epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event) != 0) {
    perror("server: epoll_ctl");
    exit(1);
  }
}

static void accept_all(int listener, uint32_t events) {
  int fd;
  while ((fd = accept4(listener, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK)) >= 0) {
    struct connection *connection = calloc(1, sizeof *connection);
    connection->fd = fd;
    add(fd, events, connection);
  }
}

static void run(int listener, uint32_t events) {
  static char input, acceptor; // only their addresses count
  add(0, EPOLLIN, &input);
  add(listener, EPOLLIN, &acceptor);
  struct epoll_event ready[512];
  for (;;) {
    int count = epoll_wait(epoll, ready, 512, -1);
    for (int i = 0; i < count; i++) {
      void *data = ready[i].data.ptr;
      if (data == &acceptor) {
        accept_all(listener, events);
      } else if (data == &input) {
        if (read(0, block, 1) <= 0) return;
      } else if (!serve(data)) {
        struct connection *connection = data;
        close(connection->fd);
        free(connection->unsent);
        free(connection);
      }
    }
  }
}

int main(int count, char **arguments) {
  if (count < 3) {
    fprintf(stderr, "usage: server echo|source|sink SIZE [PATH]\n");
    return 2;
  }
  signal(SIGPIPE, SIG_IGN);
  const char *role = arguments[1];
  block_bytes = strcmp(role, "echo") == 0 ? ECHO_BYTES : (size_t)atol(arguments[2]);
  block = calloc(1, block_bytes);
  serve = strcmp(role, "source") == 0 ? source : strcmp(role, "sink") == 0 ? sink : echo;
  epoll = epoll_create1(EPOLL_CLOEXEC);
  int listener = count > 3 ? listen_local(arguments[3]) : listen_tcp();
  if (listener < 0 || listen(listener, BACKLOG) != 0) {
    perror("server: listen");
    return 1;
  }
  printf("READY %d\n", port_of(listener));
  fflush(stdout);
  run(listener, serve == source ? EPOLLIN | EPOLLOUT | EPOLLET : EPOLLIN);
  return 0;
}

// SPDX-License-Identifier: Apache-2.0
// What the modes of the load generator share: settings, time, sockets, latencies, the result line.
#ifndef LOAD_H
#define LOAD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>
#include <sys/types.h>

struct settings {
  struct sockaddr_storage address;
  socklen_t address_length;
  int connections;   // how many at a time
  size_t size;       // bytes of a message
  long rate;         // messages per second over all connections, paced mode only
  long warm_millis;  // load before the window
  long window_millis;
  pid_t pid;         // the server, whose CPU time is read; 0 if nobody asks
  bool syscalls;     // whether to count its system calls too
  bool split;        // whether to tell its user time from its system time, and count switches
  int crowd;         // connections beyond, limit mode only
  uint16_t sink;     // where we listen ourselves, through mode only
  int first, second; // processors, distance mode only
};

// ---- time, clock.c

uint64_t now_nanos(void);

// User and system time that process `pid` and its children have taken, ended threads included; 0 if it
// is unknown.
uint64_t cpu_nanos(pid_t pid);

// ---- where that time went, split.c; nothing unless settings->split

struct split {
  uint64_t user_ticks, system_ticks, switches; // switches: from one thread to another
};

struct split read_split(const struct settings *settings);

// Prints user_part, of the time between, and switches.
void print_split(const struct settings *settings, struct split then, struct split now);

// ---- system calls of the server, syscalls.c; all of them do nothing unless settings->syscalls

void prepare_syscalls(const struct settings *settings);

void begin_syscalls(void);

void end_syscalls(void);

// Prints syscalls, or syscalls_missing with the reason.
void print_syscalls(const struct settings *settings);

// ---- sockets, open.c

// A connected socket that is not blocking, or -1. TCP sockets have TCP_NODELAY and take their source
// addresses in turn from 127/8, so that ports do not run out.
int open_connection(const struct settings *settings, int index);

// Begins to connect a socket that is not blocking; -1 if that failed.
int begin_connection(const struct settings *settings, int index);

// Opens connections `from` up to `to` into `fds`, and has each echo settings->size bytes, so that the
// server is known to serve it. Those that failed are -1. Returns how many did.
int open_some(const struct settings *settings, int *fds, int from, int to);

// An epoll instance; ends the process if there is none.
int open_epoll(void);

// Registers both directions, edge-triggered, with `index` as data.
void watch(int epoll, int fd, uint32_t index);

// ---- latencies, histogram.c: buckets within 1/64 of the value

struct histogram {
  uint64_t counts[64 * 64];
  uint64_t total;
  uint64_t largest;
};

void record(struct histogram *histogram, uint64_t nanos);

uint64_t percentile(const struct histogram *histogram, double fraction);

// Prints p50_us, p99_us, p999_us and max_us.
void print_latencies(const struct histogram *histogram);

// ---- connections that ask and wait for the answer, closed.c

struct asker {
  int fd;
  size_t unsent, awaited;
  uint64_t sent_at;
  uint64_t trips; // in the window
};

// Before the first of them asks.
void prepare_asking(size_t size);

// Sends a message; false if the connection has failed.
bool ask(struct asker *connection, size_t size, uint64_t now);

// Takes what has come; `awaited` is 0 when the answer is complete. False if the connection has failed.
bool hear_answer(struct asker *connection);

// Takes what has come, and sends the next message when the answer is complete.
bool ask_again(struct asker *connection, size_t size);

// ---- one window

struct window {
  uint64_t warm_end, end;           // when it begins and ends
  uint64_t began, ended;            // when it really did
  uint64_t cpu_began, cpu_ended;
  struct split split_began, split_ended;
  bool open;
};

// A window that opens after the warm-up.
struct window plan_window(const struct settings *settings, uint64_t start);

// Opens and closes the window as time goes on; true once, when it has just opened.
bool window_opens(struct window *window, const struct settings *settings, uint64_t now);

bool window_over(struct window *window, const struct settings *settings, uint64_t now);

// Prints nanos, cpu_nanos and system calls, and ends the line.
void print_window(const struct window *window, const struct settings *settings);

// ---- modes: each prints one line of key=value and returns the exit status

int run_closed(const struct settings *settings);
int run_paced(const struct settings *settings);
int run_connect(const struct settings *settings);
int run_distance(const struct settings *settings);
int run_drain(const struct settings *settings);
int run_fill(const struct settings *settings);
int run_hold(const struct settings *settings);
int run_limit(const struct settings *settings);
int run_through(const struct settings *settings);
int run_watch(const struct settings *settings);

#endif

// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.windows;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.packetloom.platform.Family;
import org.packetloom.platform.SocketType;

/**
 * What a descriptor stands for. Safe for use by any thread.
 *
 * <p>A handle is associated with one completion port for life, at the first operation that may
 * pend. Whoever asks for another port is refused, and waits by polls instead.
 */
final class HandleEntry {
  /** What kind of handle it is. */
  enum Type {
    /** A SOCKET. */
    SOCKET,
    /** An end of a named pipe, opened for overlapped use. */
    PIPE,
    /** Anything else. */
    FILE
  }

  /** The port of a handle that is not associated with one. */
  private static final long NO_PORT = 0;

  /** The port of a handle while somebody is about to associate it. */
  private static final long IN_WORK = -1;

  /** The port of a handle that cannot be associated. */
  private static final long REFUSED = -2;

  private final Type type;
  private final @Nullable Family family; // of a socket; null for anything else
  private final @Nullable SocketType socketType; // of a socket; null for anything else
  private final AtomicLong port = new AtomicLong(NO_PORT);
  private final AtomicLong handle; // INVALID_HANDLE_VALUE once closed
  private volatile boolean skips; // written before the port is
  private volatile boolean isBound; // set when the socket has an address; never taken back
  private volatile boolean mayShareAddress; // SO_REUSEADDR as the application knows it
  private volatile @Nullable IocpPoller home; // whose port it is; written before the port is
  private volatile @Nullable Object extra; // whatever else its type needs to know of it
  private volatile boolean hasInputEnded; // this end gave its reading up; never taken back
  private final AtomicReference<List<Runnable>> watchingInput = new AtomicReference<>(List.of());
  private final AtomicInteger users = new AtomicInteger(1); // the last one closes the handle

  private HandleEntry(
      Type type, long handle, @Nullable Family family, @Nullable SocketType socketType) {
    this.type = type;
    this.handle = new AtomicLong(handle);
    this.family = family;
    this.socketType = socketType;
  }

  /** A socket, overlapped and non-blocking. */
  static HandleEntry ofSocket(long socket, Family family, SocketType type) {
    return new HandleEntry(Type.SOCKET, socket, family, type);
  }

  /** An end of a pipe, overlapped. */
  static HandleEntry ofPipe(long handle) {
    return new HandleEntry(Type.PIPE, handle, null, null);
  }

  /** An end of a pipe, and what it remembers, or what listens at a pipe. */
  static HandleEntry ofPipe(long handle, Object extra) {
    HandleEntry entry = ofPipe(handle);
    entry.extra(extra);
    return entry;
  }

  /** Anything else. */
  static HandleEntry ofFile(long handle) {
    return new HandleEntry(Type.FILE, handle, null, null);
  }

  Type type() {
    return type;
  }

  boolean isSocket() {
    return type == Type.SOCKET;
  }

  /** The family of a socket. */
  Family family() {
    if (family == null) {
      throw new IllegalStateException("no socket");
    }
    return family;
  }

  /** The type of a socket. */
  SocketType socketType() {
    if (socketType == null) {
      throw new IllegalStateException("no socket");
    }
    return socketType;
  }

  /** The handle; INVALID_HANDLE_VALUE once it is closed, which every call refuses. */
  long handle() {
    return handle.get();
  }

  /** The end of a pipe that a client has connected: from now on there is a handle. */
  void open(long opened) {
    handle.set(opened);
  }

  /** Takes the handle away, to close it: INVALID_HANDLE_VALUE if somebody else has. */
  long takeHandle() {
    return handle.getAndSet(Constants.INVALID_HANDLE_VALUE);
  }

  /** Associates handles with ports. */
  interface Association {
    /**
     * Associates a handle that never was.
     *
     * @return whether that was done
     */
    boolean associate(HandleEntry entry, long port);
  }

  /**
   * Has operations complete on a port.
   *
   * @return whether they do
   */
  boolean ensurePort(long wanted, IocpPoller poller, Association association) {
    while (true) {
      long seen = port.get();
      if (seen == wanted || seen != NO_PORT && seen != IN_WORK) {
        return seen == wanted;
      }
      if (seen == NO_PORT && port.compareAndSet(NO_PORT, IN_WORK)) {
        boolean isDone = association.associate(this, wanted);
        home = isDone ? poller : null;
        port.set(isDone ? wanted : REFUSED);
        return isDone;
      }
      Thread.onSpinWait(); // another thread has two system calls to go
    }
  }

  /** Whether an operation that succeeds at once queues no packet. */
  boolean skips() {
    return skips;
  }

  void skips(boolean whether) {
    skips = whether;
  }

  boolean isBound() {
    return isBound;
  }

  void bound() {
    isBound = true;
  }

  boolean mayShareAddress() {
    return mayShareAddress;
  }

  void mayShareAddress(boolean whether) {
    mayShareAddress = whether;
  }

  /** Whether this end has given its reading up, of which no poll tells. */
  boolean hasInputEnded() {
    return hasInputEnded;
  }

  /** This end gives its reading up, which whoever watches is told. */
  void endInput() {
    hasInputEnded = true;
    watchingInput.get().forEach(Runnable::run);
  }

  /** Has somebody told, by any thread, when this end gives its reading up from now on. */
  void tellEndOfInput(Runnable watching) {
    List<Runnable> unused = watchingInput.updateAndGet(all -> with(all, watching));
  }

  /** Takes that back. */
  void tellEndOfInputNoMore(Runnable watching) {
    List<Runnable> unused = watchingInput.updateAndGet(all -> without(all, watching));
  }

  private static List<Runnable> with(List<Runnable> all, Runnable one) {
    List<Runnable> more = new ArrayList<>(all);
    more.add(one);
    return List.copyOf(more);
  }

  private static List<Runnable> without(List<Runnable> all, Runnable one) {
    return all.stream().filter(each -> each != one).toList();
  }

  /** Whose port the handle belongs to; empty before it belongs to any. */
  Optional<IocpPoller> home() {
    return Optional.ofNullable(home);
  }

  /** What its type remembers of it. */
  Optional<Object> extra() {
    return Optional.ofNullable(extra);
  }

  void extra(Object changed) {
    extra = changed;
  }

  /** Keeps the handle open for one more user. */
  void retain() {
    users.incrementAndGet();
  }

  /** A user is done with it; whether that was the last, who then closes the handle. */
  boolean release() {
    return users.decrementAndGet() == 0;
  }
}

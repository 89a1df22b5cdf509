// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.windows;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.packetloom.platform.NamedPipes.Mode;

/** What the entry of one end of a pipe remembers of it. Safe for use by any thread. */
final class PipeEnd {
  private final String target;
  private final boolean isServer;
  private final Runnable whenClosed;
  private boolean isWriter; // and no more than that; written before it is shared
  private volatile Mode mode = Mode.BYTE; // written before anybody reads or writes
  private volatile boolean hasEnded; // no more is written
  private volatile boolean isAtEnd; // an empty message was taken; never taken back
  private volatile boolean isWriting; // a write was taken that has not ended
  private final List<Runnable> told = new CopyOnWriteArrayList<>();

  private PipeEnd(String target, boolean isServer, Runnable whenClosed) {
    this.target = target;
    this.isServer = isServer;
    this.whenClosed = whenClosed;
  }

  /** The end of a client, which is connected later. */
  static PipeEnd ofClient(String target) {
    return new PipeEnd(target, false, () -> {});
  }

  /**
   * An instance of a listener's.
   *
   * @param whenClosed is run when the handle was closed
   */
  static PipeEnd ofServer(Mode mode, Runnable whenClosed) {
    PipeEnd end = new PipeEnd("", true, whenClosed);
    end.mode = mode;
    return end;
  }

  /** The end of a pipe that goes one way, which this end reads. */
  static PipeEnd ofReader() {
    return ofServer(Mode.BYTE, () -> {});
  }

  /** The end of a pipe that goes one way, which this end writes. */
  static PipeEnd ofWriter() {
    PipeEnd end = ofClient("");
    end.isWriter = true;
    return end;
  }

  /** What an entry remembers, if it is the end of a pipe. */
  static Optional<PipeEnd> of(HandleEntry entry) {
    return entry.extra().filter(PipeEnd.class::isInstance).map(PipeEnd.class::cast);
  }

  /**
   * The poller whose port has the handle's packets: that of whoever is first to want them.
   *
   * @return null if the handle cannot be associated
   */
  static @Nullable IocpPoller home(HandleEntry entry, IocpPoller wanted) {
    Optional<IocpPoller> known = entry.home();
    if (known.isPresent()) {
      return known.get();
    }
    return wanted.associate(entry) ? wanted : entry.home().orElse(null);
  }

  /** The pipe that a client is to connect to. */
  String target() {
    return target;
  }

  boolean isServer() {
    return isServer;
  }

  /** Whether it is written only. */
  boolean isWriter() {
    return isWriter;
  }

  Mode mode() {
    return mode;
  }

  void mode(Mode found) {
    mode = found;
  }

  /** Whether writing was ended. */
  boolean hasEnded() {
    return hasEnded;
  }

  /** Writing ends. */
  void end() {
    hasEnded = true;
  }

  /** Whether all is read: an empty message was taken. */
  boolean isAtEnd() {
    return isAtEnd;
  }

  /** An empty message was taken. */
  void reachEnd() {
    isAtEnd = true;
  }

  /** Whether a write goes on, and the next is not ready. */
  boolean isWriting() {
    return isWriting;
  }

  /** A write goes on. */
  void writing() {
    isWriting = true;
  }

  /** The write has ended, which whoever watches is told. */
  void written() {
    if (isWriting) {
      isWriting = false;
      told.forEach(Runnable::run);
    }
  }

  /** Has somebody told, by any thread, whenever a write has ended. */
  void tell(Runnable watching) {
    told.add(watching);
  }

  /** Takes that back. */
  void tellNoMore(Runnable watching) {
    boolean unused = told.remove(watching);
  }

  /** The handle was closed. */
  void closed() {
    whenClosed.run();
  }
}

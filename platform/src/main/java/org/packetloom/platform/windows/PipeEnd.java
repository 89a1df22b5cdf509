// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.windows;

import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.packetloom.platform.NamedPipes.Mode;

/**
 * What there is to one end of a pipe besides its handle. Safe for use by any thread.
 *
 * <p>The handle is closed by its last user: the descriptor is one, and a write that was taken from
 * its writer and has not ended yet is another, so that closing loses nothing.
 */
final class PipeEnd {
  private final String target;
  private final boolean isServer;
  private final Runnable whenClosed;
  private final AtomicInteger users = new AtomicInteger(1);
  private volatile Mode mode = Mode.BYTE; // written before anybody reads or writes
  private volatile boolean hasEnded; // no more is written
  private volatile @Nullable IocpPoller home; // whose port the handle is associated with, for good

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

  /** The pipe that a client is to connect to. */
  String target() {
    return target;
  }

  boolean isServer() {
    return isServer;
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

  /**
   * The poller whose port has the handle's packets: that of whoever is first to want them.
   *
   * @return null if the handle cannot be associated
   */
  @Nullable IocpPoller home(HandleEntry entry, IocpPoller wanted) {
    IocpPoller known = home;
    if (known != null) {
      return known;
    }
    if (wanted.associate(entry)) {
      home = wanted;
      return wanted;
    }
    // another one was faster, and says so in a moment; or there is no handle, or none of a pipe
    while (entry.isAssociated() && home == null) {
      Thread.onSpinWait();
    }
    return home;
  }

  /** The poller whose port has the handle's packets; null if there is none yet. */
  @Nullable IocpPoller homeIfAny() {
    return home;
  }

  /** One more user. */
  void use() {
    int unused = users.incrementAndGet();
  }

  /** A user leaves; whether it was the last, who closes the handle and then calls {@link #closed}. */
  boolean leave() {
    return users.decrementAndGet() == 0;
  }

  void closed() {
    whenClosed.run();
  }
}

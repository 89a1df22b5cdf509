// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.packetloom.platform.ErrorKind;
import org.packetloom.platform.FileStatus;
import org.packetloom.platform.Paths;

/**
 * Keeps servers that start at the same path apart, while one looks whether a socket is left over,
 * binds and listens.
 *
 * <p>It is a lock on a file {@code .NAME.packetloom-lock} beside the socket, which exists only
 * while someone holds it or waits for it. Who has the lock checks that the file still has the name;
 * if not, the holder before removed it, and the next file is tried. Who holds the lock removes the
 * file, then closes it. A file left over by a process that died in between hurts nobody: the next
 * one locks it and removes it. It is created for its owner alone, so that nobody can snatch the
 * lock, and opened to the others once it is locked, so that they can use it if it is left over.
 */
final class StartLock implements AutoCloseable {
  private static final long FIRST_PAUSE_NANOS = 1_000_000;
  private static final long LONGEST_PAUSE_NANOS = 50_000_000;

  /** How long another server may take to start: 10 s. */
  private static final long PATIENCE_NANOS = 10_000_000_000L;

  private static final int READABLE = 0644;

  private final Opening opening;
  private final Paths paths;
  private final int folder;
  private final byte[] name;
  private final String endpoints;
  private int descriptor = -1; // of the file; written by the thread that acquires

  private StartLock(Opening opening, int folder, byte[] socketName, String endpoints) {
    this.opening = opening;
    this.paths = opening.engine().platform().paths();
    this.folder = folder;
    this.endpoints = endpoints;
    String text = "." + new String(socketName, StandardCharsets.ISO_8859_1) + ".packetloom-lock";
    this.name = text.getBytes(StandardCharsets.ISO_8859_1);
  }

  /** Waits until this server is the only one that starts there. */
  static StartLock acquire(Opening opening, int folder, byte[] socketName, String endpoints)
      throws IOException {
    StartLock lock = new StartLock(opening, folder, socketName, endpoints);
    Optional<IOException> reason = lock.attempt();
    if (reason.isEmpty()) {
      return lock;
    }
    ParkSpot spot = ParkSpot.open(opening, endpoints);
    try {
      spot.deadline(opening.openDeadline());
      long limit = opening.engine().timers().now() + PATIENCE_NANOS;
      long pause = FIRST_PAUSE_NANOS;
      while (reason.isPresent()) {
        if (opening.engine().timers().now() > limit) {
          throw reason.get();
        }
        spot.pause("lock", pause);
        pause = Math.min(2 * pause, LONGEST_PAUSE_NANOS);
        reason = lock.attempt();
      }
      return lock;
    } finally {
      spot.close();
    }
  }

  /** Tries once; why it did not succeed, if that may change. */
  private Optional<IOException> attempt() throws IOException {
    int opened = paths.openLock(folder, name, false);
    boolean isOurs = opened < 0 && opening.kind(opened) == ErrorKind.MISSING;
    if (isOurs) {
      opened = paths.openLock(folder, name, true);
    }
    if (opened < 0) {
      IOException failure = opening.failures().atOnce("bind", endpoints, opened);
      boolean mayChange =
          switch (opening.kind(opened)) {
            case ADDRESS_IN_USE -> true; // just created by another
            case ACCESS -> isThere(); // not yet opened to us
            default -> false;
          };
      if (!mayChange) {
        throw failure;
      }
      return Optional.of(failure);
    }
    int result = paths.tryLock(opened);
    if (result == 0 && isInPlace(opened)) {
      if (isOurs) { // or it may be a file of value, to which somebody has made a link
        paths.permit(opened, READABLE);
      }
      descriptor = opened;
      return Optional.empty();
    }
    opening.descriptors().close(opened);
    if (result < 0 && opening.kind(result) != ErrorKind.BUSY) {
      throw opening.failures().atOnce("bind", endpoints, result);
    }
    return Optional.of(Failures.startingElsewhere(endpoints));
  }

  private boolean isThere() {
    return paths.status(folder, name, new FileStatus.Box()) == 0;
  }

  private boolean isInPlace(int opened) {
    FileStatus.Box here = new FileStatus.Box();
    FileStatus.Box there = new FileStatus.Box();
    return paths.status(opened, here) == 0
        && paths.status(folder, name, there) == 0
        && here.status().isSameFile(there.status())
        && here.status().kind() == FileStatus.Kind.REGULAR;
  }

  @Override
  public void close() {
    // refused for a file of another user where only owners remove files: it stays for the next one
    paths.remove(folder, name);
    opening.descriptors().close(descriptor);
  }
}
